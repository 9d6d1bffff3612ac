//! Hints that an order may have changed. They queue a look-up.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::Change,
    effects::Job,
    id::{CustomerId, OrderId},
    order::Order,
    refusal::Refusal,
};

/// A hint that is not stored, because enough similar hints are. The provider is still asked about the order.
#[derive(Debug, Clone)]
pub struct HintOrder {
    pub customer: CustomerId,
    pub order: OrderId,
    /// Whether a job asks the provider. Otherwise the caller does.
    pub queued: bool,
}

impl Change for HintOrder {
    type Answer = Order;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Order, Refusal> {
        books.hint(&self.customer, self.order, self.queued)
    }
}

impl Books<'_> {
    pub(super) fn look(&mut self, customer: &CustomerId, id: OrderId) -> String {
        match self.hint(customer, id, true) {
            Ok(_) => format!("a look-up of order {id} was queued"),
            Err(refusal) => refusal.to_string(),
        }
    }

    /// Queues a look-up: at once, or when the last one that a hint asked for is long enough ago.
    fn hint(&mut self, customer: &CustomerId, id: OrderId, queued: bool) -> Result<Order, Refusal> {
        let mut order = self.order(customer, id)?;
        let at = order.hint_looked_up_at(self.now);
        if queued {
            self.job(Job::SettleOrder(id), at);
        } else if at > self.now {
            return Ok(order);
        }
        if order.hinted_at != Some(at) {
            order.hinted_at = Some(at);
            self.rows.orders.put(id, order.clone());
        }
        Ok(order)
    }
}
