//! Payments of which more went back than was paid.

use std::fmt::Write as _;

use super::About;
use crate::{
    books::Books,
    contradiction::{ContradictionKind, Disagreement},
    event::Event,
    id::PaymentId,
    money::Won,
    payment::Payment,
    refund::{Refund, RefundState},
};

impl Books<'_> {
    /// Our refund and others' refunds together gave back more than was paid, so somebody has the money twice. Where a
    /// person has yet to transfer a refund, somebody will have it twice.
    pub(in crate::books) fn gave_back_twice(&mut self, id: PaymentId) {
        let payment = self.known_payment(id);
        let waiting_won = self.await_transfer(id, &payment);
        let gone = payment.refunded.plus(payment.cancelled_outside);
        let gone = gone.unwrap_or(Won::MAX);
        if gone <= payment.amount && waiting_won.is_zero() {
            return;
        }
        let Ok(order) = self.order(&payment.customer, payment.order) else {
            return;
        };
        let (refunded, outside) = (payment.refunded, payment.cancelled_outside);
        let mut note = format!(
            "of {} won {refunded} were refunded and {outside} went by others' hands",
            payment.amount
        );
        if !waiting_won.is_zero() {
            let _infallible = write!(note, "; {waiting_won} wait for a transfer by hand");
        }
        let about = About {
            provider: &payment.provider,
            payment_key: &payment.payment_key,
            amount: payment.amount,
            cancelled: payment.amount,
        };
        self.contradict_by(
            &order,
            Disagreement::new(ContradictionKind::GaveBackTwice, note),
            &about,
        );
    }

    /// Won of refunds by hand that are still to be transferred although others took the money back meanwhile. The note
    /// of each such refund says so.
    fn await_transfer(&mut self, id: PaymentId, payment: &Payment) -> Won {
        let waits =
            |refund: &&Refund| matches!(refund.state, RefundState::ByHand | RefundState::Bounced);
        let waiting: Vec<Refund> = self.refunds_of(id).filter(waits).cloned().collect();
        let mut amounts = waiting.iter().map(|refund| refund.amount);
        let total = amounts.try_fold(Won::ZERO, Won::plus).unwrap_or(Won::MAX);
        if payment.holds(total) {
            return Won::ZERO;
        }
        let note = "others took the payment back: decline it instead of transferring it";
        for mut refund in waiting {
            if refund.note.as_deref() != Some(note) {
                refund.because(note.into());
                self.refund_changed(Event::RefundByHand, refund);
            }
        }
        total
    }
}
