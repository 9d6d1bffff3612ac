//! Orders that are given up before anybody paid.

use super::close::Unpaid;
use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::Change,
    effects::AuditAct,
    id::{CustomerId, OrderId},
    order::{Order, OrderState},
    refusal::Refusal,
};

/// Gives up an order that nobody has begun to pay.
#[derive(Debug, Clone)]
pub struct CancelOrder {
    pub customer: CustomerId,
    pub order: OrderId,
    pub note: String,
}

impl Change for CancelOrder {
    type Answer = Order;
    const ANSWERS_BALANCE: bool = true;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Order, Refusal> {
        let (customer, id, note) = (&self.customer, self.order, &self.note);
        let order = books.order(customer, id)?;
        let issued = order
            .session
            .as_ref()
            .filter(|session| session.payment_key.is_some());
        match (order.state, issued) {
            // We cannot close the provider's account, so money that still comes must find its order.
            (OrderState::AwaitingDeposit, Some(session)) => Err(Refusal::AccountIssued {
                order: id,
                until: session.expires_at,
            }),
            (OrderState::Open | OrderState::AwaitingDeposit, _) => {
                books.act(by, AuditAct::OrderCancel, id.to_string(), note);
                Ok(books.close_order(order, Unpaid::Cancelled(note.to_owned())))
            }
            (OrderState::Cancelled, _) => Ok(order),
            (OrderState::Confirming, _) => Err(Refusal::OrderConfirming { order: id }),
            (
                state @ (OrderState::Completed
                | OrderState::Failed
                | OrderState::Expired
                | OrderState::Mismatched),
                _,
            ) => Err(Refusal::OrderNotOpen { order: id, state }),
        }
    }
}
