//! Refunds that failed after they were done.

use crate::{
    books::Books,
    contradiction::{Contradiction, ContradictionKind, ContradictionState, Disagreement},
    id::{OrderId, PaymentId, RefundId},
    payment::Snapshot,
    refund::Refund,
    refusal::Refusal,
};

impl Books<'_> {
    /// A refund into an account may fail days after the provider reported it as done (Toss `refundStatus`). It may then
    /// be listed as done again.
    pub(super) fn refunds_undone(
        &mut self,
        payment: PaymentId,
        snapshot: &Snapshot,
    ) -> Result<(), Refusal> {
        let mut refunds: Vec<Refund> = self.refunds_of(payment).cloned().collect();
        refunds.sort_by_key(|refund| refund.id);
        let order = self.known_payment(payment).order;
        for refund in refunds {
            if snapshot.has_undone(&refund) {
                let order = self.order(&refund.customer, order)?;
                let undone =
                    Disagreement::new(ContradictionKind::RefundUndone, undone_note(refund.id));
                self.contradict(&order, undone, snapshot);
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
