//! Money that others took back takes its credits with it. It may be here again: either the buyer paid once more after
//! the bank reversed a deposit (Toss: `DONE` → `WAITING_FOR_DEPOSIT` → `DONE`), or a provider took back a cancel. The
//! credits that went with the money come back with it, once, under the terms they had. Their end does not move.

use crate::{
    books::{Books, posting::sum},
    canary,
    customer::CustomerState,
    event::{Event, PaymentCancelledOutside, PaymentPaidAgain},
    id::{LotId, PaymentId},
    ledger::{self, Account, Act},
    lot::{Bucket, Lot},
    money::{Credits, Won},
    payment::Payment,
};

impl Books<'_> {
    /// Others took back `total` won of a payment, regardless of the amount that we gave back or owe as refunds.
    pub(in crate::books) fn taken_back(&mut self, id: PaymentId, total: Won, why: &str) {
        let payment = self.known_payment(id);
        let total = total.min(payment.amount);
        if total > payment.cancelled_outside {
            let won = total.minus_or_zero(payment.cancelled_outside);
            self.rows.payments.put(Payment {
                cancelled_outside: total,
                outside_at: Some(self.now),
                ..payment
            });
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
        let nothing = won.is_zero() && revoked.is_zero() && owed.is_zero();
        if canary!(CancelKeepsCredits, true, nothing) {
            return;
        }
        payment.credits_revoked = sum(payment.credits_revoked, sum(revoked, owed));
        let lines = [
            self.shift(lot.id, Bucket::Remaining, Bucket::Revoked, revoked),
            ledger::won(Account::Receivable, Account::Prepaid, won),
        ];
        self.post(&payment.customer, Act::Revoke, &id, &lines);
        let customer = payment.customer.clone();
        self.event(Event::PaymentCancelledOutside(PaymentCancelledOutside {
            payment_id: id,
            customer_id: customer.clone(),
            amount: payment.cancelled_outside,
            credits_revoked: revoked,
            credits_owed: owed,
            why: why.to_owned(),
        }));
        self.rows.payments.put(payment);
        self.follow_bonus(id);
        self.owe(&customer, id, owed);
    }

    /// Others took back only `total` won of a payment, fewer than the books have, so the rest came again. Returns
    /// whether the credits did as well. Those of a closed customer do not.
    pub(in crate::books) fn paid_again(&mut self, id: PaymentId, total: Won, why: &str) -> bool {
        let mut payment = self.known_payment(id);
        let won = payment.cancelled_outside.minus_or_zero(total);
        // The money that took credits comes again before the money that made up for a short refund.
        let took = took_credits(&payment, &self.lot_of(id)).minus_or_zero(won);
        payment.cancelled_outside = total;
        payment.outside_at = Some(self.now);
        let customer = payment.customer.clone();
        let open = self.customer(&customer).state != CustomerState::Closed;
        let mut lines = vec![ledger::won(Account::Prepaid, Account::Receivable, won)];
        let came = if open {
            self.came_back(&payment, took)
        } else {
            Came::default()
        };
        if let Some(lot) = came.lot {
            lines.push(self.give_back(lot, Bucket::Revoked, came.restored));
        }
        lines.push(ledger::owed_no_more(came.paid_for));
        payment.credits_revoked = payment
            .credits_revoked
            .minus_or_zero(came.restored)
            .minus_or_zero(came.paid_for);
        self.rows.payments.put(payment);
        self.post(&customer, Act::Restore, &id, &lines);
        let forgiven = self.forgive(id, came.paid_for);
        self.event(Event::PaymentPaidAgain(PaymentPaidAgain {
            payment_id: id,
            customer_id: customer.clone(),
            amount: won,
            credits_restored: came.restored,
            debt_cancelled: forgiven.owed,
            waiver_ended: forgiven.waived,
            credits_returned: forgiven.returned(),
            why: why.to_owned(),
        }));
        let back: Vec<(LotId, Credits)> = came
            .lot
            .map(|lot| (lot, came.restored))
            .into_iter()
            .chain(forgiven.back)
            .collect();
        self.settle_back(&customer, &back);
        open
    }

    /// The opposite of [`Books::revoke`] for the money that came again. Used credits became owed last, so they are
    /// forgiven first. `took` won that took credits are still gone, however short our refunds were.
    fn came_back(&self, payment: &Payment, took: Won) -> Came {
        let lot = self.lot_of(payment.id);
        let target = credits_gone(payment, &lot, self.short(payment, &lot), took);
        let excess = payment.credits_revoked.minus_or_zero(target);
        let owed_for = payment.credits_revoked.minus_or_zero(lot.revoked);
        let paid_for = excess.min(owed_for);
        Came {
            lot: Some(lot.id),
            restored: excess.minus_or_zero(paid_for).min(lot.revoked),
            paid_for,
        }
    }
}

/// The credits that come back with money that came again.
#[derive(Default)]
struct Came {
    /// The payment's own lot, where credits come back at all.
    lot: Option<LotId>,
    /// Revoked credits that are there again.
    restored: Credits,
    /// Used credits that are paid for again.
    paid_for: Credits,
}

/// The part of the won taken back by others that took credits: the smallest amount that takes as many credits as went.
fn took_credits(payment: &Payment, lot: &Lot) -> Won {
    let took = payment
        .amount
        .share_ceil(payment.credits_revoked.get(), lot.granted.get())
        .unwrap_or(payment.amount);
    took.min(payment.cancelled_outside)
}

/// The part of the won taken back by others that took no credits. Only this part can have made up for what our refunds
/// were short of.
pub(in crate::books) fn took_no_credits(payment: &Payment, lot: &Lot) -> Won {
    payment
        .cancelled_outside
        .minus_or_zero(took_credits(payment, lot))
}

/// Credits that go with the money that others took back, within the part of a payment that our own refunds leave. The
/// won that our refunds were `short` of take no credits. But `took` won had taken theirs, maybe before any refund was
/// short.
fn credits_gone(payment: &Payment, lot: &Lot, short: Won, took: Won) -> Credits {
    let room = payment
        .amount
        .minus_or_zero(payment.refunded)
        .minus_or_zero(payment.in_flight);
    let outside = payment.cancelled_outside;
    let covered = outside
        .minus_or_zero(short)
        .max(took)
        .min(outside)
        .min(room);
    lot.granted
        .share_floor(covered.get(), payment.amount.get())
        .unwrap_or(lot.granted)
}
