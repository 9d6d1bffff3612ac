//! Money that others had taken back is here again: a deposit that its bank reversed and the buyer paid once more (Toss:
//! `DONE` → `WAITING_FOR_DEPOSIT` → `DONE`), or a cancel that its provider took back. The credits that went with the money
//! come back with it, once, under the terms they had: their end does not move.

use serde_json::json;

use super::{Books, outside::credits_gone};
use crate::{
    customer::CustomerState,
    id::{CustomerId, LotId, PaymentId},
    ledger::{self, Account, Act},
    lot::{Lot, Place},
    money::{Credits, Won},
    payment::Payment,
};

impl Books<'_> {
    /// Only `total` won of a payment are gone by others' hands, fewer than the books say: the rest came again. Gives whether
    /// the credits did as well; those of a closed customer do not.
    pub(super) fn paid_again(&mut self, id: PaymentId, total: Won, why: &str) -> bool {
        let mut payment = self.known_payment(id);
        let won = payment.cancelled_outside.minus_or_zero(total);
        payment.cancelled_outside = total;
        payment.outside_at = Some(self.now);
        let customer = payment.customer.clone();
        let open = self.customer(&customer).state == CustomerState::Open;
        let mut lines = ledger::won(Account::Prepaid, Account::Receivable, won).to_vec();
        let came = if open {
            self.came_back(&payment)
        } else {
            Came::default()
        };
        if let Some(lot) = came.lot {
            lines.extend(self.give_back(lot, Place::Revoked, came.restored));
        }
        lines.extend(ledger::credits(
            None,
            Account::Owed,
            Account::Clawback,
            came.forgiven(),
        ));
        payment.credits_revoked = payment
            .credits_revoked
            .minus_or_zero(came.restored)
            .minus_or_zero(came.forgiven());
        self.payments.put(id, payment);
        self.post(&customer, Act::Restore, id.to_string(), &lines);
        let mut row = self.customer(&customer);
        row.debt = row.debt.minus_or_zero(came.owed);
        self.customers.put(customer.clone(), row);
        self.end_waiver(&customer, came.waived);
        for (lot, credits) in &came.returned {
            self.return_from_debt(&customer, *lot, *credits);
        }
        self.event("payment.paid_again", Some(&customer), id.to_string(), json!({
            "payment_id": id, "customer_id": customer, "amount": won, "credits_restored": came.restored,
            "debt_cancelled": came.owed, "waiver_ended": came.waived, "credits_returned": came.returned(), "why": why,
        }));
        if open {
            self.follow_bonus(id);
        }
        // What is owed for other payments is paid from what came back.
        let back: Vec<(LotId, Credits)> = came
            .lot
            .map(|lot| (lot, came.restored))
            .into_iter()
            .chain(came.returned)
            .collect();
        self.pay_debt_from(&customer, &back);
        open
    }

    /// The opposite of what [`Books::revoke`] did for the money that came again. What was used was owed last, so it is
    /// forgiven first: from the debt while it stands, then from what was waived, which ends the waiver and brings nothing
    /// back, and then from the lots that paid it.
    fn came_back(&self, payment: &Payment) -> Came {
        let lot = self.lot_of(payment.id);
        let target = credits_gone(payment, &lot, self.short(payment.id));
        let excess = payment.credits_revoked.minus_or_zero(target);
        let owed_for = payment.credits_revoked.minus_or_zero(lot.revoked);
        let forgiven = excess.min(owed_for);
        let row = self.customer(&payment.customer);
        let owed = forgiven.min(row.debt);
        let waived = forgiven.minus_or_zero(owed).min(row.debt_waived);
        let paid = forgiven.minus_or_zero(owed).minus_or_zero(waived);
        Came {
            lot: Some(lot.id),
            restored: excess.minus_or_zero(forgiven).min(lot.revoked),
            owed,
            waived,
            returned: self.paid_debts(&payment.customer, paid),
        }
    }

    /// Lots that paid debts, those that live longest first, and how much of `credits` each gives back.
    fn paid_debts(&self, customer: &CustomerId, credits: Credits) -> Vec<(LotId, Credits)> {
        let mut lots: Vec<&Lot> = self
            .lots
            .values()
            .filter(|lot| lot.customer == *customer && !lot.debt_paid.is_zero())
            .collect();
        lots.sort_by_key(|lot| std::cmp::Reverse(lot.spending_key()));
        let mut missing = credits;
        let mut parts = Vec::new();
        for lot in lots {
            let part = lot.debt_paid.min(missing);
            if !part.is_zero() {
                parts.push((lot.id, part));
                missing = missing.minus_or_zero(part);
            }
        }
        parts
    }

    /// Gives credits that paid a debt back to their lot: the opposite of a posting of [`Books::pay_debt_from`].
    fn return_from_debt(&mut self, customer: &CustomerId, id: LotId, credits: Credits) {
        if let Some(lot) = self.lots.get(&id).cloned() {
            let debt_paid = lot.debt_paid.minus_or_zero(credits);
            self.lots.put(id, Lot { debt_paid, ..lot });
        }
        let mut lines = self.give_back(id, Place::Spent, credits).to_vec();
        lines.extend(ledger::credits(
            None,
            Account::Clawback,
            Account::Owed,
            credits,
        ));
        self.post(customer, Act::DebtReturned, id.to_string(), &lines);
        self.settle_bonus(id);
    }
}

/// What comes back with money that came again.
#[derive(Default)]
struct Came {
    /// The payment's own lot, where credits come back at all.
    lot: Option<LotId>,
    /// Revoked credits that are there again.
    restored: Credits,
    /// What of the debt is not owed any more.
    owed: Credits,
    /// What of it had been waived.
    waived: Credits,
    /// What had paid the debt, by lot.
    returned: Vec<(LotId, Credits)>,
}

impl Came {
    /// Used credits that are paid for again.
    fn forgiven(&self) -> Credits {
        sum([self.owed, self.waived, self.returned()])
    }

    /// Credits that had paid the debt and are there again.
    fn returned(&self) -> Credits {
        sum(self.returned.iter().map(|(_, credits)| *credits))
    }
}

/// Parts of one payment's credits, whose sum never passes the largest amount.
fn sum(parts: impl IntoIterator<Item = Credits>) -> Credits {
    parts
        .into_iter()
        .try_fold(Credits::ZERO, Credits::plus)
        .unwrap_or_default()
}
