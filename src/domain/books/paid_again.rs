//! Money that others had taken back is here again: a deposit that its bank reversed and the buyer paid once more (Toss:
//! `DONE` → `WAITING_FOR_DEPOSIT` → `DONE`), or a cancel that its provider took back. The credits that went with the money
//! come back with it, once, under the terms they had: their end does not move.

use serde_json::json;

use super::{
    Books,
    outside::{credits_gone, took_credits},
};
use crate::{
    customer::CustomerState,
    id::{LotId, PaymentId},
    ledger::{self, Account, Act},
    lot::Bucket,
    money::{Credits, Won},
    payment::Payment,
};

impl Books<'_> {
    /// Only `total` won of a payment are gone by others' hands, fewer than the books say: the rest came again. Gives whether
    /// the credits did as well; those of a closed customer do not.
    pub(super) fn paid_again(&mut self, id: PaymentId, total: Won, why: &str) -> bool {
        let mut payment = self.known_payment(id);
        let won = payment.cancelled_outside.minus_or_zero(total);
        // What took credits comes again before what made up for a short refund.
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
        self.event("payment.paid_again", Some(&customer), id.to_string(), json!({
            "payment_id": id, "customer_id": customer, "amount": won, "credits_restored": came.restored,
            "debt_cancelled": forgiven.owed, "waiver_ended": forgiven.waived,
            "credits_returned": forgiven.returned(), "why": why,
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

    /// The opposite of what [`Books::revoke`] did for the money that came again. What was used was owed last, so it is
    /// forgiven first. `took` won are still gone that took credits, whatever our refunds were short of.
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

/// What comes back with money that came again.
#[derive(Default)]
struct Came {
    /// The payment's own lot, where credits come back at all.
    lot: Option<LotId>,
    /// Revoked credits that are there again.
    restored: Credits,
    /// Used credits that are paid for again.
    paid_for: Credits,
}
