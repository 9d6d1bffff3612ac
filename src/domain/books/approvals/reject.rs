//! A second person rejects an act.

use super::undecided::decided;
use crate::{
    actor::Actor,
    approval::{Approval, ApprovalState},
    books::{Books, Needs},
    command::Change,
    effects::AuditAct,
    id::{ApprovalId, CustomerId},
    refusal::Refusal,
};

/// A second person rejects the act that an approval waits for.
#[derive(Debug, Clone)]
pub struct RejectApproval {
    pub customer: CustomerId,
    pub approval: ApprovalId,
    pub reason: String,
}

impl Change for RejectApproval {
    type Answer = Approval;
    const ANSWERS_BALANCE: bool = true;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.approvals.insert(self.approval);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Approval, Refusal> {
        let (customer, id, reason) = (&self.customer, self.approval, &self.reason);
        let known = books.undecided(customer, id, by)?;
        let rejected = decided(&known, ApprovalState::Rejected, reason, by, books.now);
        let detail = format!(
            "{} of {} for {}, asked by {}: {reason}",
            known.act, known.amount, known.subject, known.asked_by
        );
        books.act(by, AuditAct::ApprovalReject, id.to_string(), detail);
        books.rows.approvals.put(id, rejected.clone());
        Ok(rejected)
    }
}
