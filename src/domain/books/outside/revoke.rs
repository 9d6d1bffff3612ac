//! Money that others took back takes its credits with it.

use super::credits_gone::{credits_gone, took_credits};
use crate::{
    books::{Books, sums::sum},
    event::{Event, PaymentCancelledOutside},
    id::PaymentId,
    ledger::{self, Account, Act},
    lot::Bucket,
    money::Won,
    payment::Payment,
};

impl Books<'_> {
    /// Others took back `total` won of a payment, regardless of the amount that we gave back or owe as refunds.
    pub(in crate::books) fn taken_back(&mut self, id: PaymentId, total: Won, why: &str) {
        let payment = self.known_payment(id);
        let total = total.min(payment.amount);
        if total > payment.cancelled_outside {
            let won = total.minus_or_zero(payment.cancelled_outside);
            self.rows.payments.put(
                id,
                Payment {
                    cancelled_outside: total,
                    outside_at: Some(self.now),
                    ..payment
                },
            );
            self.revoke(id, won, why);
            self.gave_back_twice(id);
        }
    }

    /// Takes credits along with money that others gave back. Unused credits are revoked, and used credits become the
    /// customer's debt. A refund of ours that is on its way has taken its credits itself. If it is declined, this runs
    /// again. `won` is the amount that newly went.
    pub(in crate::books) fn revoke(&mut self, id: PaymentId, won: Won, why: &str) {
        let mut payment = self.known_payment(id);
        let lot = self.lot_of(id);
        let took = took_credits(&payment, &lot);
        let target = credits_gone(&payment, &lot, self.short(&payment, &lot), took);
        let revoked = target
            .minus_or_zero(payment.credits_revoked)
            .min(lot.remaining);
        let owed_before = payment.credits_revoked.minus_or_zero(lot.revoked);
        // Expired credits were of no use to anyone. Like revoked ones, they are not owed.
        let unused = [revoked, lot.expired].into_iter().fold(lot.revoked, sum);
        let owed = target
            .minus_or_zero(unused)
            .min(sum(lot.spent, lot.held))
            .minus_or_zero(owed_before);
        if won.is_zero() && revoked.is_zero() && owed.is_zero() {
            return;
        }
        payment.credits_revoked = sum(payment.credits_revoked, sum(revoked, owed));
        let lines = [
            self.shift(lot.id, Bucket::Remaining, Bucket::Revoked, revoked),
            ledger::won(Account::Receivable, Account::Prepaid, won),
        ];
        self.post(&payment.customer, Act::Revoke, id.to_string(), &lines);
        let customer = payment.customer.clone();
        self.event(Event::PaymentCancelledOutside(PaymentCancelledOutside {
            payment_id: id,
            customer_id: customer.clone(),
            amount: payment.cancelled_outside,
            credits_revoked: revoked,
            credits_owed: owed,
            why: why.to_owned(),
        }));
        self.rows.payments.put(id, payment);
        self.follow_bonus(id);
        self.owe(&customer, id, owed);
    }
}
