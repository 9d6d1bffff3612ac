//! What a provider's snapshot means: the one place where payments complete orders and mint lots, and
//! where money taken back by others takes credits with it.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{Books, again::DEPOSIT_ASKED_MINUTES, complete::Paid};
use crate::{
    canary::{Canary, is_armed},
    command::Answer,
    customer::CustomerState,
    id::{CustomerId, OrderId, PaymentId},
    kind::Method,
    order::{Order, OrderState, Session},
    payment::{Snapshot, Standing},
    promise::JobKind,
    refusal::Refusal,
};

impl Books<'_> {
    /// Applies a snapshot, whoever asked for it. The same snapshot twice changes nothing the second time.
    pub(super) fn observe(
        &mut self,
        customer: &CustomerId,
        id: OrderId,
        snapshot: &Snapshot,
        asked_at: DateTime<Utc>,
    ) -> Result<Answer, Refusal> {
        let order = self.order(customer, id)?;
        // Who asked before the order was paid found it unpaid.
        let unpaid_when_asked = || order.closed_at.is_some_and(|at| asked_at <= at);
        let blind = is_armed(Canary::CheckedBeforeLock) && unpaid_when_asked();
        match order.payment.filter(|_| !blind) {
            Some(payment) => self.observe_paid(&order, payment, snapshot, asked_at),
            None => self.observe_unpaid(order, snapshot, asked_at),
        }
    }

    fn observe_unpaid(
        &mut self,
        order: Order,
        snapshot: &Snapshot,
        asked_at: DateTime<Utc>,
    ) -> Result<Answer, Refusal> {
        let (id, customer) = (order.id, order.customer.clone());
        match &snapshot.standing {
            Standing::Paid => {
                if order.state == OrderState::Mismatched {
                    return Ok(self.observed(id, false));
                }
                if let Some(note) = self.mismatch(&order, snapshot) {
                    self.close_order(order, OrderState::Mismatched, note);
                    return Ok(self.observed(id, false));
                }
                let paid = Paid {
                    provider: &snapshot.provider,
                    payment_key: &snapshot.payment_key,
                    method: snapshot.method,
                    amount: snapshot.amount,
                    tax: snapshot.tax,
                    at: snapshot.paid_at.unwrap_or(self.now).min(self.now),
                    facts: snapshot.facts.clone(),
                };
                let payment = self.complete(order, paid)?;
                self.settle_cancels(payment, snapshot)?;
                let order = self.order(&customer, id)?;
                self.look_again(&order, payment, asked_at);
                Ok(self.observed(id, true))
            }
            Standing::AwaitingDeposit => {
                self.await_deposit(order, snapshot);
                Ok(self.observed(id, false))
            }
            Standing::Failed { code, message } => {
                Ok(self.end_unpaid(order, OrderState::Failed, format!("{code}: {message}")))
            }
            Standing::Voided => Ok(self.end_unpaid(
                order,
                OrderState::Cancelled,
                "cancelled at the provider before payment".to_owned(),
            )),
            Standing::Expired => Ok(self.end_unpaid(
                order,
                OrderState::Expired,
                "the provider's session ran out unpaid".to_owned(),
            )),
            // Nothing may be concluded: whoever asked will ask again.
            Standing::Pending | Standing::Unknown { .. } => Ok(self.observed(id, false)),
        }
    }

    /// Why a paid snapshot does not fit its order. Money moved, so it is parked, never dropped.
    fn mismatch(&self, order: &Order, snapshot: &Snapshot) -> Option<String> {
        let session_key = order
            .session
            .as_ref()
            .and_then(|session| session.payment_key.as_ref());
        if snapshot.provider != order.provider {
            return Some(format!(
                "paid through {}, ordered through {}",
                snapshot.provider, order.provider
            ));
        }
        if snapshot.order_ref != order.id.to_string() {
            return Some("the provider says the payment is for another order".to_owned());
        }
        if session_key.is_some_and(|key| *key != snapshot.payment_key) {
            return Some("the provider reports another payment than the one begun".to_owned());
        }
        if snapshot.currency != "KRW" {
            return Some(format!("paid in {}, not KRW", snapshot.currency));
        }
        if snapshot.amount != order.amount {
            return Some(format!(
                "paid {} won, the order costs {} won",
                snapshot.amount, order.amount
            ));
        }
        if self.customer(&order.customer).state == CustomerState::Closed {
            return Some("paid after the customer was closed".to_owned());
        }
        if let Err(refusal) = self.granted_with(&order.customer, order.credits) {
            return Some(format!("paid, and cannot be minted: {refusal}"));
        }
        (order.state == OrderState::Cancelled)
            .then(|| "paid after the order was cancelled".to_owned())
    }

    fn end_unpaid(&mut self, order: Order, state: OrderState, note: String) -> Answer {
        let id = order.id;
        if order.state.is_open() {
            self.close_order(order, state, note);
        }
        self.observed(id, false)
    }

    fn await_deposit(&mut self, mut order: Order, snapshot: &Snapshot) {
        if !order.state.is_open() {
            return;
        }
        let session = order.session.get_or_insert(Session {
            payment_key: None,
            redirect_url: None,
            mobile_url: None,
            app_url: None,
            callback: std::collections::BTreeMap::new(),
            deposit: None,
            webhook_secret: None,
            expires_at: order.expires_at,
        });
        session
            .payment_key
            .get_or_insert_with(|| snapshot.payment_key.clone());
        if snapshot.webhook_secret.is_some() {
            session.webhook_secret.clone_from(&snapshot.webhook_secret);
        }
        if let Some(deposit) = &snapshot.deposit {
            session.expires_at = deposit.due_at;
            order.expires_at = deposit.due_at;
            session.deposit = Some(deposit.clone());
        }
        order.state = OrderState::AwaitingDeposit;
        // A lost webhook must not cost the buyer the whole waiting time: asked again, whoever told us.
        let again_at = self.now + chrono::Duration::minutes(DEPOSIT_ASKED_MINUTES);
        self.job(JobKind::SettleOrder, order.id.to_string(), again_at);
        if self.orders.get(&order.id) != Some(&order) {
            self.orders.put(order.id, order);
        }
    }

    fn observe_paid(
        &mut self,
        order: &Order,
        payment: PaymentId,
        snapshot: &Snapshot,
        asked_at: DateTime<Utc>,
    ) -> Result<Answer, Refusal> {
        let known = self.payment(&order.customer, payment)?;
        if known.payment_key != snapshot.payment_key {
            self.contradict(
                order,
                format!(
                    "a second payment {} is {:?}",
                    snapshot.payment_key, snapshot.standing
                ),
            );
            return Ok(self.observed(order.id, false));
        }
        match &snapshot.standing {
            // What was paid does not change: nothing else in such an answer is believed either.
            Standing::Paid if snapshot.amount != known.amount => {
                let (paid, told) = (known.amount, snapshot.amount);
                self.contradict(
                    order,
                    format!("{paid} won were paid, the provider now says {told} won"),
                );
            }
            Standing::Paid => {
                self.settle_cancels(payment, snapshot)?;
                self.look_again(order, payment, asked_at);
                self.came_here_again(order, payment, snapshot, asked_at);
            }
            // Asked before the payment was booked and long on its way: it tells what was, not what is.
            Standing::AwaitingDeposit | Standing::Voided
                if order.closed_at.is_some_and(|at| asked_at < at) => {}
            // The deposit may have come again since.
            Standing::AwaitingDeposit | Standing::Voided if known.changed_since(asked_at) => {
                self.job(JobKind::SettleOrder, order.id.to_string(), self.now);
            }
            // The bank took the deposit back (Toss: DONE → WAITING_FOR_DEPOSIT), and the account may
            // have been given up since: all of it is gone.
            Standing::AwaitingDeposit | Standing::Voided => {
                self.taken_back(payment, known.amount, "the deposit was reversed");
                self.look_again(order, payment, asked_at);
            }
            Standing::Pending | Standing::Unknown { .. } => {}
            ended @ (Standing::Failed { .. } | Standing::Expired) => {
                self.contradict(
                    order,
                    format!("the provider now calls a completed payment {ended:?}"),
                );
            }
        }
        Ok(self.observed(order.id, false))
    }

    /// A reversed deposit that was made again, or a cancel undone: the books follow the money. Nothing is minted.
    fn came_here_again(
        &mut self,
        order: &Order,
        id: PaymentId,
        snapshot: &Snapshot,
        asked_at: DateTime<Utc>,
    ) {
        let payment = self.known_payment(id);
        let Some(outside) = self.came_again(&payment, snapshot) else {
            return;
        };
        if payment.changed_since(asked_at) {
            self.job(JobKind::SettleOrder, order.id.to_string(), self.now);
            return;
        }
        let gone = payment.cancelled_outside;
        if !self.paid_again(id, outside, "the provider has the money again") {
            self.contradict(order, "paid again after the customer was closed".to_owned());
        } else if payment.method != Method::VirtualAccount {
            let note =
                format!("{gone} won were taken back by others, the provider counts {outside}");
            self.contradict(order, note);
        }
    }

    /// A terminal state is never overwritten: the contradiction is told and a person looks.
    fn contradict(&mut self, order: &Order, note: String) {
        if order.note.as_ref() != Some(&note) {
            self.event(
                "order.contradicted",
                Some(&order.customer),
                order.id.to_string(),
                json!({
                    "order_id": order.id, "customer_id": order.customer, "note": note,
                }),
            );
            self.orders.put(
                order.id,
                Order {
                    note: Some(note),
                    ..order.clone()
                },
            );
        }
    }

    fn observed(&self, id: OrderId, minted: bool) -> Answer {
        let order = self
            .orders
            .get(&id)
            .cloned()
            .unwrap_or_else(|| panic!("order {id} was not loaded"));
        let payment = order
            .payment
            .and_then(|payment| self.payments.get(&payment))
            .cloned()
            .map(Box::new);
        Answer::Observed {
            order: Box::new(order),
            payment,
            minted,
        }
    }
}
