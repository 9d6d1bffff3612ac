//! Acts above the limit of whoever asks: stored, to be approved.

use chrono::Duration;

use super::approve::amount_of;
use crate::{
    approval::{APPROVAL_DAYS, Approval, ApprovalState, Request},
    books::{Books, apply::Mark},
    command::{Answer, Authorization, Command},
    effects::AuditAct,
    id::{ApprovalId, OrderId},
    money::Won,
    refusal::Refusal,
};

impl Books<'_> {
    /// Carries a command out as far as the caller may. `mark` is from before the command.
    pub(in crate::books) fn carry_out<A>(
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
    pub(in crate::books) fn apart(&self, came: Won, order: OrderId) -> Option<i64> {
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
        self.act(&command.by, AuditAct::ApprovalAsk, id.to_string(), detail);
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
        self.rows.approvals.put(id, asked.clone());
        asked
    }
}
