//! Drafts that wait for a second person, where the settings want one: sent by one admin key, decided by another.

use chrono::{DateTime, Utc};
use domain::{
    actor::Actor,
    approval::ApprovalState,
    effects::{AuditAct, AuditRecord},
    id::{ActId, PolicyDraftId},
    policy::{Drafted, Policy, PolicyDraft, Stored},
    refusal::Refusal,
};

use super::{
    announcement, bad,
    draft::{DraftError, Ids, Published, publish_here},
    take_up,
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::{
        FlowError, Result,
        approvals::{Decision, REASON_MAX, check_apart},
        check_text,
        page::{Page, Paged},
    },
    store::{
        policies::{self, Publication},
        policy_drafts,
    },
};

/// What became of a draft that a client sent.
#[derive(Debug)]
pub enum Sent {
    Published(Box<Published>),
    /// It waits for a second person; and whether it was waiting before.
    Waits(Box<Drafted>, bool),
}

/// Publishes a draft, or has it wait for a second person where the settings want one. The same document a second time
/// changes nothing.
pub async fn send(app: &Shared, caller: Caller, document: String) -> Result<Sent> {
    if !app.policy_second_person {
        let published = publish_here(app, caller, document).await?;
        return Ok(Sent::Published(Box::new(published)));
    }
    let here = app.clone();
    app.detached(async move {
        let (now, mut ids) = (here.now(), Ids(&here));
        let policy = Policy::check(&document).map_err(DraftError::Faults)?;
        let stored = policies::all(&here.db).await?;
        let new = policy.publishable(&stored, here.policy_notice_days, now);
        if new.map_err(DraftError::Published)?.is_none() {
            let published = Published { policy, new: None };
            return Ok(Sent::Published(Box::new(published)));
        }
        let by = Actor::Key(caller.key);
        let draft = PolicyDraft::of(PolicyDraftId::new(now, &mut ids), &policy, by, now);
        let act = AuditRecord {
            id: ActId::new(now, &mut ids),
            by: draft.asked_by.clone(),
            act: AuditAct::PolicyAsk,
            subject: draft.id.to_string(),
            detail: format!("{}: SHA-256 {}", draft.version, draft.hash),
            at: now,
        };
        let (draft, waited) = policy_drafts::ask(&here.db, draft, &act).await?;
        let decision = None;
        Ok(Sent::Waits(Box::new(Drafted { draft, decision }), waited))
    })
    .await
}

/// A draft that was decided; and whether it was decided so before.
#[derive(Debug)]
pub struct Decided(pub Drafted, pub bool);

/// Publishes a draft that another key sent, or ends it. A draft that cannot be published now, as its notice has become too
/// short, goes on waiting.
pub async fn decide(
    app: &Shared,
    caller: Caller,
    id: PolicyDraftId,
    decision: Decision,
    reason: String,
) -> Result<Decided> {
    check_text("reason", &reason, REASON_MAX)?;
    let word = match decision {
        Decision::Approve => ApprovalState::Approved,
        Decision::Reject => ApprovalState::Rejected,
    };
    let (here, key) = (app.clone(), caller.key);
    let by = Actor::Key(key);
    app.detached(async move {
        let known = find_draft(&here, id).await?;
        let same = known.decision.as_ref();
        if same.is_some_and(|made| made.by == by && made.decision == word) {
            return Ok(Decided(known, true));
        }
        if word == ApprovalState::Approved {
            check_apart(&here, &known.draft.asked_by, key).await?;
        }
        let now = here.now();
        let decided = policy_drafts::decide(&here.db, id, now, |known, stored| {
            follow(&here, known, stored, (word, by, reason), now)
        });
        let decided = decided.await?.ok_or(FlowError::NotFound("policy draft"))?;
        take_up(&here).await?;
        Ok(Decided(decided, false))
    })
    .await
}

/// What follows from a decision.
fn follow(
    app: &App,
    known: &Drafted,
    stored: &[Stored],
    (word, by, reason): (ApprovalState, Actor, String),
    now: DateTime<Utc>,
) -> Result<policy_drafts::Decided> {
    let (draft, mut ids) = (&known.draft, Ids(app));
    let decision = known.decide(word, by.clone(), reason, now)?;
    let approved = word == ApprovalState::Approved;
    let act = if approved {
        AuditAct::PolicyApprove
    } else {
        AuditAct::PolicyReject
    };
    let mut publication = None;
    if approved {
        let policy = Policy::check(&draft.document).map_err(|faults| bad("document", faults))?;
        let new = policy.publishable(stored, app.policy_notice_days, now);
        let new = new.map_err(DraftError::Published)?;
        let announced = new.ok_or(Refusal::PolicyDraftStale(draft.id))?;
        let asked_by = draft.asked_by.clone();
        let (event, mut act) = announcement(&policy, announced, asked_by, now, &mut ids);
        act.detail = format!("{} (asked by {}, approved by {by})", act.detail, act.by);
        publication = Some(Publication {
            announcement: Some((event, act)),
            policy,
        });
    }
    Ok(policy_drafts::Decided {
        act: AuditRecord {
            id: ActId::new(now, &mut ids),
            by,
            act,
            subject: draft.id.to_string(),
            detail: format!(
                "{}, asked by {}: {}",
                draft.version, draft.asked_by, decision.reason
            ),
            at: now,
        },
        decision,
        publication,
    })
}

/// A draft with the decision about it.
pub async fn find_draft(app: &App, id: PolicyDraftId) -> Result<Drafted> {
    let found = policy_drafts::by_id(&app.db, id).await?;
    found.ok_or(FlowError::NotFound("policy draft"))
}

/// Drafts in a state, newest first.
pub async fn drafts(
    app: &App,
    state: ApprovalState,
    page: Page<PolicyDraftId>,
) -> Result<Paged<Drafted>> {
    let found = policy_drafts::list(&app.db, state, app.now(), &page.and_one()).await?;
    Ok(page.cut(found, |known| known.draft.id))
}
