//! Rows that were loaded, found by their ids.

use super::Books;
use crate::{
    contradiction::Contradiction,
    customer::{Customer, CustomerState},
    id::{ContradictionId, CustomerId, OrderId, PaymentId},
    lot::Lot,
    order::Order,
    payment::Payment,
    refusal::Refusal,
};

impl Books<'_> {
    pub(super) fn customer(&self, id: &CustomerId) -> Customer {
        self.rows
            .customers
            .get(id)
            .cloned()
            .unwrap_or_else(|| panic!("customer {id} was not loaded"))
    }

    pub(super) fn open_customer(&self, id: &CustomerId) -> Result<Customer, Refusal> {
        let customer = self.customer(id);
        match customer.state {
            CustomerState::Open => Ok(customer),
            CustomerState::Closed => Err(Refusal::CustomerClosed(id.clone())),
        }
    }

    pub(super) fn order(&self, customer: &CustomerId, id: OrderId) -> Result<Order, Refusal> {
        self.rows
            .orders
            .get(&id)
            .filter(|order| order.customer == *customer)
            .cloned()
            .ok_or(Refusal::NoOrder(id))
    }

    pub(super) fn payment(&self, customer: &CustomerId, id: PaymentId) -> Result<Payment, Refusal> {
        self.rows
            .payments
            .get(&id)
            .filter(|payment| payment.customer == *customer)
            .cloned()
            .ok_or(Refusal::NoPayment(id))
    }

    pub(super) fn known_payment(&self, id: PaymentId) -> Payment {
        self.rows
            .payments
            .get(&id)
            .cloned()
            .unwrap_or_else(|| panic!("payment {id} was not loaded"))
    }

    pub(super) fn lot_of(&self, payment: PaymentId) -> Lot {
        self.rows
            .lots
            .values()
            .find(|lot| lot.payment == Some(payment))
            .cloned()
            .unwrap_or_else(|| panic!("the lot of payment {payment} was not loaded"))
    }
}

impl Books<'_> {
    /// A contradiction that was loaded with its order.
    pub(super) fn contradiction(
        &self,
        customer: &CustomerId,
        id: ContradictionId,
    ) -> Result<Contradiction, Refusal> {
        self.rows
            .contradictions
            .get(&id)
            .filter(|known| known.customer == *customer)
            .cloned()
            .ok_or(Refusal::NoContradiction(id))
    }

    pub(super) fn contradictions_of(&self, order: OrderId) -> impl Iterator<Item = &Contradiction> {
        self.rows
            .contradictions
            .values()
            .filter(move |known| known.order == order)
    }
}
