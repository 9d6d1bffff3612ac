//! Acts on a customer's account: closing it, which is quoted first, and waiving what it owes for credits that were used
//! and whose payment was taken back.

use domain::{
    books::{closing::CloseCustomer, debts::WaiveDebt},
    command::Closed,
    customer::{ClosingQuote, Customer, CustomerState},
    id::CustomerId,
    money::{Credits, Won},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    request::ApiRequest,
    response::{Answered, created, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{accounts, views},
};

view! {
    /// What closing an account would lose.
    pub(super) struct ClosingQuoteView("ClosingQuote") of (quote: ClosingQuote) {
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
        expires_at: At = At(quote.expires_at),
    }
}

pub(super) async fn quote_closing(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let done = accounts::quote(&app, caller, ask.id("id")?).await?;
    let customer = done.answer.customer_id.clone();
    let response = created(&ClosingQuoteView::of(done.answer)).replayed(done.replayed);
    response.about(&app, &customer).await
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

view! {
    /// A customer that is closed, for good.
    pub(super) struct Ended("Closed") of (closed: Closed) {
        customer_id: CustomerId = closed.customer.id,
        state: CustomerState = closed.customer.state,
        /// Credits that were lost.
        forfeited: Credits,
        closed_at: Option<At> = closed.customer.closed_at.map(At),
    }
}

pub(super) async fn close(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let customer: CustomerId = ask.id("id")?;
    let asked: Close = ask.json()?;
    let change = CloseCustomer {
        customer: customer.clone(),
        quote: asked.quote_id,
        confirm_forfeit: asked.confirm_forfeit,
    };
    let done = accounts::close(&app, caller, change).await?;
    let response = ok(&Ended::of(done.answer)).replayed(done.replayed);
    response.after(&app, &customer, done.balance).await
}

view! {
    /// A customer who owes credits, and has none: whatever comes is set off first.
    pub(super) struct DebtView("Debt") of (customer: Customer) {
        customer_id: CustomerId = customer.id,
        state: CustomerState,
        debt: Credits,
        /// What was waived so far, less what was paid for again since.
        waived: Credits = customer.debt_waived,
    }
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let page = views::debtors(&app, ask.page()?).await?;
    Ok(ok(&List::of(page, DebtView::of)))
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

pub(super) async fn waive(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let customer: CustomerId = ask.id("id")?;
    let asked: Waive = ask.json()?;
    let change = WaiveDebt {
        customer: customer.clone(),
        credits: asked.credits,
        reason: asked.reason,
    };
    let done = accounts::waive(&app, caller, change).await?;
    let response = ok(&DebtView::of(done.answer.customer)).replayed(done.replayed);
    response.about(&app, &customer).await
}
