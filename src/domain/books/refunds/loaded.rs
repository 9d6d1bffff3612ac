//! The refunds of a payment among the loaded rows, and their event.

use crate::{
    books::{Books, sums::plus},
    event::{Event, RefundChanged},
    failure::in_words,
    id::{CustomerId, PaymentId, RefundId},
    money::Won,
    refund::{Refund, RefundState},
    refusal::Refusal,
};

impl Books<'_> {
    pub(in crate::books) fn refunds_of(&self, payment: PaymentId) -> impl Iterator<Item = &Refund> {
        self.rows
            .refunds
            .values()
            .filter(move |refund| refund.payment == payment)
    }

    pub(in crate::books) fn refund(
        &self,
        customer: &CustomerId,
        id: RefundId,
    ) -> Result<Refund, Refusal> {
        self.rows
            .refunds
            .get(&id)
            .filter(|refund| refund.customer == *customer)
            .cloned()
            .ok_or(Refusal::NoRefund(id))
    }

    /// The amount of a payment that a person transferred or will transfer. The provider does not know of it and lists
    /// no cancel for it. Such a refund was never sent.
    pub(in crate::books) fn by_hand(&self, payment: PaymentId) -> Won {
        let by_hand = self
            .refunds_of(payment)
            .filter(|refund| match refund.state {
                RefundState::ByHand | RefundState::Bounced | RefundState::Succeeded => {
                    refund.sent_at.is_none()
                }
                RefundState::Requested | RefundState::Sent | RefundState::Declined => false,
            });
        by_hand.fold(Won::ZERO, |total, refund| plus(total, refund.amount))
    }

    pub(in crate::books) fn refund_event(
        &mut self,
        event: fn(RefundChanged) -> Event,
        refund: &Refund,
    ) {
        self.event(event(RefundChanged {
            refund_id: refund.id,
            payment_id: refund.payment,
            customer_id: refund.customer.clone(),
            amount: refund.given(),
            credits: refund.credits,
            basis: refund.basis,
            note: in_words(refund.failure.as_ref(), refund.note.as_deref()),
            due_at: refund.due_at,
        }));
    }
}
