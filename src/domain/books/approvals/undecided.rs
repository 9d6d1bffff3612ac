//! Approvals that wait, and their decision.

use crate::{
    actor::Actor,
    approval::{Approval, ApprovalState},
    books::Books,
    id::{ApprovalId, CustomerId},
    refusal::Refusal,
};

impl Books<'_> {
    /// A waiting approval that another person asked for.
    pub(super) fn undecided(
        &self,
        customer: &CustomerId,
        id: ApprovalId,
        by: &Actor,
    ) -> Result<Approval, Refusal> {
        let known = self.rows.approvals.get(&id);
        let known = known
            .filter(|known| known.customer == *customer)
            .ok_or(Refusal::NoApproval(id))?;
        match known.state_at(self.now) {
            ApprovalState::Waiting if known.asked_by == *by => Err(Refusal::OwnApproval(id)),
            ApprovalState::Waiting => Ok(known.clone()),
            ApprovalState::Expired => Err(Refusal::ApprovalExpired {
                approval: id,
                at: known.expires_at,
            }),
            state @ (ApprovalState::Approved | ApprovalState::Rejected) => {
                Err(Refusal::ApprovalSettled {
                    approval: id,
                    state,
                })
            }
        }
    }
}

pub(super) fn decided(
    known: &Approval,
    decision: ApprovalState,
    reason: &str,
    by: &Actor,
    now: chrono::DateTime<chrono::Utc>,
) -> Approval {
    Approval {
        decision,
        decided_by: Some(by.clone()),
        decided_at: Some(now),
        reason: Some(reason.to_owned()),
        ..known.clone()
    }
}
