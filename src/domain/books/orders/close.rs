//! The end of an order without a payment.

use crate::{
    books::Books,
    event::{Event, OrderClosed},
    failure::{Failure, Why, in_words},
    order::{Order, OrderState},
};

/// How an order ends without a payment, or is parked for a person, with the reason.
pub(in crate::books) enum Unpaid {
    Failed(Failure),
    Cancelled(String),
    Expired(String),
    Mismatched(String),
}

impl Books<'_> {
    /// Ends an order without a payment, or parks it for a person.
    pub(in crate::books) fn close_order(&mut self, mut order: Order, end: Unpaid) -> Order {
        type OrderEvent = fn(OrderClosed) -> Event;
        let (state, event, why): (_, OrderEvent, _) = match end {
            Unpaid::Failed(why) => (OrderState::Failed, Event::OrderFailed, Why::Failure(why)),
            Unpaid::Cancelled(why) => {
                (OrderState::Cancelled, Event::OrderCancelled, Why::Note(why))
            }
            Unpaid::Expired(why) => (OrderState::Expired, Event::OrderExpired, Why::Note(why)),
            Unpaid::Mismatched(why) => (
                OrderState::Mismatched,
                Event::OrderMismatched,
                Why::Note(why),
            ),
        };
        (order.failure, order.note) = why.columns();
        let note = in_words(order.failure.as_ref(), order.note.as_deref());
        self.event(event(OrderClosed {
            order_id: order.id,
            customer_id: order.customer.clone(),
            amount: order.amount,
            note: note.unwrap_or_default(),
            metadata: order.metadata.clone(),
        }));
        order.state = state;
        order.closed_at = Some(self.now);
        self.rows.orders.put(order.id, order.clone());
        order
    }
}
