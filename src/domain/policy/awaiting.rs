//! Drafts of the policy whose publication waits for a second person. A draft and the decision about it are never changed.

use chrono::{DateTime, Duration, Utc};

use super::Policy;
use crate::{
    actor::Actor,
    approval::{APPROVAL_DAYS, ApprovalState},
    canary,
    id::PolicyDraftId,
    refusal::Refusal,
};

/// A draft that one person wants published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyDraft {
    pub id: PolicyDraftId,
    pub version: String,
    /// SHA-256 of the document in lower-case hex.
    pub hash: String,
    /// TOML, as it will be published.
    pub document: String,
    pub effective_at: DateTime<Utc>,
    pub asked_by: Actor,
    pub asked_at: DateTime<Utc>,
    /// Exclusive.
    pub expires_at: DateTime<Utc>,
}

impl PolicyDraft {
    pub fn of(id: PolicyDraftId, policy: &Policy, by: Actor, now: DateTime<Utc>) -> Self {
        Self {
            id,
            version: policy.version.clone(),
            hash: policy.hash.clone(),
            document: policy.document.clone(),
            effective_at: policy.effective_at,
            asked_by: by,
            asked_at: now,
            expires_at: now + Duration::days(APPROVAL_DAYS),
        }
    }
}

/// What a second person said of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyDecision {
    pub draft: PolicyDraftId,
    /// Approved or rejected.
    pub decision: ApprovalState,
    pub by: Actor,
    pub at: DateTime<Utc>,
    /// Why, in that person's words.
    pub reason: String,
}

/// A draft, and what was decided about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    pub draft: PolicyDraft,
    pub decision: Option<PolicyDecision>,
}

impl Drafted {
    /// How it stands. That nobody decided in time follows from the clock.
    pub fn state_at(&self, now: DateTime<Utc>) -> ApprovalState {
        match &self.decision {
            Some(made) => made.decision,
            None if now >= self.draft.expires_at => ApprovalState::Expired,
            None => ApprovalState::Waiting,
        }
    }

    /// The decision of another person than the one who asked.
    ///
    /// # Errors
    /// When it was decided or ended before, or who asked decides.
    pub fn decide(
        &self,
        decision: ApprovalState,
        by: Actor,
        reason: String,
        now: DateTime<Utc>,
    ) -> Result<PolicyDecision, Refusal> {
        let (draft, own) = (self.draft.id, self.draft.asked_by == by);
        match self.state_at(now) {
            ApprovalState::Waiting if canary!(OwnDraftApproved, false, own) => {
                Err(Refusal::OwnPolicyDraft(draft))
            }
            ApprovalState::Waiting => Ok(PolicyDecision {
                draft,
                decision,
                by,
                at: now,
                reason,
            }),
            ApprovalState::Expired => Err(Refusal::PolicyDraftExpired {
                draft,
                at: self.draft.expires_at,
            }),
            state @ (ApprovalState::Approved | ApprovalState::Rejected) => {
                Err(Refusal::PolicyDraftSettled { draft, state })
            }
        }
    }
}
