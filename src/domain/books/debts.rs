//! Debts: credits that were used and whose payment was taken back by others. A debt is set off at once against any
//! credits that are there or come, in the published order of spending. So nobody has a debt beside credits.

use super::{Books, Needs};
use crate::{
    actor::Actor,
    canary,
    command::{Change, Waived},
    effects::AuditAct,
    event::{DebtPaid, DebtUndone, DebtWaived, Event},
    id::{CustomerId, LotId, PaymentId},
    ledger::{self, Account, Act},
    lot::{Bucket, Lot},
    money::Credits,
    payment::Payment,
    refusal::Refusal,
};

/// A person waives a debt, in whole or by a number of credits. A closed customer's debt can be waived too, since it would
/// otherwise stay in the list for ever.
#[derive(Debug, Clone)]
pub struct WaiveDebt {
    pub customer: CustomerId,
    /// `None` waives the whole debt.
    pub credits: Option<Credits>,
    pub reason: String,
}

impl Change for WaiveDebt {
    type Answer = Waived;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, _: &mut Needs) {}

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Waived, Refusal> {
        let (customer, credits, reason) = (&self.customer, self.credits, &self.reason);
        let debt = books.customer(customer).debt;
        let waived = credits.unwrap_or(debt);
        if debt.is_zero() {
            return Err(Refusal::NoDebt(customer.clone()));
        }
        if waived.is_zero() {
            return Err(Refusal::NoCredits);
        }
        if waived > debt {
            return Err(Refusal::WaiverAboveDebt { debt, waived });
        }
        let lines = [ledger::credits(
            None,
            Account::Owed,
            Account::Clawback,
            waived,
        )];
        books.post(customer, Act::DebtWaived, customer.to_string(), &lines);
        let mut row = books.customer(customer);
        row.debt = debt.minus_or_zero(waived);
        row.debt_waived = sum(row.debt_waived, waived);
        books.lessen_debts(customer, waived, true);
        books.rows.customers.put(customer.clone(), row.clone());
        books.act(
            by,
            AuditAct::DebtWaive,
            customer.to_string(),
            format!("{waived} of {debt} credits: {reason}"),
        );
        books.event(Event::DebtWaived(DebtWaived {
            customer_id: customer.clone(),
            credits: waived,
            debt: row.debt,
            reason: reason.to_owned(),
        }));
        Ok(Waived {
            customer: row,
            waived,
        })
    }

    fn answers_balance(&self) -> bool {
        true
    }
}

impl Books<'_> {
    /// Used credits of `payment` are owed from now on, and paid from the credits that are there.
    pub(super) fn owe(&mut self, customer: &CustomerId, payment: PaymentId, credits: Credits) {
        if credits.is_zero() {
            return;
        }
        let mut row = self.customer(customer);
        row.debt = sum(row.debt, credits);
        self.rows.customers.put(customer.clone(), row);
        let known = self.known_payment(payment);
        let debt = sum(known.debt, credits);
        self.rows.payments.put(payment, Payment { debt, ..known });
        let lines = [ledger::credits(
            None,
            Account::Clawback,
            Account::Owed,
            credits,
        )];
        self.post(customer, Act::Debt, payment.to_string(), &lines);
        self.set_off(customer);
    }

    /// Pays the customer's debt from all live credits, in the published order of spending.
    pub(super) fn set_off(&mut self, customer: &CustomerId) {
        if canary!(
            DebtBesideCredits,
            true,
            self.customer(customer).debt.is_zero()
        ) {
            return;
        }
        let live = self.lots_of(customer, |lot, now| {
            lot.is_live(now) && !lot.remaining.is_zero()
        });
        let all: Vec<(LotId, Credits)> = live.iter().map(|lot| (lot.id, lot.remaining)).collect();
        self.pay_debt_from(customer, &all);
    }

    /// Credits came back to these lots. Bonuses follow the rest of their purchases, and debts are paid from the
    /// remainder.
    pub(super) fn settle_back(&mut self, customer: &CustomerId, back: &[(LotId, Credits)]) {
        for (lot, _) in back {
            self.bonus_after(*lot);
        }
        self.pay_debt_from(customer, back);
    }

    /// Pays the customer's debt from credits that are in these lots, or that came (back) to them just now.
    pub(super) fn pay_debt_from(&mut self, customer: &CustomerId, came: &[(LotId, Credits)]) {
        for &(id, credits) in came {
            let debt = self.customer(customer).debt;
            let Some(lot) = self.rows.lots.get(&id).filter(|lot| lot.is_live(self.now)) else {
                continue;
            };
            let paid = debt.min(lot.remaining).min(credits);
            if paid.is_zero() {
                continue;
            }
            let lines = [
                self.shift(id, Bucket::Remaining, Bucket::Spent, paid),
                ledger::credits(None, Account::Owed, Account::Clawback, paid),
            ];
            self.count_debt_paid(id, paid);
            let mut row = self.customer(customer);
            row.debt = debt.minus_or_zero(paid);
            let left = row.debt;
            self.rows.customers.put(customer.clone(), row);
            self.lessen_debts(customer, paid, false);
            self.post(customer, Act::DebtPaid, id.to_string(), &lines);
            self.event(Event::DebtPaid(DebtPaid {
                customer_id: customer.clone(),
                lot_id: id,
                credits: paid,
                debt: left,
            }));
        }
    }

    /// Lowers the debts of a customer's payments, together by `credits`, the oldest payment first. A `waived` amount is
    /// remembered.
    fn lessen_debts(&mut self, customer: &CustomerId, credits: Credits, waived: bool) {
        let mut owing: Vec<Payment> = self
            .rows
            .payments
            .values()
            .filter(|payment| payment.customer == *customer && !payment.debt.is_zero())
            .cloned()
            .collect();
        owing.sort_by_key(|payment| (payment.paid_at, payment.id));
        let mut left = credits;
        for mut payment in owing {
            let part = payment.debt.min(left);
            left = left.minus_or_zero(part);
            payment.debt = payment.debt.minus_or_zero(part);
            if waived {
                payment.debt_waived = sum(payment.debt_waived, part);
            }
            if !part.is_zero() {
                self.rows.payments.put(payment.id, payment);
            }
        }
        assert!(
            left.is_zero(),
            "{left} credits that {customer} owes belong to no payment that was loaded"
        );
    }

    /// Records which lot paid a debt, because the money for the debt may come again.
    fn count_debt_paid(&mut self, id: LotId, credits: Credits) {
        if let Some(lot) = self.rows.lots.get(&id).cloned() {
            // A part of `spent`, which `shift` has checked.
            let debt_paid = lot.debt_paid.plus(credits).unwrap_or(lot.spent);
            self.rows.lots.put(id, Lot { debt_paid, ..lot });
        }
    }

    /// Handles `came` credits that came back to a lot whose money others took. They remain, or have expired after the
    /// lot's end. The part that had been owed as used goes with that money now, and is not owed any more: a customer
    /// who uses nothing owes nothing. Returns the credits that came back to lots that had paid. The caller settles them
    /// ([`Books::settle_back`]) once no credits are left that go with money that went.
    #[must_use]
    pub(super) fn undo_debt(&mut self, lot: LotId, came: Credits) -> Vec<(LotId, Credits)> {
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

    /// Forgives `credits` that had been owed for a payment. They come first from its remaining debt. Next they come
    /// from the waived debt, which ends the waiver and brings nothing back. Last they come from the lots that paid,
    /// those that live longest first. The caller has already posted that they are not owed, and the payment counts them
    /// no more.
    pub(super) fn forgive(&mut self, id: PaymentId, credits: Credits) -> Forgiven {
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

/// The parts of a forgiven debt, by how they were settled.
pub(super) struct Forgiven {
    /// The part of the debt that is not owed any more.
    pub(super) owed: Credits,
    /// The part that had been waived.
    pub(super) waived: Credits,
    /// The credits that had paid it, by lot.
    pub(super) returned: Vec<(LotId, Credits)>,
    /// The same together with the credits that in turn had paid for those lots, for [`Books::settle_back`].
    pub(super) back: Vec<(LotId, Credits)>,
}

impl Forgiven {
    /// Credits that had paid the debt and are there again.
    pub(super) fn returned(&self) -> Credits {
        let returned = self.returned.iter().map(|(_, credits)| *credits);
        returned.fold(Credits::ZERO, sum)
    }
}

/// A sum of credits of one customer.
///
/// # Panics
/// When it passes the largest amount, as no sum of a customer's credits does ([`Books::add_lot`]).
pub(super) fn sum(a: Credits, b: Credits) -> Credits {
    a.plus(b)
        .unwrap_or_else(|| panic!("{a} + {b} credits pass the largest amount"))
}
