//! Versions of the policy that wait for a second admin key: shown, listed and decided.

use domain::{
    approval::ApprovalState,
    id::PolicyDraftId,
    policy::{Announcement, Drafted, Policies, Policy},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    approvals::Word,
    request::ApiRequest,
    response::{Answered, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::policies,
};

/// Whether a draft is shown by itself, with its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Alone,
    InList,
}

view! {
    /// A version of the policy that one admin key sent and another one decides about.
    pub(super) struct PolicyDraftView("PolicyDraftWaiting") of (known: Drafted, app: &App, shown: Shown;
        state = known.state_at(app.now()); announced = announced(&known.draft.document, &app.rules().policies);
        draft = known.draft; decision = known.decision) {
        id: PolicyDraftId = draft.id,
        version: String = draft.version,
        /// SHA-256 of the document, in lower-case hex.
        hash: String = draft.hash,
        /// TOML; null in a list.
        document: Option<String> = (shown == Shown::Alone).then_some(draft.document),
        effective_at: At = At(draft.effective_at),
        /// Whether it is a major change, beside the versions that are published now.
        major: bool = announced.major,
        /// The terms that it makes worse for buyers.
        cuts: Vec<String> = announced.cuts,
        /// An API key's id.
        asked_by: String = draft.asked_by.to_string(),
        asked_at: At = At(draft.asked_at),
        /// Exclusive: from this instant on nobody can approve it.
        expires_at: At = At(draft.expires_at),
        state: ApprovalState = state,
        decided_by: Option<String> = decision.as_ref().map(|made| made.by.to_string()),
        decided_at: Option<At> = decision.as_ref().map(|made| At(made.at)),
        /// Why it was decided so.
        reason: Option<String> = decision.map(|made| made.reason),
    }
}

/// What a draft takes away beside the published versions.
fn announced(document: &str, published: &Policies) -> Announcement {
    let draft = Policy::check(document).ok();
    let among = draft.and_then(|draft| {
        let all = published.with(draft.clone()).ok()?;
        Some(all.announced(&draft))
    });
    among.unwrap_or(Announcement {
        major: false,
        cuts: Vec::new(),
    })
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let state = ask.word("state", ApprovalState::ALL, ApprovalState::as_str)?;
    let state = state.unwrap_or(ApprovalState::Waiting);
    let page = policies::drafts(&app, state, ask.page()?).await?;
    let view = |known| PolicyDraftView::of(known, &app, Shown::InList);
    Ok(ok(&List::of(page, view)))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let known = policies::find_draft(&app, ask.id("id")?).await?;
    Ok(ok(&PolicyDraftView::of(known, &app, Shown::Alone)))
}

/// What the second person says of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PolicyDraftDecision")]
pub(super) struct NewDecision {
    decision: Word,
    /// At most 200 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::approvals::REASON_MAX))]
    reason: String,
}

pub(super) async fn decide(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let NewDecision { decision, reason } = ask.json()?;
    let decided = policies::decide(&app, caller, id, decision.into(), reason).await?;
    let policies::Decided(known, before) = decided;
    Ok(ok(&PolicyDraftView::of(known, &app, Shown::Alone)).replayed(before))
}
