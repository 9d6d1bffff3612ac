//! Debts that credits pay, in the order of spending, or that a person waives.

use crate::{
    actor::Actor,
    books::{Books, Needs, posting::sum},
    canary,
    command::{Change, Waived},
    effects::AuditAct,
    event::{DebtPaid, DebtWaived, Event},
    id::{CustomerId, LotId, PaymentId},
    ledger::{self, Account, Act},
    lot::{Bucket, Lot},
    money::Credits,
    payment::Payment,
    refusal::Refusal,
};

impl Books<'_> {
    /// Used credits of `payment` are owed from now on, and paid from the credits that are there.
    pub(in crate::books) fn owe(
        &mut self,
        customer: &CustomerId,
        payment: PaymentId,
        credits: Credits,
    ) {
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
    pub(in crate::books) fn set_off(&mut self, customer: &CustomerId) {
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
    pub(in crate::books) fn settle_back(
        &mut self,
        customer: &CustomerId,
        back: &[(LotId, Credits)],
    ) {
        for (lot, _) in back {
            self.bonus_after(*lot);
        }
        self.pay_debt_from(customer, back);
    }

    /// Pays the customer's debt from credits that are in these lots, or that came (back) to them just now.
    pub(in crate::books) fn pay_debt_from(
        &mut self,
        customer: &CustomerId,
        came: &[(LotId, Credits)],
    ) {
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
}

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
    const ANSWERS_BALANCE: bool = true;

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
}
