//! Debts that credits pay, in the order of spending, or that a person waives.

use crate::{
    actor::Actor,
    books::{Books, posting::sum},
    canary,
    command::{Change, Waived, of_customer},
    effects::AuditAct,
    event::{DebtPaid, DebtWaived, Event},
    id::{CustomerId, LotId, PaymentId},
    ledger::{self, Act},
    lot::Bucket,
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
        let customers = &mut self.rows.customers;
        customers.update(customer, |row| row.debt = sum(row.debt, credits));
        let payments = &mut self.rows.payments;
        payments.update(&payment, |row| row.debt = sum(row.debt, credits));
        let lines = [ledger::owed(credits)];
        self.post(customer, Act::Debt, &payment, &lines);
        self.set_off(customer);
    }

    /// Pays the customer's debt from all live credits, in the published order of spending.
    pub(in crate::books) fn set_off(&mut self, customer: &CustomerId) {
        let nothing_owed = self.customer(customer).debt.is_zero();
        if canary!(DebtBesideCredits, true, nothing_owed) {
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
                ledger::owed_no_more(paid),
            ];
            // The lot that paid is recorded, because the money for the debt may come again. What it paid is a part of
            // `spent`, which `shift` has checked.
            self.rows.lots.update(&id, |lot| {
                lot.debt_paid = lot.debt_paid.plus(paid).unwrap_or(lot.spent);
            });
            let left = debt.minus_or_zero(paid);
            self.rows.customers.update(customer, |row| row.debt = left);
            self.lessen_debts(customer, paid, false);
            self.post(customer, Act::DebtPaid, &id, &lines);
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
        let payments = self.rows.payments.of_customer(customer);
        let owing = payments.filter(|payment| !payment.debt.is_zero());
        let mut owing: Vec<Payment> = owing.cloned().collect();
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
                self.rows.payments.put(payment);
            }
        }
        assert!(
            left.is_zero(),
            "{left} credits that {customer} owes belong to no payment that was loaded"
        );
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

    of_customer!();

    /// The customer's row has the debt.
    fn needs(&self, _: &mut crate::books::Needs) {}

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
        let lines = [ledger::owed_no_more(waived)];
        books.post(customer, Act::DebtWaived, customer, &lines);
        let mut row = books.customer(customer);
        row.debt = debt.minus_or_zero(waived);
        row.debt_waived = sum(row.debt_waived, waived);
        books.lessen_debts(customer, waived, true);
        books.rows.customers.put(row.clone());
        let detail = format!("{waived} of {debt} credits: {reason}");
        books.act(by, AuditAct::DebtWaive, customer, detail);
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
