//! A second person approves an act, and it is carried out.

use std::fmt::Write as _;

use super::undecided::decided;
use crate::{
    approval::{Approval, ApprovalState, Request},
    books::Books,
    command::{Answer, Command},
    effects::AuditAct,
    id::ApprovalId,
    refusal::Refusal,
};

impl Books<'_> {
    /// Does the requested change in the name of the requester. Each line of the audit log names the approver.
    pub(super) fn approve<A>(
        &mut self,
        command: &Command<A>,
        id: ApprovalId,
        reason: &str,
    ) -> Result<Answer, Refusal> {
        let customer = command.change.customer().ok_or(Refusal::NoApproval(id))?;
        let known = self.undecided(customer, id, &command.by)?;
        if command.change.request().as_ref() != Some(&known.request) {
            return Err(Refusal::NoApproval(id));
        }
        let audit_log = self.added.audit_log.len();
        let before = command.change.amount(self);
        if let Request::Refund { quote, .. } = &known.request {
            // The quote held when the refund was asked for. Its amount is still computed anew.
            self.held = Some(*quote);
        }
        let answer = command.change.apply(self, &known.asked_by);
        self.held = None;
        let answer = answer?;
        let stale = |why: String| Refusal::ApprovalStale { approval: id, why };
        if self.added.audit_log.len() == audit_log {
            return Err(stale("it was done meanwhile".to_owned()));
        }
        // The act is done only as the second person read it.
        if let Some(now) = amount_of(&answer)
            .or(before)
            .filter(|now| *now != known.amount)
        {
            let asked = known.amount;
            return Err(stale(format!(
                "it was of {asked}, and now it would be of {now}"
            )));
        }
        let (asked_by, by) = (&known.asked_by, &command.by);
        for act in &mut self.added.audit_log[audit_log..] {
            let _infallible = write!(act.detail, " (asked by {asked_by}, approved by {by})");
        }
        let approved = Approval {
            outcome: outcome_of(&answer),
            ..decided(&known, ApprovalState::Approved, reason, by, self.now)
        };
        let detail = format!(
            "{} of {} for {}, asked by {asked_by}, approved by {by}: {reason}",
            known.act, known.amount, known.subject
        );
        self.act(by, AuditAct::ApprovalApprove, id.to_string(), detail);
        self.rows.approvals.put(id, approved.clone());
        Ok(approved.into())
    }
}

/// The amount of a refund is known only once it is computed.
pub(super) fn amount_of(answer: &Answer) -> Option<i64> {
    match answer {
        Answer::Refund(refund) => Some(refund.amount.get()),
        _ => None,
    }
}

fn outcome_of(answer: &Answer) -> Option<String> {
    match answer {
        Answer::Lot(lot) => Some(lot.id.to_string()),
        Answer::Refund(refund) => Some(refund.id.to_string()),
        Answer::Deposit(deposit) => Some(deposit.id.to_string()),
        Answer::Contradiction(known) => Some(known.id.to_string()),
        _ => None,
    }
}
