//! The session at the provider that an order is paid in.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::Change,
    id::{CustomerId, OrderId},
    order::{Order, Session},
    refusal::Refusal,
};

/// Stores the session at the provider that an order is paid in.
#[derive(Debug, Clone)]
pub struct AttachSession {
    pub customer: CustomerId,
    pub order: OrderId,
    pub session: Session,
}

impl Change for AttachSession {
    type Answer = Order;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
        needs.may_await = true;
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Order, Refusal> {
        let (customer, id, session) = (&self.customer, self.order, &self.session);
        let mut order = books.order(customer, id)?;
        if !order.state.is_open() {
            return Err(Refusal::OrderNotOpen {
                order: id,
                state: order.state,
            });
        }
        if order.session.is_none() {
            order.session = Some(session.clone());
            books.rows.orders.put(id, order.clone());
        }
        Ok(order)
    }
}
