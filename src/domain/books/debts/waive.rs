//! A debt that a person waives.

use crate::{
    actor::Actor,
    books::{Books, Needs, sums::sum},
    command::{Change, Waived},
    effects::AuditAct,
    event::{DebtWaived, Event},
    id::CustomerId,
    ledger::{self, Account, Act},
    money::Credits,
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
