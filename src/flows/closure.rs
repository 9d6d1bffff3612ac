//! Closing an account: what remains is forfeited, and that has to be confirmed.

use domain::{
    command::{Answer, Change, Claim, Command},
    customer::Customer,
    id::CustomerId,
    money::Credits,
};

use super::{FlowError, unexpected};
use crate::{access::Caller, app::App};

/// Closes a customer; without `confirm_forfeit` it only says what would be lost.
pub async fn close(
    app: &App,
    caller: Caller,
    claim: Option<Claim>,
    customer: CustomerId,
    confirm_forfeit: bool,
) -> Result<(Customer, Credits), FlowError> {
    let change = Change::CloseCustomer { customer, confirm_forfeit };
    match app.submit(Command::new(change, caller.key.to_string()).claiming(claim)).await?.answer {
        Answer::Customer { customer, forfeited } => Ok((*customer, forfeited)),
        other => Err(unexpected(&other)),
    }
}
