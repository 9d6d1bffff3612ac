//! Acts that wait for a second person: shown, listed and decided.

use domain::{
    approval::{Approval, ApprovalState, LimitedAct},
    command::Reply,
    id::{ApprovalId, CustomerId},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    request::ApiRequest,
    response::{Answered, ApiResponse, accepted, ok},
    view::{AccountView, At, List, view},
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::{approvals, views},
};

view! {
    /// An act above the limit of the key that asked for it.
    pub(super) struct ApprovalView("Approval") of (known: Approval, app: &App; state = known.state_at(app.now())) {
        id: ApprovalId,
        customer_id: CustomerId = known.customer,
        act: LimitedAct,
        /// The customer, payment, deposit, contradiction or refund that it is about.
        subject: String,
        /// Credits of a grant; won that would go back, or go to another account; of a deposit that is matched or a contradiction
        /// that is accepted the difference in won.
        amount: i64,
        /// Why it was asked for; that it is about an account, where it is.
        asked_reason: String = known.request.reason().to_owned(),
        /// Where money goes that cannot go back the way it came.
        refund_account: Option<AccountView> = known.request.goes_to().cloned().map(AccountView::of),
        /// That who asked says that the account is right although its holder is not who paid.
        holder_confirmed: bool = known.request.holder_confirmed(),
        /// An API key's id.
        asked_by: String = known.asked_by.to_string(),
        asked_at: At = At(known.asked_at),
        /// Exclusive: from this instant on nobody can approve it.
        expires_at: At = At(known.expires_at),
        state: ApprovalState = state,
        decided_by: Option<String> = known.decided_by.map(String::from),
        decided_at: Option<At> = known.decided_at.map(At),
        /// Why it was decided so.
        reason: Option<String>,
        /// The lot, refund, deposit or contradiction that came of it.
        outcome: Option<String>,
    }
}

/// The answer to an act that waits.
pub(super) fn waits(app: &App, asked: Reply<Approval>) -> ApiResponse {
    accepted(&ApprovalView::of(asked.answer, app)).replayed(asked.replayed)
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let state = ask.word("state", ApprovalState::ALL, ApprovalState::as_str)?;
    let state = state.unwrap_or(ApprovalState::Waiting);
    let page = views::approvals(&app, state, ask.page()?).await?;
    Ok(ok(&List::of(page, |known| ApprovalView::of(known, &app))))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let known = views::approval(&app, ask.id("id")?).await?;
    Ok(ok(&ApprovalView::of(known, &app)))
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
pub(super) enum Word {
    Approve,
    Reject,
}

impl From<Word> for approvals::Decision {
    fn from(word: Word) -> Self {
        match word {
            Word::Approve => Self::Approve,
            Word::Reject => Self::Reject,
        }
    }
}

pub(super) async fn decide(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let NewDecision { decision, reason } = ask.json()?;
    let done = approvals::decide(&app, caller, id, decision.into(), reason).await?;
    let customer = done.answer.customer.clone();
    let response = ok(&ApprovalView::of(done.answer, &app)).replayed(done.replayed);
    response.after(&app, &customer, done.balance).await
}
