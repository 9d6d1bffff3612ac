//! Money that others had taken back is here again. Either the buyer paid once more after the bank reversed a deposit
//! (Toss: `DONE` → `WAITING_FOR_DEPOSIT` → `DONE`), or a provider took back a cancel. The credits that went with the
//! money come back with it, once, under the terms they had. Their end does not move.

use super::{
    Books,
    outside::credits_gone::{credits_gone, took_credits},
};
use crate::{
    customer::CustomerState,
    event::{Event, PaymentPaidAgain},
    id::{LotId, PaymentId},
    ledger::{self, Account, Act},
    lot::Bucket,
    money::{Credits, Won},
    payment::Payment,
};

impl Books<'_> {
    /// Others took back only `total` won of a payment, fewer than the books have, so the rest came again. Returns
    /// whether the credits did as well. Those of a closed customer do not.
    pub(super) fn paid_again(&mut self, id: PaymentId, total: Won, why: &str) -> bool {
        let mut payment = self.known_payment(id);
        let won = payment.cancelled_outside.minus_or_zero(total);
        // The money that took credits comes again before the money that made up for a short refund.
        let took = took_credits(&payment, &self.lot_of(id)).minus_or_zero(won);
        payment.cancelled_outside = total;
        payment.outside_at = Some(self.now);
        let customer = payment.customer.clone();
        let open = self.customer(&customer).state == CustomerState::Open;
        let mut lines = vec![ledger::won(Account::Prepaid, Account::Receivable, won)];
        let came = if open {
            self.came_back(&payment, took)
        } else {
            Came::default()
        };
        if let Some(lot) = came.lot {
            lines.push(self.give_back(lot, Bucket::Revoked, came.restored));
        }
        lines.push(ledger::credits(
            None,
            Account::Owed,
            Account::Clawback,
            came.paid_for,
        ));
        payment.credits_revoked = payment
            .credits_revoked
            .minus_or_zero(came.restored)
            .minus_or_zero(came.paid_for);
        self.rows.payments.put(id, payment);
        self.post(&customer, Act::Restore, id.to_string(), &lines);
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
