//! Debts: credits that were used and whose payment was taken back.

use axum::response::{IntoResponse as _, Response};
use domain::{customer::Customer, customer::CustomerState, id::CustomerId, money::Credits};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{error::Problem, request::ApiRequest, response::ok, view::List};
use crate::{
    access::Caller,
    app::Shared,
    flows::{debts, views},
};

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
    #[schemars(length(min = 1, max = crate::flows::debts::REASON_MAX))]
    reason: String,
}

pub(super) async fn waive(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let customer = ask.id("id")?;
    let Waive { credits, reason } = ask.json()?;
    let done = debts::waive(&app, caller, ask.idempotency_key, customer, credits, reason).await?;
    let customer = done.answer.customer;
    let id = customer.id.clone();
    let response = ok(DebtView::from(customer)).replayed(done.replayed);
    Ok(response.about(&app, &id).await?.into_response())
}
