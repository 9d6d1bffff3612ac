//! Statements of providers that the books cannot follow: listed, and decided by a person.

mod decisions;

use axum::response::{IntoResponse as _, Response};
use domain::{
    contradiction::{Contradiction, ContradictionKind, ContradictionState},
    id::{ContradictionId, CustomerId, OrderId},
    kind::ProviderId,
    money::Won,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    error::Problem,
    request::ApiRequest,
    response::ok,
    view::{At, List},
};
use crate::{access::Caller, app::Shared, flows::views};
pub(super) use decisions::{Close, Decision, GiveBack, accept, close, refund};

/// Something that a provider says of an order's money and the books do not.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Contradiction")]
pub(super) struct ContradictionView {
    id: ContradictionId,
    customer_id: CustomerId,
    order_id: OrderId,
    provider: ProviderId,
    /// The provider's own name for the payment that it is about.
    payment_key: String,
    kind: ContradictionKind,
    state: ContradictionState,
    /// Both sides in words.
    note: String,
    /// What the provider says was charged, in won.
    amount: Won,
    /// What of it the provider says was given back, in won.
    cancelled: Won,
    may_be_accepted: bool,
    may_be_refunded: bool,
    /// What the provider said when it was asked to give the money back, and refused.
    refused: Option<String>,
    opened_at: At,
    settled_at: Option<At>,
    /// Who decided: an API key's id.
    decided_by: Option<String>,
    reason: Option<String>,
}

impl From<Contradiction> for ContradictionView {
    fn from(known: Contradiction) -> Self {
        let open = known.state == ContradictionState::Open;
        Self {
            id: known.id,
            customer_id: known.customer,
            order_id: known.order,
            provider: known.provider,
            payment_key: known.payment_key,
            kind: known.kind,
            state: known.state,
            note: known.note,
            amount: known.amount,
            cancelled: known.cancelled,
            may_be_accepted: open && known.kind.may_be_accepted(),
            may_be_refunded: open && known.kind.may_be_refunded(),
            refused: known.failure.map(|failure| failure.to_string()),
            opened_at: At(known.opened_at),
            settled_at: known.settled_at.map(At),
            decided_by: known.decided_by.map(String::from),
            reason: known.reason,
        }
    }
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let words = ContradictionState::ALL;
    let state = ask.word("state", words, ContradictionState::as_str)?;
    let page = views::contradictions(&app, state, ask.page()?).await?;
    Ok(ok(List::of(page, ContradictionView::from)).into_response())
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let known = views::contradiction(&app, ask.id("id")?).await?;
    Ok(ok(ContradictionView::from(known)).into_response())
}
