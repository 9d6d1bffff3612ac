//! Closing an account: the quote, and the end.

use axum::response::{IntoResponse as _, Response};
use domain::{
    command::Closed,
    customer::CustomerState,
    id::CustomerId,
    money::{Credits, Won},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    access::Caller,
    app::Shared,
    flows::closure,
    http::{
        error::Problem,
        request::ApiRequest,
        response::{created, ok},
        view::At,
    },
};

/// What closing an account would lose.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ClosingQuote")]
pub(in crate::http) struct ClosingQuoteView {
    /// Named by the closing.
    id: String,
    customer_id: CustomerId,
    /// Live credits that would be lost.
    forfeited: Credits,
    /// What of them could be refunded first, in won.
    refundable: Won,
    /// Credits that stay owed.
    debt: Credits,
    /// Exclusive. It ends earlier when anything of the customer's credits changes.
    expires_at: At,
}

pub(in crate::http) async fn quote_closing(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer = ask.id("id")?;
    let done = closure::quote(&app, caller, ask.idempotency_key, customer).await?;
    let quote = done.answer;
    let customer = quote.customer_id.clone();
    let view = ClosingQuoteView {
        id: quote.id,
        customer_id: quote.customer_id,
        forfeited: quote.forfeited,
        refundable: quote.refundable,
        debt: quote.debt,
        expires_at: At(quote.expires_at),
    };
    let response = created(view).replayed(done.replayed);
    Ok(response.about(&app, &customer).await?.into_response())
}

/// Names of closing quotes are shorter, so no longer text is one.
const CLOSING_QUOTE_CHARS_MAX: usize = 100;

/// The end of an account.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Close {
    /// A closing quote that still holds.
    #[schemars(length(min = 1, max = CLOSING_QUOTE_CHARS_MAX))]
    quote_id: String,
    /// Without it, a customer who has credits is not closed.
    #[serde(default)]
    confirm_forfeit: bool,
}

/// A customer that is closed, for good.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Closed")]
pub(in crate::http) struct Ended {
    customer_id: CustomerId,
    state: CustomerState,
    /// Credits that were lost.
    forfeited: Credits,
    closed_at: Option<At>,
}

pub(in crate::http) async fn close(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer = ask.id("id")?;
    let Close {
        quote_id,
        confirm_forfeit,
    } = ask.json()?;
    let done = closure::close(
        &app,
        caller,
        ask.idempotency_key,
        customer,
        quote_id,
        confirm_forfeit,
    )
    .await?;
    let Closed {
        customer,
        forfeited,
    } = done.answer;
    let ended = Ended {
        customer_id: customer.id.clone(),
        state: customer.state,
        forfeited,
        closed_at: customer.closed_at.map(At),
    };
    let response = ok(ended).replayed(done.replayed);
    let response = response.after(&app, &customer.id, done.balance).await?;
    Ok(response.into_response())
}
