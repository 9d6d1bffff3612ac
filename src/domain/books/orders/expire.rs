//! Orders whose time ran out.

use super::close::Unpaid;
use crate::{
    actor::Actor,
    books::{Books, Needs},
    calendar::rfc3339_seoul,
    command::Change,
    effects::Job,
    id::{CustomerId, OrderId},
    order::{Order, OrderState},
    refusal::Refusal,
};

/// How long after a look-up of an overdue order the sweep takes it up again, in minutes, should the answer not have
/// settled it. The job that asks has its own, closer schedule.
const OVERDUE_AGAIN_MINUTES: i64 = 60;

/// Ends an order whose time ran out. Money is only ever taken by our own confirmation, so an order that nobody confirmed is
/// given up as it is. Where a deposit may have come unseen, the provider is asked first.
#[derive(Debug, Clone)]
pub struct EndOverdueOrder {
    pub customer: CustomerId,
    pub order: OrderId,
}

impl Change for EndOverdueOrder {
    type Answer = Order;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Order, Refusal> {
        let (customer, id) = (&self.customer, self.order);
        let mut order = books.order(customer, id)?;
        let can_be_asked = order
            .session
            .as_ref()
            .is_some_and(|session| session.payment_key.is_some());
        if order.state == OrderState::AwaitingDeposit
            && can_be_asked
            && books.now >= order.expires_at
        {
            books.job(Job::SettleOrder(id), books.now);
            order.expires_at = books.now + chrono::Duration::minutes(OVERDUE_AGAIN_MINUTES);
            books.rows.orders.put(id, order.clone());
            return Ok(order);
        }
        books.expire_order(customer, id)
    }
}

/// Gives up an order after its provider was asked.
#[derive(Debug, Clone)]
pub struct ExpireOrder {
    pub customer: CustomerId,
    pub order: OrderId,
}

impl Change for ExpireOrder {
    type Answer = Order;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Order, Refusal> {
        books.expire_order(&self.customer, self.order)
    }
}

impl Books<'_> {
    /// Gives up an order whose time ran out. An order that is being confirmed is left to the job that asks the
    /// provider.
    fn expire_order(&mut self, customer: &CustomerId, id: OrderId) -> Result<Order, Refusal> {
        let order = self.order(customer, id)?;
        let ends_at = order.session.as_ref().map_or(order.expires_at, |session| {
            session.expires_at.min(order.expires_at)
        });
        match order.state {
            OrderState::Open | OrderState::AwaitingDeposit if self.now >= ends_at => {
                let note = format!("not paid by {}", rfc3339_seoul(ends_at));
                Ok(self.close_order(order, Unpaid::Expired(note)))
            }
            OrderState::Confirming => Err(Refusal::OrderConfirming { order: id }),
            OrderState::Open
            | OrderState::AwaitingDeposit
            | OrderState::Completed
            | OrderState::Failed
            | OrderState::Cancelled
            | OrderState::Expired
            | OrderState::Mismatched => Ok(order),
        }
    }
}
