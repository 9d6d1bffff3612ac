//! Closing an account: what remains is forfeited, and that has to be confirmed.

use domain::{
    command::{Answer, Change, Claim, Command},
    customer::Customer,
    id::CustomerId,
    money::Credits,
};

use super::{Done, FlowError};
use crate::{access::Caller, app::App};

/// Closes a customer; without `confirm_forfeit` it only says what would be lost.
pub async fn close(
    app: &App,
    caller: Caller,
    claim: Option<Claim>,
    customer: CustomerId,
    confirm_forfeit: bool,
) -> Result<Done<(Customer, Credits)>, FlowError> {
    let change = Change::CloseCustomer {
        customer,
        confirm_forfeit,
    };
    let reply = app
        .submit(Command::new(change, caller.key.to_string()).claiming(claim))
        .await?;
    Done::of(reply, |answer| match answer {
        Answer::Customer {
            customer,
            forfeited,
        } => Ok((*customer, forfeited)),
        other => Err(other),
    })
}
