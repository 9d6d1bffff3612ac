//! Orders before they are paid: opened, sent to a provider, given up.

use super::Books;
use crate::{
    actor::Actor,
    calendar::rfc3339_seoul,
    command::{Answer, OpenOrder},
    deposit::depositor_key,
    effects::{AuditAct, Job},
    event::{Event, OrderClosed},
    id::{CustomerId, OrderId},
    money::Won,
    order::{Order, OrderState, Session},
    refusal::Refusal,
};
use chrono::{DateTime, Utc};

/// How long after a confirmation was stored another worker checks its outcome, in seconds. This is longer than the call
/// itself usually takes, and short enough that a buyer still waits. The check is only a look-up, and finds nothing
/// while the first call is under way.
const CONFIRM_CHECK_SECONDS: i64 = 5;
/// How long after a look-up of an overdue order the sweep takes it up again, in minutes, should the answer not have
/// settled it. The job that asks has its own, closer schedule.
const OVERDUE_AGAIN_MINUTES: i64 = 60;

impl Books<'_> {
    /// Opens an order. An order of this id that is already there is left as it is, in any state.
    pub(super) fn open_order(&mut self, open: &OpenOrder) -> Result<Answer, Refusal> {
        if self.rows.orders.get(&open.id).is_some() {
            let known = self.order(&open.customer, open.id)?;
            return Ok(Answer::Order(Box::new(known)));
        }
        self.open_customer(&open.customer)?;
        let policy = self.rules.policies.current(self.now);
        let offer = self
            .rules
            .catalogue
            .offer(&open.product, open.quantity, policy)?;
        takes(open, offer.amount)?;
        // Checked again when the order is paid, because other credits may come meanwhile.
        self.granted_with(&open.customer, offer.all_credits())?;
        let names = open.account.as_ref().zip(open.depositor.as_ref());
        let depositor_key = names.map(|(account, name)| depositor_key(account, name));
        if let Some(other) = depositor_key
            .as_ref()
            .and_then(|key| self.awaiting(key, offer.amount))
        {
            return Err(Refusal::DepositorTaken {
                other,
                amount: offer.amount,
            });
        }
        let order = Order {
            id: open.id,
            customer: open.customer.clone(),
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
            provider: open.provider.clone(),
            method: open.method,
            depositor: open.depositor.clone(),
            // An order that waits for a transfer to our own account may be paid from now on.
            state: if depositor_key.is_some() {
                OrderState::AwaitingDeposit
            } else {
                OrderState::Open
            },
            depositor_key,
            return_url: open.return_url.clone(),
            session: None,
            note: None,
            payment: None,
            opened_at: self.now,
            expires_at: open.expires_at,
            closed_at: None,
            hinted_at: None,
            metadata: open.metadata.clone(),
        };
        if let Some(key) = &order.depositor_key {
            self.by_depositor
                .entry(key.clone())
                .or_default()
                .push(order.id);
        }
        self.rows.orders.put(order.id, order.clone());
        Ok(Answer::Order(Box::new(order)))
    }

    fn awaiting(&self, depositor_key: &str, amount: crate::money::Won) -> Option<OrderId> {
        let ids = self.by_depositor.get(depositor_key)?;
        let orders = ids.iter().filter_map(|id| self.rows.orders.get(id));
        orders
            .filter(|order| order.state == OrderState::AwaitingDeposit)
            .find(|order| order.amount == amount)
            .map(|order| order.id)
    }

    pub(super) fn attach_session(
        &mut self,
        customer: &CustomerId,
        id: OrderId,
        session: &Session,
    ) -> Result<Answer, Refusal> {
        let mut order = self.order(customer, id)?;
        if !order.state.is_open() {
            return Err(Refusal::OrderNotOpen {
                order: id,
                state: order.state,
            });
        }
        if order.session.is_none() {
            order.session = Some(session.clone());
            self.rows.orders.put(id, order.clone());
        }
        Ok(Answer::Order(Box::new(order)))
    }

    pub(super) fn fail_order(
        &mut self,
        customer: &CustomerId,
        id: OrderId,
        note: &str,
        look_at: Option<DateTime<Utc>>,
    ) -> Result<Answer, Refusal> {
        let order = self.order(customer, id)?;
        if let Some(at) = look_at {
            self.job(Job::SettleOrder(id), at);
        }
        if !order.state.is_open() {
            return Ok(Answer::Order(Box::new(order)));
        }
        Ok(self.close_order(order, OrderState::Failed, note.to_owned()))
    }

    /// Stored before the provider is asked to take the money. Asking twice is harmless.
    pub(super) fn confirming(
        &mut self,
        customer: &CustomerId,
        id: OrderId,
        query: &std::collections::BTreeMap<String, String>,
    ) -> Result<Answer, Refusal> {
        let mut order = self.order(customer, id)?;
        match order.state {
            OrderState::Open => {
                order.state = OrderState::Confirming;
                if let Some(session) = order.session.as_mut() {
                    session.callback.clone_from(query);
                }
                self.rows.orders.put(id, order.clone());
                let check_at = self.now + chrono::Duration::seconds(CONFIRM_CHECK_SECONDS);
                self.job(Job::SettleOrder(id), check_at);
                Ok(Answer::Order(Box::new(order)))
            }
            OrderState::Confirming | OrderState::AwaitingDeposit | OrderState::Completed => {
                Ok(Answer::Order(Box::new(order)))
            }
            state @ (OrderState::Failed
            | OrderState::Cancelled
            | OrderState::Expired
            | OrderState::Mismatched) => Err(Refusal::OrderNotOpen { order: id, state }),
        }
    }

    pub(super) fn cancel_order(
        &mut self,
        customer: &CustomerId,
        id: OrderId,
        note: &str,
        by: &Actor,
    ) -> Result<Answer, Refusal> {
        let order = self.order(customer, id)?;
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
                self.act(by, AuditAct::OrderCancel, id.to_string(), note);
                Ok(self.close_order(order, OrderState::Cancelled, note.to_owned()))
            }
            (OrderState::Cancelled, _) => Ok(Answer::Order(Box::new(order))),
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

    /// Money is only ever taken by our own confirmation, so an order that nobody confirmed is given up as it is. Where
    /// a deposit may have come unseen, the provider is asked first.
    pub(super) fn overdue(
        &mut self,
        customer: &CustomerId,
        id: OrderId,
    ) -> Result<Answer, Refusal> {
        let mut order = self.order(customer, id)?;
        let can_be_asked = order
            .session
            .as_ref()
            .is_some_and(|session| session.payment_key.is_some());
        if order.state == OrderState::AwaitingDeposit
            && can_be_asked
            && self.now >= order.expires_at
        {
            self.job(Job::SettleOrder(id), self.now);
            order.expires_at = self.now + chrono::Duration::minutes(OVERDUE_AGAIN_MINUTES);
            self.rows.orders.put(id, order.clone());
            return Ok(Answer::Order(Box::new(order)));
        }
        self.expire_order(customer, id)
    }

    /// Gives up an order whose time ran out. An order that is being confirmed is left to the job that asks the
    /// provider.
    pub(super) fn expire_order(
        &mut self,
        customer: &CustomerId,
        id: OrderId,
    ) -> Result<Answer, Refusal> {
        let order = self.order(customer, id)?;
        let ends_at = order.session.as_ref().map_or(order.expires_at, |session| {
            session.expires_at.min(order.expires_at)
        });
        match order.state {
            OrderState::Open | OrderState::AwaitingDeposit if self.now >= ends_at => Ok(self
                .close_order(
                    order,
                    OrderState::Expired,
                    format!("not paid by {}", rfc3339_seoul(ends_at)),
                )),
            OrderState::Confirming => Err(Refusal::OrderConfirming { order: id }),
            OrderState::Open
            | OrderState::AwaitingDeposit
            | OrderState::Completed
            | OrderState::Failed
            | OrderState::Cancelled
            | OrderState::Expired
            | OrderState::Mismatched => Ok(Answer::Order(Box::new(order))),
        }
    }

    /// Ends an order without a payment, or parks it for a person.
    pub(super) fn close_order(
        &mut self,
        mut order: Order,
        state: OrderState,
        note: String,
    ) -> Answer {
        let event = match state {
            OrderState::Failed => Event::OrderFailed,
            OrderState::Cancelled => Event::OrderCancelled,
            OrderState::Expired => Event::OrderExpired,
            OrderState::Mismatched => Event::OrderMismatched,
            OrderState::Open
            | OrderState::Confirming
            | OrderState::AwaitingDeposit
            | OrderState::Completed => {
                unreachable!("{state} does not close an order unpaid")
            }
        };
        self.event(event(OrderClosed {
            order_id: order.id,
            customer_id: order.customer.clone(),
            amount: order.amount,
            note: note.clone(),
            metadata: order.metadata.clone(),
        }));
        order.state = state;
        order.note = Some(note);
        order.closed_at = Some(self.now);
        self.rows.orders.put(order.id, order.clone());
        Answer::Order(Box::new(order))
    }
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
