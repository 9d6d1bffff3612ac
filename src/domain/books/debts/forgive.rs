//! Debts whose money came again.

use crate::{
    books::{Books, sums::sum},
    id::{CustomerId, LotId, PaymentId},
    ledger::{self, Account, Act},
    lot::{Bucket, Lot},
    money::Credits,
};

/// The parts of a forgiven debt, by how they were settled.
pub(in crate::books) struct Forgiven {
    /// The part of the debt that is not owed any more.
    pub(in crate::books) owed: Credits,
    /// The part that had been waived.
    pub(in crate::books) waived: Credits,
    /// The credits that had paid it, by lot.
    pub(in crate::books) returned: Vec<(LotId, Credits)>,
    /// The same together with the credits that in turn had paid for those lots, for [`Books::settle_back`].
    pub(in crate::books) back: Vec<(LotId, Credits)>,
}

impl Forgiven {
    /// Credits that had paid the debt and are there again.
    pub(in crate::books) fn returned(&self) -> Credits {
        let returned = self.returned.iter().map(|(_, credits)| *credits);
        returned.fold(Credits::ZERO, sum)
    }
}

impl Books<'_> {
    /// Forgives `credits` that had been owed for a payment. They come first from its remaining debt. Next they come
    /// from the waived debt, which ends the waiver and brings nothing back. Last they come from the lots that paid,
    /// those that live longest first. The caller has already posted that they are not owed, and the payment counts them
    /// no more.
    pub(in crate::books) fn forgive(&mut self, id: PaymentId, credits: Credits) -> Forgiven {
        let mut payment = self.known_payment(id);
        let customer = payment.customer.clone();
        let owed = credits.min(payment.debt);
        let waived = credits.minus_or_zero(owed).min(payment.debt_waived);
        payment.debt = payment.debt.minus_or_zero(owed);
        payment.debt_waived = payment.debt_waived.minus_or_zero(waived);
        self.rows.payments.put(id, payment);
        let mut row = self.customer(&customer);
        row.debt = row.debt.minus_or_zero(owed);
        self.rows.customers.put(customer.clone(), row);
        self.end_waiver(&customer, waived);
        let mut missing = credits.minus_or_zero(owed).minus_or_zero(waived);
        let mut returned = Vec::new();
        while let Some(lot) = self.lot_that_paid(&customer).filter(|_| !missing.is_zero()) {
            let part = lot.debt_paid.min(missing);
            missing = missing.minus_or_zero(part);
            returned.push((lot.id, part));
            self.return_from_debt(lot, part);
        }
        let mut back = returned.clone();
        for (lot, part) in &returned {
            back.extend(self.undo_debt(*lot, *part));
        }
        Forgiven {
            owed,
            waived,
            returned,
            back,
        }
    }

    /// The lot that paid debts and expires last.
    fn lot_that_paid(&self, customer: &CustomerId) -> Option<Lot> {
        self.rows
            .lots
            .values()
            .filter(|lot| lot.customer == *customer && !lot.debt_paid.is_zero())
            .max_by_key(|lot| lot.spending_key())
            .cloned()
    }

    /// Gives credits that paid a debt back to their lot: the opposite of a posting of [`Books::pay_debt_from`].
    fn return_from_debt(&mut self, lot: Lot, credits: Credits) {
        let (id, customer) = (lot.id, lot.customer.clone());
        let debt_paid = lot.debt_paid.minus_or_zero(credits);
        self.rows.lots.put(id, Lot { debt_paid, ..lot });
        let lines = [
            self.give_back(id, Bucket::Spent, credits),
            ledger::credits(None, Account::Clawback, Account::Owed, credits),
        ];
        self.post(&customer, Act::DebtReturned, id.to_string(), &lines);
    }

    /// Money came again for waived debt. The waiver ends, and nothing else moves.
    fn end_waiver(&mut self, customer: &CustomerId, credits: Credits) {
        if credits.is_zero() {
            return;
        }
        let mut row = self.customer(customer);
        row.debt_waived = row.debt_waived.minus_or_zero(credits);
        self.rows.customers.put(customer.clone(), row);
        let lines = [ledger::credits(
            None,
            Account::Clawback,
            Account::Owed,
            credits,
        )];
        self.post(customer, Act::DebtWaived, customer.to_string(), &lines);
    }
}
