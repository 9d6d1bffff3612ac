//! Orders that end without a payment: given up, refused by the provider, or out of time.

use chrono::{DateTime, Utc};

use crate::{
    actor::Actor,
    books::Books,
    calendar::rfc3339_seoul,
    command::{Change, of_customer},
    effects::{AuditAct, Job},
    event::{Event, OrderClosed},
    failure::{Failure, Why, in_words},
    id::{CustomerId, OrderId},
    order::{Order, OrderState},
    refusal::Refusal,
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
        if state != OrderState::Mismatched {
            self.return_promotion(&order);
        }
        order.state = state;
        order.closed_at = Some(self.now);
        self.rows.orders.save(order)
    }
}

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

    of_customer!(orders: order);

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
                books.act(by, AuditAct::OrderCancel, &id, note);
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

    of_customer!(orders: order);

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Order, Refusal> {
        let order = books.order(&self.customer, self.order)?;
        if let Some(at) = self.look_at {
            books.job(Job::SettleOrder(order.id), at);
        }
        if !order.state.is_open() {
            return Ok(order);
        }
        Ok(books.close_order(order, Unpaid::Failed(self.failure.clone())))
    }
}

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

    of_customer!(orders: order);

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
            return Ok(books.rows.orders.save(order));
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

    of_customer!(orders: order);

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
