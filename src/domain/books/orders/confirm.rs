//! The confirmation of an order, stored before the provider is asked to take the money.

use std::collections::BTreeMap;

use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::Change,
    effects::Job,
    id::{CustomerId, OrderId},
    order::{Order, OrderState},
    refusal::Refusal,
};

/// How long after a confirmation was stored another worker checks its outcome, in seconds. This is longer than the call
/// itself usually takes, and short enough that a buyer still waits. The check is only a look-up, and finds nothing
/// while the first call is under way.
const CONFIRM_CHECK_SECONDS: i64 = 5;

/// The buyer came back. This is stored before the provider is asked to take the money. Asking twice is harmless.
#[derive(Debug, Clone)]
pub struct BeginConfirmation {
    pub customer: CustomerId,
    pub order: OrderId,
    /// The query that the browser brought back, without our own state.
    pub query: BTreeMap<String, String>,
}

impl Change for BeginConfirmation {
    type Answer = Order;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Order, Refusal> {
        let (customer, id, query) = (&self.customer, self.order, &self.query);
        let mut order = books.order(customer, id)?;
        match order.state {
            OrderState::Open => {
                order.state = OrderState::Confirming;
                if let Some(session) = order.session.as_mut() {
                    session.callback.clone_from(query);
                }
                books.rows.orders.put(id, order.clone());
                let check_at = books.now + chrono::Duration::seconds(CONFIRM_CHECK_SECONDS);
                books.job(Job::SettleOrder(id), check_at);
                Ok(order)
            }
            OrderState::Confirming | OrderState::AwaitingDeposit | OrderState::Completed => {
                Ok(order)
            }
            state @ (OrderState::Failed
            | OrderState::Cancelled
            | OrderState::Expired
            | OrderState::Mismatched) => Err(Refusal::OrderNotOpen { order: id, state }),
        }
    }
}
