//! Closing an account: what would be lost is quoted, and the closing names the quote.

use domain::{
    command::{Answer, Change, Claim, Command},
    customer::{ClosingQuote, Customer},
    id::CustomerId,
    money::Credits,
};

use super::{Done, FlowError, views};
use crate::{access::Caller, app::App};

/// What closing the account now would lose.
pub async fn quote(
    app: &App,
    caller: Caller,
    claim: Option<Claim>,
    customer: CustomerId,
) -> Result<Done<ClosingQuote>, FlowError> {
    views::customer(app, &customer).await?;
    let change = Change::QuoteClosing { customer };
    let reply = app
        .submit(Command::new(change, caller.key.to_string()).claiming(claim))
        .await?;
    Done::of(reply, |answer| match answer {
        Answer::ClosingQuote(quote) => Ok(*quote),
        other => Err(other),
    })
}

/// Closes a customer by a quote that still holds. What remains is forfeited, and that has to be confirmed.
pub async fn close(
    app: &App,
    caller: Caller,
    claim: Option<Claim>,
    customer: CustomerId,
    quote: String,
    confirm_forfeit: bool,
) -> Result<Done<(Customer, Credits)>, FlowError> {
    views::customer(app, &customer).await?;
    let change = Change::CloseCustomer {
        customer,
        quote,
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
