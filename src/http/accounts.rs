//! Acts on a customer's account: closing it, which is quoted first, and waiving what it owes for credits that were used
//! and whose payment was taken back.

use axum::response::{IntoResponse as _, Response};
use domain::{
    command::Closed,
    customer::{Customer, CustomerState},
    id::CustomerId,
    money::{Credits, Won},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    error::Problem,
    request::ApiRequest,
    response::{created, ok},
    view::{At, List},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{accounts, views},
};

/// What closing an account would lose.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ClosingQuote")]
pub(super) struct ClosingQuoteView {
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

pub(super) async fn quote_closing(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer = ask.id("id")?;
    let done = accounts::quote(&app, caller, ask.idempotency_key, customer).await?;
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
pub(super) struct Close {
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
pub(super) struct Ended {
    customer_id: CustomerId,
    state: CustomerState,
    /// Credits that were lost.
    forfeited: Credits,
    closed_at: Option<At>,
}

pub(super) async fn close(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer = ask.id("id")?;
    let Close {
        quote_id,
        confirm_forfeit,
    } = ask.json()?;
    let done = accounts::close(
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

/// A customer who owes credits, and has none: whatever comes is set off first.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Debt")]
pub(super) struct DebtView {
    customer_id: CustomerId,
    state: CustomerState,
    debt: Credits,
    /// What was waived so far, less what was paid for again since.
    waived: Credits,
}

impl From<Customer> for DebtView {
    fn from(customer: Customer) -> Self {
        Self {
            customer_id: customer.id,
            state: customer.state,
            debt: customer.debt,
            waived: customer.debt_waived,
        }
    }
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let page = views::debtors(&app, ask.page()?).await?;
    Ok(ok(List::of(page, DebtView::from)).into_response())
}

/// Letting a customer off a debt.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Waive {
    /// How many credits; without it, the whole debt.
    #[serde(default)]
    credits: Option<Credits>,
    /// At most 200 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::accounts::REASON_MAX))]
    reason: String,
}

pub(super) async fn waive(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer = ask.id("id")?;
    let Waive { credits, reason } = ask.json()?;
    let done =
        accounts::waive(&app, caller, ask.idempotency_key, customer, credits, reason).await?;
    let customer = done.answer.customer;
    let id = customer.id.clone();
    let response = ok(DebtView::from(customer)).replayed(done.replayed);
    Ok(response.about(&app, &id).await?.into_response())
}
