//! Orders before they are paid: opened, sent to a provider, given up.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Books, Needs};
use crate::{
    actor::Actor,
    calendar::rfc3339_seoul,
    command::Change,
    deposit::depositor_key,
    effects::{AuditAct, Job},
    event::{Event, OrderClosed},
    failure::{Failure, Why, in_words},
    id::{CustomerId, OrderId},
    kind::{Method, ProviderId},
    metadata::Metadata,
    money::Won,
    order::{Order, OrderState, Session},
    refusal::Refusal,
};

/// How long after a confirmation was stored another worker checks its outcome, in seconds. This is longer than the call
/// itself usually takes, and short enough that a buyer still waits. The check is only a look-up, and finds nothing
/// while the first call is under way.
const CONFIRM_CHECK_SECONDS: i64 = 5;
/// How long after a look-up of an overdue order the sweep takes it up again, in minutes, should the answer not have
/// settled it. The job that asks has its own, closer schedule.
const OVERDUE_AGAIN_MINUTES: i64 = 60;

/// Opens an order. Price, credits and validity come from the catalogue and the policy. An order of this id that is already
/// there is left as it is, in any state.
#[derive(Debug, Clone)]
pub struct OpenOrder {
    pub id: OrderId,
    pub customer: CustomerId,
    pub product: String,
    pub quantity: i64,
    pub provider: ProviderId,
    pub method: Method,
    pub depositor: Option<String>,
    /// Our account that a bank deposit would arrive on, by its configured name.
    pub account: Option<String>,
    pub return_url: String,
    pub metadata: Metadata,
    pub expires_at: DateTime<Utc>,
    /// The smallest amount that the provider takes by this method, in won.
    pub amount_min: Won,
    /// The largest, where there is one.
    pub amount_max: Option<Won>,
}

impl Change for OpenOrder {
    type Answer = Order;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.id);
        needs.may_await = true;
        if let Some((name, account)) = self.depositor.as_ref().zip(self.account.as_ref()) {
            needs.depositors.insert(depositor_key(account, name));
        }
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Order, Refusal> {
        if books.rows.orders.get(&self.id).is_some() {
            let known = books.order(&self.customer, self.id)?;
            return Ok(known);
        }
        books.open_customer(&self.customer)?;
        let policy = books.rules.policies.current(books.now);
        let offer = books
            .rules
            .catalogue
            .offer(&self.product, self.quantity, policy)?;
        takes(self, offer.amount)?;
        // Checked again when the order is paid, because other credits may come meanwhile.
        books.granted_with(&self.customer, offer.all_credits())?;
        let names = self.account.as_ref().zip(self.depositor.as_ref());
        let depositor_key = names.map(|(account, name)| depositor_key(account, name));
        if let Some(other) = depositor_key
            .as_ref()
            .and_then(|key| books.awaiting(key, offer.amount))
        {
            return Err(Refusal::DepositorTaken {
                other,
                amount: offer.amount,
            });
        }
        let order = Order {
            id: self.id,
            customer: self.customer.clone(),
            product: offer.product,
            title: offer.title,
            quantity: offer.quantity,
            amount: offer.amount,
            tax_free: offer.tax_free,
            credits: offer.credits,
            kind: offer.kind,
            validity: offer.validity,
            bonus: offer.bonus,
            policy: policy.version.clone(),
            policy_hash: policy.hash.clone(),
            provider: self.provider.clone(),
            method: self.method,
            depositor: self.depositor.clone(),
            // An order that waits for a transfer to our own account may be paid from now on.
            state: if depositor_key.is_some() {
                OrderState::AwaitingDeposit
            } else {
                OrderState::Open
            },
            depositor_key,
            return_url: self.return_url.clone(),
            session: None,
            failure: None,
            note: None,
            payment: None,
            opened_at: books.now,
            expires_at: self.expires_at,
            closed_at: None,
            hinted_at: None,
            metadata: self.metadata.clone(),
        };
        if let Some(key) = &order.depositor_key {
            books
                .by_depositor
                .entry(key.clone())
                .or_default()
                .push(order.id);
        }
        books.rows.orders.put(order.id, order.clone());
        Ok(order)
    }

    fn answers_balance(&self) -> bool {
        true
    }
}

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

/// Gives up an order that nobody has begun to pay.
#[derive(Debug, Clone)]
pub struct CancelOrder {
    pub customer: CustomerId,
    pub order: OrderId,
    pub note: String,
}

impl Change for CancelOrder {
    type Answer = Order;

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

    fn answers_balance(&self) -> bool {
        true
    }
}

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
    fn awaiting(&self, depositor_key: &str, amount: crate::money::Won) -> Option<OrderId> {
        let ids = self.by_depositor.get(depositor_key)?;
        let orders = ids.iter().filter_map(|id| self.rows.orders.get(id));
        orders
            .filter(|order| order.state == OrderState::AwaitingDeposit)
            .find(|order| order.amount == amount)
            .map(|order| order.id)
    }

    /// Gives up an order whose time ran out. An order that is being confirmed is left to the job that asks the
    /// provider.
    pub(super) fn expire_order(
        &mut self,
        customer: &CustomerId,
        id: OrderId,
    ) -> Result<Order, Refusal> {
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

    /// Ends an order without a payment, or parks it for a person.
    pub(super) fn close_order(&mut self, mut order: Order, end: Unpaid) -> Order {
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

/// How an order ends without a payment, or is parked for a person, with the reason.
pub(super) enum Unpaid {
    Failed(Failure),
    Cancelled(String),
    Expired(String),
    Mismatched(String),
}

/// Whether the provider takes such an amount by this method.
fn takes(open: &OpenOrder, amount: Won) -> Result<(), Refusal> {
    let provider = || open.provider.clone();
    if amount < open.amount_min {
        return Err(Refusal::BelowMinimum {
            provider: provider(),
            amount,
            amount_min: open.amount_min,
        });
    }
    match open.amount_max {
        Some(amount_max) if amount > amount_max => Err(Refusal::AboveMaximum {
            provider: provider(),
            method: open.method,
            amount,
            amount_max,
        }),
        Some(_) | None => Ok(()),
    }
}
