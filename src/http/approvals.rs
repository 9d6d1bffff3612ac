//! Acts that wait for a second person: shown, listed and decided.

use axum::response::{IntoResponse as _, Response};
use domain::{
    approval::{Approval, ApprovalState, LimitedAct},
    command::Reply,
    id::{ApprovalId, CustomerId},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    error::Problem,
    request::ApiRequest,
    response::{accepted, ok},
    view::{AccountView, At, List},
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::{approvals, views},
};

/// An act above the limit of the key that asked for it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Approval")]
pub(super) struct ApprovalView {
    id: ApprovalId,
    customer_id: CustomerId,
    act: LimitedAct,
    /// The customer, payment, deposit, contradiction or refund that it is about.
    subject: String,
    /// Credits of a grant; won that would go back, or go to another account; of a deposit that is matched or a contradiction
    /// that is accepted the difference in won.
    amount: i64,
    /// Why it was asked for; that it is about an account, where it is.
    asked_reason: String,
    /// Where money goes that cannot go back the way it came.
    refund_account: Option<AccountView>,
    /// That who asked says that the account is right although its holder is not who paid.
    holder_confirmed: bool,
    /// An API key's id.
    asked_by: String,
    asked_at: At,
    /// Exclusive: from this instant on nobody can approve it.
    expires_at: At,
    state: ApprovalState,
    decided_by: Option<String>,
    decided_at: Option<At>,
    /// Why it was decided so.
    reason: Option<String>,
    /// The lot, refund, deposit or contradiction that came of it.
    outcome: Option<String>,
}

fn view(app: &App, known: Approval) -> ApprovalView {
    let state = known.state_at(app.now());
    let asked_reason = known.request.reason().to_owned();
    let account = known.request.goes_to().cloned();
    let holder_confirmed = known.request.holder_confirmed();
    ApprovalView {
        id: known.id,
        customer_id: known.customer,
        act: known.act,
        subject: known.subject,
        amount: known.amount,
        asked_reason,
        refund_account: account.map(AccountView::from),
        holder_confirmed,
        asked_by: known.asked_by.to_string(),
        asked_at: At(known.asked_at),
        expires_at: At(known.expires_at),
        state,
        decided_by: known.decided_by.map(String::from),
        decided_at: known.decided_at.map(At),
        reason: known.reason,
        outcome: known.outcome,
    }
}

/// The answer to an act that waits.
pub(super) fn waits(app: &App, asked: Reply<Approval>) -> Response {
    accepted(view(app, asked.answer))
        .replayed(asked.replayed)
        .into_response()
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let state = ask.word("state", ApprovalState::ALL, ApprovalState::as_str)?;
    let state = state.unwrap_or(ApprovalState::Waiting);
    let page = views::approvals(&app, state, ask.page()?).await?;
    Ok(ok(List::of(page, |known| view(&app, known))).into_response())
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let known = views::approval(&app, ask.id("id")?).await?;
    Ok(ok(view(&app, known)).into_response())
}

/// What a second person says of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ApprovalDecision")]
pub(super) struct NewDecision {
    decision: Word,
    /// At most 200 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::approvals::REASON_MAX))]
    reason: String,
}

/// Whether it is to be done.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ApprovalWord")]
enum Word {
    Approve,
    Reject,
}

pub(super) async fn decide(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let NewDecision { decision, reason } = ask.json()?;
    let decision = match decision {
        Word::Approve => approvals::Decision::Approve,
        Word::Reject => approvals::Decision::Reject,
    };
    let done = approvals::decide(&app, caller, ask.idempotency_key, id, decision, reason).await?;
    let customer = done.answer.customer.clone();
    let response = ok(view(&app, done.answer)).replayed(done.replayed);
    let response = response.after(&app, &customer, done.balance).await?;
    Ok(response.into_response())
}
