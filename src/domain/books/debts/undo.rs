//! Debts for used credits that came back unused.

use crate::{
    books::Books,
    event::{DebtUndone, Event},
    id::LotId,
    ledger::{self, Account, Act},
    lot::Bucket,
    money::Credits,
    payment::Payment,
};

impl Books<'_> {
    /// Handles `came` credits that came back to a lot whose money others took. They remain, or have expired after the
    /// lot's end. The part that had been owed as used goes with that money now, and is not owed any more: a customer
    /// who uses nothing owes nothing. Returns the credits that came back to lots that had paid. The caller settles them
    /// ([`Books::settle_back`]) once no credits are left that go with money that went.
    #[must_use]
    pub(in crate::books) fn undo_debt(
        &mut self,
        lot: LotId,
        came: Credits,
    ) -> Vec<(LotId, Credits)> {
        let Some(lot) = self.rows.lots.get(&lot).cloned() else {
            return Vec::new();
        };
        let Some(payment) = lot
            .payment
            .and_then(|id| self.rows.payments.get(&id).cloned())
        else {
            return Vec::new();
        };
        let undone = payment.credits_revoked.minus_or_zero(lot.revoked).min(came);
        if undone.is_zero() {
            return Vec::new();
        }
        let customer = payment.customer.clone();
        // Credits that expired meanwhile were of no use to anyone. They are not taken, only no longer owed.
        let revoked = undone.min(lot.remaining);
        let lines = [
            self.shift(lot.id, Bucket::Remaining, Bucket::Revoked, revoked),
            ledger::credits(None, Account::Owed, Account::Clawback, undone),
        ];
        let expired = undone.minus_or_zero(revoked);
        let credits_revoked = payment.credits_revoked.minus_or_zero(expired);
        let id = payment.id;
        self.rows.payments.put(
            id,
            Payment {
                credits_revoked,
                ..payment
            },
        );
        self.post(&customer, Act::DebtUndone, id.to_string(), &lines);
        let forgiven = self.forgive(id, undone);
        self.event(Event::DebtUndone(DebtUndone {
            payment_id: id,
            customer_id: customer,
            credits: undone,
            debt_cancelled: forgiven.owed,
            waiver_ended: forgiven.waived,
            credits_returned: forgiven.returned(),
        }));
        forgiven.back
    }
}
