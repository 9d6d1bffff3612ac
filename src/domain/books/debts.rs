//! Debts: credits that were used and whose payment was taken back by others. A debt is set off at once against any credits
//! that are there or come, in the published order of spending, so that nobody has a debt beside credits.

use serde_json::json;

use super::Books;
use crate::{
    canary::{Canary, is_armed},
    command::Answer,
    id::{CustomerId, LotId, PaymentId},
    ledger::{self, Account, Act},
    lot::{Lot, Place},
    money::Credits,
    refusal::Refusal,
};

impl Books<'_> {
    /// Used credits of `payment` are owed from now on, and paid from what is there.
    pub(super) fn owe(&mut self, customer: &CustomerId, payment: PaymentId, credits: Credits) {
        if credits.is_zero() {
            return;
        }
        let mut row = self.customer(customer);
        row.debt = row
            .debt
            .plus(credits)
            .unwrap_or_else(|| panic!("{customer} owes more than was ever granted"));
        self.customers.put(customer.clone(), row);
        let lines = ledger::credits(None, Account::Clawback, Account::Owed, credits);
        self.post(customer, Act::Debt, payment.to_string(), &lines);
        self.set_off(customer);
    }

    /// Pays what the customer owes from all live credits, in the published order of spending.
    pub(super) fn set_off(&mut self, customer: &CustomerId) {
        if self.customer(customer).debt.is_zero() || is_armed(Canary::DebtBesideCredits) {
            return;
        }
        let live = self.lots_of(customer, |lot, now| {
            lot.is_live(now) && !lot.remaining.is_zero()
        });
        let all: Vec<(LotId, Credits)> = live.iter().map(|lot| (lot.id, lot.remaining)).collect();
        self.pay_debt_from(customer, &all);
    }

    /// Pays the customer's debt from credits that are in these lots, or came (back) to them just now.
    pub(super) fn pay_debt_from(&mut self, customer: &CustomerId, came: &[(LotId, Credits)]) {
        for &(id, credits) in came {
            let debt = self.customer(customer).debt;
            let Some(lot) = self.lots.get(&id).filter(|lot| lot.is_live(self.now)) else {
                continue;
            };
            let paid = debt.min(lot.remaining).min(credits);
            if paid.is_zero() {
                continue;
            }
            let mut lines = self
                .shift(id, Place::Remaining, Place::Spent, paid)
                .to_vec();
            lines.extend(ledger::credits(
                None,
                Account::Owed,
                Account::Clawback,
                paid,
            ));
            self.count_debt_paid(id, paid);
            let mut row = self.customer(customer);
            row.debt = debt.minus_or_zero(paid);
            let left = row.debt;
            self.customers.put(customer.clone(), row);
            self.post(customer, Act::DebtPaid, id.to_string(), &lines);
            self.event(
                "debt.paid",
                Some(customer),
                id.to_string(),
                json!({
                    "customer_id": customer, "lot_id": id, "credits": paid, "debt": left,
                }),
            );
        }
    }

    /// Remembers by which lot a debt was paid: what was owed for may be paid for again.
    fn count_debt_paid(&mut self, id: LotId, credits: Credits) {
        if let Some(lot) = self.lots.get(&id).cloned() {
            // A part of `spent`, which `shift` has checked.
            let debt_paid = lot.debt_paid.plus(credits).unwrap_or(lot.spent);
            self.lots.put(id, Lot { debt_paid, ..lot });
        }
    }

    /// Lets a customer off a debt, wholly (`None`) or by `credits`. Also a closed one: the debt of an account that is
    /// gone would stand in the list for ever.
    pub(super) fn waive_debt(
        &mut self,
        customer: &CustomerId,
        credits: Option<Credits>,
        reason: &str,
        by: &str,
    ) -> Result<Answer, Refusal> {
        let debt = self.customer(customer).debt;
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
        let lines = ledger::credits(None, Account::Owed, Account::Clawback, waived);
        self.post(customer, Act::DebtWaived, customer.to_string(), &lines);
        let mut row = self.customer(customer);
        row.debt = debt.minus_or_zero(waived);
        row.debt_waived = row
            .debt_waived
            .plus(waived)
            .ok_or(Refusal::TooManyCredits)?;
        self.customers.put(customer.clone(), row.clone());
        self.act(
            by,
            "debt.waive",
            customer.to_string(),
            format!("{waived} of {debt} credits: {reason}"),
        );
        self.event(
            "debt.waived",
            Some(customer),
            customer.to_string(),
            json!({
                "customer_id": customer, "credits": waived, "debt": row.debt, "reason": reason,
            }),
        );
        Ok(Answer::DebtWaived {
            customer: Box::new(row),
            waived,
        })
    }

    /// Money came again for what was waived: the waiver ends, and nothing else moves.
    pub(super) fn end_waiver(&mut self, customer: &CustomerId, credits: Credits) {
        if credits.is_zero() {
            return;
        }
        let mut row = self.customer(customer);
        row.debt_waived = row.debt_waived.minus_or_zero(credits);
        self.customers.put(customer.clone(), row);
        let lines = ledger::credits(None, Account::Clawback, Account::Owed, credits);
        self.post(customer, Act::DebtWaived, customer.to_string(), &lines);
    }
}
