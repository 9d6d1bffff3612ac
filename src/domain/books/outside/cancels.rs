//! The cancels that a provider reports, compared with our refunds.

use crate::{
    books::Books,
    id::PaymentId,
    money::Won,
    payment::{Payment, Snapshot},
    refund::{Refund, RefundState},
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
        let row = self
            .rows
            .payments
            .get(&payment)
            .cloned()
            .ok_or(Refusal::NoPayment(payment))?;
        // While a refund of ours is on its way, its share cannot be distinguished from others'. It is counted as ours.
        // Transfers by a person are not among the provider's cancels.
        let ours = row
            .refunded
            .plus(row.in_flight)
            .unwrap_or(row.amount)
            .minus_or_zero(self.by_hand(payment));
        let outside = snapshot.cancelled.minus_or_zero(ours);
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
        let on_its_way = |refund: &&Refund| {
            refund.payment == payment.id
                && matches!(refund.state, RefundState::Requested | RefundState::Sent)
        };
        if self.rows.refunds.values().any(|refund| on_its_way(&refund)) {
            return None;
        }
        let ours = payment
            .refunded
            .plus(payment.in_flight)
            .unwrap_or(payment.amount)
            .minus_or_zero(self.by_hand(payment.id));
        let outside = snapshot.cancelled.minus_or_zero(ours);
        (outside < payment.cancelled_outside).then_some(outside)
    }
}
