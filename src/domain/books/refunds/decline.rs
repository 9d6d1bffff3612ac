//! A refused refund. Its credits come back.

use crate::{
    books::Books,
    effects::Job,
    event::Event,
    failure::Why,
    ledger::{self, Account, Act},
    lot::Bucket,
    money::Won,
    refund::{Refund, RefundState},
};

impl Books<'_> {
    /// Gives the credits of a refused refund back by an opposite posting.
    pub(super) fn declined(&mut self, mut refund: Refund, why: &Why) -> Refund {
        let (amount, credits) = (refund.amount, refund.credits);
        let lines = [
            self.shift(refund.lot, Bucket::Refunded, Bucket::Remaining, credits),
            ledger::won(Account::Prepaid, Account::RefundsDue, amount),
        ];
        self.post(
            &refund.customer,
            Act::RefundDeclined,
            refund.id.to_string(),
            &lines,
        );
        let mut payment = self.known_payment(refund.payment);
        payment.in_flight = payment.in_flight.minus_or_zero(amount);
        let order = payment.order;
        self.rows.payments.put(payment.id, payment);
        refund.state = RefundState::Declined;
        refund.because(why.clone());
        refund.settled_at = Some(self.now);
        self.refund_event(Event::RefundDeclined, &refund);
        self.rows.refunds.put(refund.id, refund.clone());
        // The money that others took while our refund was on its way takes its credits now. The money that others took
        // before our refund is the likeliest reason for the refusal, so the provider is asked.
        self.revoke(
            refund.payment,
            Won::ZERO,
            "cancelled by others while a refund was on its way",
        );
        let left = self.rows.lots.get(&refund.lot).map(|lot| lot.remaining);
        let mut back = self.undo_debt(refund.lot, credits.min(left.unwrap_or(credits)));
        back.push((refund.lot, credits));
        self.settle_back(&refund.customer, &back);
        if refund.sent_at.is_some() {
            self.job(Job::SettleOrder(order), self.now);
        }
        refund
    }
}
