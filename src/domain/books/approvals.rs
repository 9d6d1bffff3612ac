//! Commands that are too large for one person. They are computed, taken back and stored as asked, and done once another
//! person has approved them.

use std::fmt::Write as _;

use chrono::Duration;

use super::{Books, apply::Mark};
use crate::{
    actor::Actor,
    approval::{APPROVAL_DAYS, Approval, ApprovalState, Request},
    command::{Answer, Authorization, Change, Command, of_customer},
    effects::AuditAct,
    id::{ApprovalId, CustomerId, OrderId},
    money::Won,
    refusal::Refusal,
};

impl Books<'_> {
    /// Carries a command out as far as the caller may. `mark` is from before the command.
    pub(super) fn carry_out<A>(
        &mut self,
        command: &Command<A>,
        mark: &Mark,
    ) -> Result<Answer, Refusal> {
        match &command.authorization {
            Authorization::Whole => command.change.apply(self, &command.by),
            Authorization::UpTo(most) => {
                let before = command.change.amount(self);
                let answer = command.change.apply(self, &command.by)?;
                // Without an act nothing was done now: it had been done before.
                let done = self.added.audit_log.len() > mark.audit_log;
                let asked = amount_of(&answer).or(before);
                match (asked, command.change.request()) {
                    (Some(amount), Some(request)) if done && amount > *most => {
                        self.take_back(mark);
                        // Holds lapsed by the clock and not by the act, so what they give back is in the answer.
                        if let Some(customer) = command.change.balance_of() {
                            self.lapse_holds(customer);
                        }
                        Ok(self.ask(command, request, amount, *most).into())
                    }
                    _ => Ok(answer),
                }
            }
            Authorization::Approved { approval, reason } => {
                self.approve(command, *approval, reason)
            }
        }
    }

    /// The difference between the money that came and an order's price, in won.
    pub(super) fn apart(&self, came: Won, order: OrderId) -> Option<i64> {
        let costs = self.rows.orders.get(&order)?.amount.get();
        let apart = came.get().abs_diff(costs);
        Some(apart.try_into().unwrap_or(i64::MAX))
    }

    fn ask<A>(
        &mut self,
        command: &Command<A>,
        request: Request,
        amount: i64,
        most: i64,
    ) -> Approval {
        let customer = command
            .change
            .customer()
            .expect("what has a limit names a customer")
            .clone();
        let subject = match &request {
            Request::Grant { .. } => customer.to_string(),
            Request::Refund { payment, .. } => payment.to_string(),
            Request::DepositMatch { deposit, .. } => deposit.to_string(),
            Request::ContradictionAccept { contradiction, .. }
            | Request::ContradictionRefund { contradiction, .. }
            | Request::ContradictionTransfer { contradiction, .. } => contradiction.to_string(),
            Request::RefundAccount { refund, .. } => refund.to_string(),
        };
        let id = ApprovalId::new(self.now, self.entropy);
        let act = request.act();
        let detail = format!(
            "{act} of {amount} for {subject}, above the limit of {most}: {}",
            request.reason()
        );
        self.act(&command.by, AuditAct::ApprovalAsk, &id, detail);
        let asked = Approval {
            id,
            customer,
            act,
            subject,
            amount,
            request,
            asked_by: command.by.clone(),
            asked_at: self.now,
            expires_at: self.now + Duration::days(APPROVAL_DAYS),
            decision: ApprovalState::Waiting,
            decided_by: None,
            decided_at: None,
            reason: None,
            outcome: None,
        };
        self.rows.approvals.save(asked)
    }

    /// Does the requested change in the name of the requester. Each line of the audit log names the approver.
    fn approve<A>(
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
        let (now, asked) = (amount_of(&answer).or(before), known.amount);
        if let Some(now) = now.filter(|now| *now != asked) {
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
            ..self.decided(&known, ApprovalState::Approved, reason, by)
        };
        let detail = format!(
            "{} of {} for {}, asked by {asked_by}, approved by {by}: {reason}",
            known.act, known.amount, known.subject
        );
        self.act(by, AuditAct::ApprovalApprove, &id, detail);
        Ok(self.rows.approvals.save(approved).into())
    }
}

/// The amount of a refund is known only once it is computed.
fn amount_of(answer: &Answer) -> Option<i64> {
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

    of_customer!(approvals: approval);

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Approval, Refusal> {
        let (customer, id, reason) = (&self.customer, self.approval, &self.reason);
        let known = books.undecided(customer, id, by)?;
        let rejected = books.decided(&known, ApprovalState::Rejected, reason, by);
        let detail = format!(
            "{} of {} for {}, asked by {}: {reason}",
            known.act, known.amount, known.subject, known.asked_by
        );
        books.act(by, AuditAct::ApprovalReject, &id, detail);
        Ok(books.rows.approvals.save(rejected))
    }
}

impl Books<'_> {
    /// A waiting approval that another person asked for.
    fn undecided(
        &self,
        customer: &CustomerId,
        id: ApprovalId,
        by: &Actor,
    ) -> Result<Approval, Refusal> {
        let known = self.approval(customer, id)?;
        match known.state_at(self.now) {
            ApprovalState::Waiting if known.asked_by == *by => Err(Refusal::OwnApproval(id)),
            ApprovalState::Waiting => Ok(known),
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

    fn decided(
        &self,
        known: &Approval,
        decision: ApprovalState,
        reason: &str,
        by: &Actor,
    ) -> Approval {
        Approval {
            decision,
            decided_by: Some(by.clone()),
            decided_at: Some(self.now),
            reason: Some(reason.to_owned()),
            ..known.clone()
        }
    }
}
