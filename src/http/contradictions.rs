//! Statements of providers that the books cannot follow: listed, and decided by a person.

use axum::response::{IntoResponse as _, Response};
use domain::{
    command::Reply,
    contradiction::{Contradiction, ContradictionKind, ContradictionState},
    id::{ContradictionId, CustomerId, OrderId},
    kind::ProviderId,
    money::Won,
    refund::RefundAccount,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    approvals,
    error::Problem,
    request::ApiRequest,
    response::ok,
    view::{At, List},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{Outcome, contradiction, views},
};

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

/// A decision, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ContradictionDecision")]
pub(super) struct Decision {
    /// At most 150 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::contradiction::REASON_MAX))]
    reason: String,
}

/// That the money is to go back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GiveBack {
    /// At most 150 characters. The provider is told.
    #[schemars(length(min = 1, max = crate::flows::contradiction::REASON_MAX))]
    reason: String,
    /// Where to, for a payment that cannot go back the way it came.
    refund_account: Option<RefundAccount>,
}

/// That it was dealt with elsewhere.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ContradictionClose")]
pub(super) struct Close {
    /// At most 150 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::contradiction::REASON_MAX))]
    reason: String,
    /// The bank's own reference of a transfer that a person made, because the provider refused to give the money back; at most
    /// 100 characters. Needed while the provider holds the money.
    #[schemars(length(min = 1, max = crate::flows::EVIDENCE_MAX))]
    transferred: Option<String>,
}

pub(super) async fn accept(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let Decision { reason } = ask.json()?;
    match contradiction::accept(&app, caller, ask.idempotency_key, id, reason).await? {
        Outcome::Done(done) => respond(&app, done).await,
        Outcome::Waits(asked) => Ok(approvals::waits(&app, *asked)),
    }
}

pub(super) async fn refund(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let GiveBack {
        reason,
        refund_account,
    } = ask.json()?;
    match contradiction::give_back(
        &app,
        caller,
        ask.idempotency_key,
        id,
        reason,
        refund_account,
    )
    .await?
    {
        Outcome::Done(done) => respond(&app, done).await,
        Outcome::Waits(asked) => Ok(approvals::waits(&app, *asked)),
    }
}

pub(super) async fn close(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let Close {
        reason,
        transferred,
    } = ask.json()?;
    match contradiction::close(&app, caller, ask.idempotency_key, id, reason, transferred).await? {
        Outcome::Done(done) => respond(&app, done).await,
        Outcome::Waits(asked) => Ok(approvals::waits(&app, *asked)),
    }
}

async fn respond(app: &Shared, done: Reply<Contradiction>) -> Result<Response, Problem> {
    let customer = done.answer.customer.clone();
    let response = ok(ContradictionView::from(done.answer)).replayed(done.replayed);
    Ok(response
        .after(app, &customer, done.balance)
        .await?
        .into_response())
}
