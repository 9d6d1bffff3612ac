//! Freezing an account: its credits stay, and nothing is used, bought or given until it is unfrozen or closed.
//! Months of memberships that become due meanwhile are skipped by name.
//!
//! What was set aside before may still be captured, because the work for it may be done, or released. Money that arrives for
//! an order from before completes it: so it can be refunded like any other, and nobody has to look after it. Refunds, debts
//! and ends of lots go on.

use super::{Books, Needs};
use crate::{
    actor::Actor,
    canary,
    command::{Change, of_customer},
    customer::{Customer, CustomerState},
    effects::AuditAct,
    event::{CustomerStanding, Event},
    id::CustomerId,
    refusal::Refusal,
};

/// Freezes an account, with a reason.
#[derive(Debug, Clone)]
pub struct FreezeCustomer {
    pub customer: CustomerId,
    pub reason: String,
}

impl Change for FreezeCustomer {
    type Answer = Customer;
    const ANSWERS_BALANCE: bool = true;

    of_customer!();

    /// The customer's row has the state. Months that are due are settled first.
    fn needs(&self, needs: &mut Needs) {
        needs.subscriptions_of.insert(self.customer.clone());
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Customer, Refusal> {
        books.active_customer(&self.customer)?;
        books.settle_months_of(&self.customer)?;
        Ok(books.freeze(&self.customer, &self.reason, by))
    }
}

/// Opens a frozen account again, with a reason.
#[derive(Debug, Clone)]
pub struct UnfreezeCustomer {
    pub customer: CustomerId,
    pub reason: String,
}

impl Change for UnfreezeCustomer {
    type Answer = Customer;
    const ANSWERS_BALANCE: bool = true;

    of_customer!();

    /// The customer's row has the state. Months that are due are settled first.
    fn needs(&self, needs: &mut Needs) {
        needs.subscriptions_of.insert(self.customer.clone());
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Customer, Refusal> {
        let (customer, reason) = (&self.customer, &self.reason);
        if books.open_customer(customer)?.state == CustomerState::Open {
            return Err(Refusal::NotFrozen(customer.clone()));
        }
        canary!(ThawGivesMonths, (), books.settle_months_of(customer)?);
        let row = books.put_state(customer, CustomerState::Open);
        books.act(by, AuditAct::CustomerUnfreeze, customer, reason.as_str());
        books.event(Event::CustomerUnfrozen(CustomerStanding {
            customer_id: customer.clone(),
            reason: reason.clone(),
        }));
        Ok(row)
    }
}

impl Books<'_> {
    pub(super) fn freeze(&mut self, customer: &CustomerId, reason: &str, by: &Actor) -> Customer {
        let row = self.put_state(customer, CustomerState::Frozen);
        self.act(by, AuditAct::CustomerFreeze, customer, reason);
        self.event(Event::CustomerFrozen(CustomerStanding {
            customer_id: customer.clone(),
            reason: reason.to_owned(),
        }));
        row
    }

    fn put_state(&mut self, customer: &CustomerId, state: CustomerState) -> Customer {
        let row = Customer {
            state,
            ..self.customer(customer)
        };
        self.rows.customers.save(row)
    }
}
