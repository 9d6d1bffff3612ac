//! Orders whose provider refused.

use chrono::{DateTime, Utc};

use super::close::Unpaid;
use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::Change,
    effects::Job,
    failure::Failure,
    id::{CustomerId, OrderId},
    order::Order,
    refusal::Refusal,
};

/// Ends an order whose provider refused to begin or to confirm, or never knew of a payment.
#[derive(Debug, Clone)]
pub struct FailOrder {
    pub customer: CustomerId,
    pub order: OrderId,
    pub failure: Failure,
    /// When the provider is asked once more: where an earlier confirmation has no known outcome.
    pub look_at: Option<DateTime<Utc>>,
}

impl Change for FailOrder {
    type Answer = Order;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Order, Refusal> {
        let (customer, id, failure, look_at) =
            (&self.customer, self.order, &self.failure, self.look_at);
        let order = books.order(customer, id)?;
        if let Some(at) = look_at {
            books.job(Job::SettleOrder(id), at);
        }
        if !order.state.is_open() {
            return Ok(order);
        }
        Ok(books.close_order(order, Unpaid::Failed(failure.clone())))
    }
}
