//! Our refunds that were sent, settled by the cancels that the provider lists under their ids.

use crate::{
    books::{Books, refunds::observe::RefundOutcome},
    contradiction::{ContradictionKind, Disagreement},
    failure::Failure,
    id::PaymentId,
    payment::{CancelStanding, Snapshot},
    refund::{Refund, RefundState, is_reason_of},
    refusal::Refusal,
};

impl Books<'_> {
    /// Settles the sent refunds by the cancels that the provider lists under their ids.
    pub(in crate::books) fn settle_sent(
        &mut self,
        payment: PaymentId,
        snapshot: &Snapshot,
    ) -> Result<(), Refusal> {
        let sent: Vec<Refund> = self
            .refunds_of(payment)
            .filter(|refund| refund.state == RefundState::Sent)
            .cloned()
            .collect();
        for refund in sent {
            self.settle_by_cancels(refund, snapshot)?;
        }
        // These were thought too late for the provider and were given to a person, but the provider did them after all.
        let done: Vec<Refund> = self
            .refunds_of(payment)
            .filter(|refund| matches!(refund.state, RefundState::ByHand | RefundState::Bounced))
            .filter(|refund| {
                let given = snapshot.given_for(refund.id);
                given.is_some_and(|(given, _)| !given.is_zero())
            })
            .cloned()
            .collect();
        for mut refund in done {
            // Counted among the provider's cancels from here on.
            refund.sent_at = Some(self.now);
            self.settle_by_cancels(refund, snapshot)?;
        }
        Ok(())
    }

    /// Settles a refund of ours by the cancels that the provider lists under its id: the finished ones, or one that
    /// failed.
    fn settle_by_cancels(
        &mut self,
        mut refund: Refund,
        snapshot: &Snapshot,
    ) -> Result<(), Refusal> {
        if snapshot.is_under_way(refund.id) {
            return Ok(());
        }
        let given = snapshot
            .given_for(refund.id)
            .filter(|(given, _)| !given.is_zero());
        if let Some((given, key)) = given {
            if given != refund.amount {
                let order = self.known_payment(refund.payment).order;
                let order = self.order(&refund.customer, order)?;
                let note = format!(
                    "refund {}: {} won were asked for, {given} won went back",
                    refund.id, refund.amount
                );
                let differs = Disagreement::new(ContradictionKind::CancelDiffers, note);
                self.contradict(&order, differs, snapshot);
            }
            if given < refund.amount {
                refund = self.gave_less(refund, given);
            }
            let cancel_key = Some(key.to_owned());
            self.settle_refund(refund, &RefundOutcome::Succeeded { cancel_key });
            return Ok(());
        }
        let failed = snapshot.cancels.iter().find(|line| {
            line.settled == CancelStanding::Failed && is_reason_of(refund.id, &line.reason)
        });
        if let Some(line) = failed {
            let failure = Failure::from(format!("the provider's cancel {} failed", line.key));
            self.settle_refund(refund, &RefundOutcome::Declined(failure.into()));
        }
        Ok(())
    }
}
