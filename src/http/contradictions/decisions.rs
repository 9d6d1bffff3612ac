//! What a person decides about a contradiction.

use axum::response::{IntoResponse as _, Response};
use domain::{command::Reply, contradiction::Contradiction, refund::RefundAccount};
use schemars::JsonSchema;
use serde::Deserialize;

use super::ContradictionView;
use crate::{
    access::Caller,
    app::Shared,
    flows::{contradiction, outcome::Outcome},
    http::{approvals, error::Problem, request::ApiRequest, response::ok},
};

/// A decision, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ContradictionDecision")]
pub(in crate::http) struct Decision {
    /// At most 150 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::contradiction::REASON_MAX))]
    reason: String,
}

/// That the money is to go back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct GiveBack {
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
pub(in crate::http) struct Close {
    /// At most 150 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::contradiction::REASON_MAX))]
    reason: String,
    /// The bank's own reference of a transfer that a person made, because the provider refused to give the money back; at most
    /// 100 characters. Needed while the provider holds the money.
    #[schemars(length(min = 1, max = crate::flows::text::EVIDENCE_MAX))]
    transferred: Option<String>,
}

pub(in crate::http) async fn accept(
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

pub(in crate::http) async fn refund(
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

pub(in crate::http) async fn close(
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
