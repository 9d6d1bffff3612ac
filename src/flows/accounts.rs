//! Acts on a customer's account. Closing it: the loss is quoted, and the closing names the quote. Waiving a debt.

use domain::{
    actor::Actor,
    books::{
        closing::{CloseCustomer, QuoteClosing},
        debts::WaiveDebt,
    },
    command::{Closed, Command, IdempotencyKey, Reply, Waived},
    customer::ClosingQuote,
    id::CustomerId,
    money::Credits,
};

use super::{FlowError, check_text, views};
use crate::{access::Caller, app::App};

/// The loss in closing the account now.
pub async fn quote(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    customer: CustomerId,
) -> Result<Reply<ClosingQuote>, FlowError> {
    views::customer(app, &customer).await?;
    let change = QuoteClosing { customer };
    app.submit(Command::new(change, Actor::Key(caller.key)).under_key(idempotency_key))
        .await
}

/// Closes a customer by a quote that is still valid. The remaining credits are forfeited, and that has to be confirmed.
pub async fn close(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    customer: CustomerId,
    quote: String,
    confirm_forfeit: bool,
) -> Result<Reply<Closed>, FlowError> {
    views::customer(app, &customer).await?;
    let change = CloseCustomer {
        customer,
        quote,
        confirm_forfeit,
    };
    app.submit(Command::new(change, Actor::Key(caller.key)).under_key(idempotency_key))
        .await
}

/// Longest reason of a waiver.
pub const REASON_MAX: usize = 200; // like a grant's

/// Waives a customer's debt, in whole when no number of credits is given.
pub async fn waive(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    customer: CustomerId,
    credits: Option<Credits>,
    reason: String,
) -> Result<Reply<Waived>, FlowError> {
    check_text("reason", &reason, REASON_MAX)?;
    views::customer(app, &customer).await?;
    let change = WaiveDebt {
        customer,
        credits,
        reason,
    };
    app.submit(Command::new(change, Actor::Key(caller.key)).under_key(idempotency_key))
        .await
}
