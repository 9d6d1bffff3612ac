//! The cancels that a provider lists, compared with our refunds: ours are settled, and the rest was done by others.

use crate::{
    books::{Books, refunds::observe::RefundOutcome},
    contradiction::{Contradiction, ContradictionKind, ContradictionState},
    dispute::listed_as_charged_back,
    failure::Failure,
    id::{OrderId, PaymentId, RefundId},
    money::Won,
    payment::{CancelStanding, Payment, Snapshot},
    refund::{Refund, RefundState, is_reason_of},
    refusal::Refusal,
};

impl Books<'_> {
    /// Compares the provider's cancels with our refunds. Ours are settled. The rest was done by others.
    pub(in crate::books) fn settle_cancels(
        &mut self,
        payment: PaymentId,
        snapshot: &Snapshot,
    ) -> Result<(), Refusal> {
        self.settle_sent(payment, snapshot)?;
        self.refunds_undone(payment, snapshot)?;
        let row = self.rows.payments.get(&payment);
        let row = row.ok_or(Refusal::NoPayment(payment))?;
        let outside = self.outside(row, snapshot);
        if outside > row.cancelled_outside {
            self.taken_back(payment, outside, "cancelled at the provider, not by us");
        }
        Ok(())
    }

    /// The amount of a payment that the provider now counts as taken back by others, where that is less than the books
    /// have. `None` where it is not known, because a refund of ours is on its way.
    pub(in crate::books) fn came_again(
        &self,
        payment: &Payment,
        snapshot: &Snapshot,
    ) -> Option<Won> {
        let on_its_way =
            |refund: &Refund| matches!(refund.state, RefundState::Requested | RefundState::Sent);
        if self.refunds_of(payment.id).any(on_its_way) {
            return None;
        }
        let outside = self.outside(payment, snapshot);
        (outside < payment.cancelled_outside).then_some(outside)
    }

    /// The amount that others took back. While a refund of ours is on its way, its share cannot be distinguished from
    /// others'. It is counted as ours. Transfers by a person are not among the provider's cancels, and what lost disputes
    /// took out of its payouts is not either, unless it lists that as charged back.
    fn outside(&self, payment: &Payment, snapshot: &Snapshot) -> Won {
        let ours = payment
            .refunded
            .plus(payment.in_flight)
            .unwrap_or(payment.amount)
            .minus_or_zero(self.by_hand(payment.id));
        let cancelled = snapshot.cancelled.minus_or_zero(ours);
        let listed = listed_as_charged_back(&snapshot.facts).min(cancelled);
        let unlisted = self.unlisted(payment.id, payment.charged_back, listed);
        let gone = cancelled.plus(unlisted);
        gone.unwrap_or(payment.amount).min(payment.amount)
    }

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
                self.contradict(&order, ContradictionKind::CancelDiffers, note, snapshot);
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

    /// A refund into an account may fail days after the provider reported it as done (Toss `refundStatus`). It may then
    /// be listed as done again.
    fn refunds_undone(&mut self, payment: PaymentId, snapshot: &Snapshot) -> Result<(), Refusal> {
        let mut refunds: Vec<Refund> = self.refunds_of(payment).cloned().collect();
        refunds.sort_by_key(|refund| refund.id);
        let order = self.known_payment(payment).order;
        for refund in refunds {
            if snapshot.has_undone(&refund) {
                let order = self.order(&refund.customer, order)?;
                self.contradict(
                    &order,
                    ContradictionKind::RefundUndone,
                    undone_note(refund.id),
                    snapshot,
                );
            } else if snapshot.lists_cancel_of(refund.id)
                && let Some(known) = self.told_undone(order, refund.id)
            {
                self.settle_contradiction(known, ContradictionState::Agreed);
            }
        }
        Ok(())
    }

    /// The open contradiction that a refund of this order was done and has failed since.
    pub(in crate::books) fn told_undone(
        &self,
        order: OrderId,
        refund: RefundId,
    ) -> Option<Contradiction> {
        let note = undone_note(refund);
        self.contradictions_of(order)
            .find(|known| {
                known.kind == ContradictionKind::RefundUndone
                    && known.state.is_open()
                    && known.note == note
            })
            .cloned()
    }
}

/// The note about a refund that failed after it was done. It names the refund.
fn undone_note(refund: RefundId) -> String {
    format!("refund {refund} was done and has failed since")
}
