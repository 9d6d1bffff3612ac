//! Closing an account: the loss is quoted, and the closing names the quote.

use domain::{
    actor::Actor,
    books::closing::{CloseCustomer, QuoteClosing},
    command::{Closed, Command, IdempotencyKey, Reply},
    customer::ClosingQuote,
    id::CustomerId,
};

use super::{FlowError, views};
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
