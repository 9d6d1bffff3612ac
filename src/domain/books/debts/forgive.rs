//! Debts whose money came again, or whose used credits came back unused.

use crate::{
    books::{Books, posting::sum},
    canary,
    event::{DebtUndone, Event},
    id::{CustomerId, LotId, PaymentId},
    ledger::{self, Act},
    lot::{Bucket, Lot},
    money::Credits,
    payment::Payment,
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

/// What of credits that came back went with money that others had taken.
#[derive(Default)]
pub(in crate::books) struct Undone {
    /// The credits that are not owed any more.
    pub(in crate::books) credits: Credits,
    /// The credits that came back to lots that had paid, for [`Books::settle_back`].
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
        self.rows.payments.put(payment);
        self.rows.customers.update(&customer, |row| {
            row.debt = row.debt.minus_or_zero(owed);
        });
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
            back.extend(self.undo_debt(*lot, *part).back);
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
        let lots = self.rows.lots.of_customer(customer);
        let paying = lots.filter(|lot| !lot.debt_paid.is_zero());
        paying.max_by_key(|lot| lot.spending_key()).cloned()
    }

    /// Gives credits that paid a debt back to their lot: the opposite of a posting of [`Books::pay_debt_from`].
    fn return_from_debt(&mut self, lot: Lot, credits: Credits) {
        let (id, customer) = (lot.id, lot.customer.clone());
        let debt_paid = lot.debt_paid.minus_or_zero(credits);
        self.rows.lots.put(Lot { debt_paid, ..lot });
        let lines = [
            self.give_back(id, Bucket::Spent, credits),
            ledger::owed(credits),
        ];
        self.post(&customer, Act::DebtReturned, &id, &lines);
    }

    /// Money came again for waived debt. The waiver ends, and nothing else moves.
    fn end_waiver(&mut self, customer: &CustomerId, credits: Credits) {
        if credits.is_zero() {
            return;
        }
        self.rows.customers.update(customer, |row| {
            row.debt_waived = row.debt_waived.minus_or_zero(credits);
        });
        let lines = [ledger::owed(credits)];
        self.post(customer, Act::DebtWaived, customer, &lines);
    }

    /// Handles `came` credits that came back to a lot whose money others took. They remain, or have expired after the
    /// lot's end. The part that had been owed as used goes with that money now, and is not owed any more: a customer
    /// who uses nothing owes nothing. Returns them, and the credits that came back to lots that had paid. The caller settles these
    /// ([`Books::settle_back`]) once no credits are left that go with money that went.
    #[must_use]
    pub(in crate::books) fn undo_debt(&mut self, lot: LotId, came: Credits) -> Undone {
        let Some(lot) = self.rows.lots.get(&lot).cloned() else {
            return Undone::default();
        };
        let payment = lot.payment.and_then(|id| self.rows.payments.get(&id));
        let Some(payment) = payment.cloned() else {
            return Undone::default();
        };
        let undone = payment.credits_revoked.minus_or_zero(lot.revoked).min(came);
        if canary!(ReturnedCreditsStayOwed, true, undone.is_zero()) {
            return Undone::default();
        }
        let customer = payment.customer.clone();
        // Credits that expired meanwhile were of no use to anyone. They are not taken, only no longer owed.
        let revoked = undone.min(lot.remaining);
        let lines = [
            self.shift(lot.id, Bucket::Remaining, Bucket::Revoked, revoked),
            ledger::owed_no_more(undone),
        ];
        let expired = undone.minus_or_zero(revoked);
        let credits_revoked = payment.credits_revoked.minus_or_zero(expired);
        let id = payment.id;
        self.rows.payments.put(Payment {
            credits_revoked,
            ..payment
        });
        self.post(&customer, Act::DebtUndone, &id, &lines);
        let forgiven = self.forgive(id, undone);
        self.event(Event::DebtUndone(DebtUndone {
            payment_id: id,
            customer_id: customer,
            credits: undone,
            debt_cancelled: forgiven.owed,
            waiver_ended: forgiven.waived,
            credits_returned: forgiven.returned(),
        }));
        Undone {
            credits: undone,
            back: forgiven.back,
        }
    }
}
