//! The meaning of a provider's snapshot. This is the one place where payments complete orders and mint lots, and where
//! money taken back by others takes credits with it.

use chrono::{DateTime, Utc};

use super::{
    Books, Needs, again::DEPOSIT_ASKED_MINUTES, complete::Paid, contradictions::nothing_is_left,
    orders::Unpaid,
};
use crate::{
    actor::Actor,
    canary,
    command::{Change, Observed},
    contradiction::{ContradictionKind, Disagreement},
    effects::Job,
    id::{CustomerId, OrderId, PaymentId},
    kind::Method,
    order::{Order, OrderState, Session},
    payment::{Snapshot, Standing},
    refusal::Refusal,
};

/// Applies a provider's answer about an order's payment, for any caller and reason. The same answer twice changes nothing the
/// second time.
#[derive(Debug, Clone)]
pub struct ObservePayment {
    pub customer: CustomerId,
    pub order: OrderId,
    pub snapshot: Box<Snapshot>,
    /// When the provider was asked. An answer that took long to arrive may be older than the known state.
    pub asked_at: DateTime<Utc>,
}

impl Change for ObservePayment {
    type Answer = Observed;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
        needs.take_back(&self.customer, &self.snapshot);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Observed, Refusal> {
        let (customer, id, snapshot, asked_at) =
            (&self.customer, self.order, &self.snapshot, self.asked_at);
        let order = books.order(customer, id)?;
        // A caller that asked before the order was paid found it unpaid.
        let unpaid_when_asked = || order.closed_at.is_some_and(|at| asked_at <= at);
        let blind = canary!(CheckedBeforeLock, unpaid_when_asked(), false);
        match order.payment.filter(|_| !blind) {
            Some(payment) => books.observe_paid(&order, payment, snapshot, asked_at),
            None => books.observe_unpaid(order, snapshot, asked_at),
        }
    }
}

impl Books<'_> {
    fn observe_unpaid(
        &mut self,
        order: Order,
        snapshot: &Snapshot,
        asked_at: DateTime<Utc>,
    ) -> Result<Observed, Refusal> {
        let (id, customer) = (order.id, order.customer.clone());
        match &snapshot.standing {
            // An older answer that took longer to arrive. It shows a past state.
            Standing::Paid if order.awaited_since(asked_at) => {
                self.job(Job::SettleOrder(id), self.now);
                Ok(self.observed(id, false))
            }
            Standing::Paid => {
                if self.ends_parked(&order, snapshot, asked_at) {
                    return Ok(self.observed(id, false));
                }
                if let Some(disagreement) = self.misfits(&order, snapshot) {
                    let told = self.park(order, disagreement, snapshot, asked_at);
                    return Ok(self.contradicted(id, told));
                }
                // The order was parked before, and the provider agrees now.
                self.end_agreed(&order, snapshot, |_| true);
                let paid = Paid::of(snapshot, self.now);
                let payment = self.complete(order, paid)?;
                self.settle_cancels(payment, snapshot)?;
                let order = self.order(&customer, id)?;
                self.look_again(&order, payment, asked_at);
                Ok(self.observed(id, true))
            }
            // The bank took parked money back. Nothing of it is here, and it may come again.
            Standing::AwaitingDeposit if !order.state.is_open() => {
                let note = "the deposit was taken back by its bank";
                self.ask_while_it_takes_deposits(&order, snapshot);
                Ok(self.end_unpaid(order, snapshot, Unpaid::Expired(note.to_owned())))
            }
            Standing::AwaitingDeposit => {
                self.await_deposit(order, snapshot, asked_at);
                Ok(self.observed(id, false))
            }
            Standing::Failed(failure) => {
                Ok(self.end_unpaid(order, snapshot, Unpaid::Failed(failure.clone())))
            }
            Standing::Voided => {
                let note = "cancelled at the provider before payment";
                Ok(self.end_unpaid(order, snapshot, Unpaid::Cancelled(note.to_owned())))
            }
            Standing::Expired => {
                let note = "the provider's session ran out unpaid";
                Ok(self.end_unpaid(order, snapshot, Unpaid::Expired(note.to_owned())))
            }
            // Nothing may be concluded. The caller will ask again.
            Standing::Pending | Standing::Unknown { .. } => Ok(self.observed(id, false)),
        }
    }

    fn end_unpaid(&mut self, order: Order, snapshot: &Snapshot, end: Unpaid) -> Observed {
        let id = order.id;
        // Parked money is not there.
        self.end_agreed(&order, snapshot, |_| true);
        self.unpark(order, end);
        self.observed(id, false)
    }

    fn await_deposit(&mut self, mut order: Order, snapshot: &Snapshot, asked_at: DateTime<Utc>) {
        let session = order.session.get_or_insert(Session {
            payment_key: None,
            redirect_url: None,
            mobile_url: None,
            app_url: None,
            callback: std::collections::BTreeMap::new(),
            deposit: None,
            webhook_secret: None,
            awaited_at: None,
            expires_at: order.expires_at,
        });
        session.awaited_at = session.awaited_at.max(Some(asked_at));
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
        // A lost webhook must not cost the buyer the whole waiting time. So the provider is asked again, for any source
        // of this snapshot.
        let again_at = self.now + chrono::Duration::minutes(DEPOSIT_ASKED_MINUTES);
        self.job(Job::SettleOrder(order.id), again_at);
        if self.rows.orders.get(&order.id) != Some(&order) {
            self.rows.orders.put(order.id, order);
        }
    }

    /// The account of an order that has ended still takes money, and a lost webhook must not hide it. Each look-up
    /// queues the next one until the account is closed, so that one comes after its end.
    fn ask_while_it_takes_deposits(&mut self, order: &Order, snapshot: &Snapshot) {
        let session = order.session.as_ref();
        let known = session.and_then(|session| session.deposit.as_ref());
        let account = snapshot.deposit.as_ref().or(known);
        if account.is_some_and(|account| self.now < account.due_at) {
            let again_at = self.now + chrono::Duration::minutes(DEPOSIT_ASKED_MINUTES);
            self.job(Job::SettleOrder(order.id), again_at);
        }
    }

    fn observe_paid(
        &mut self,
        order: &Order,
        payment: PaymentId,
        snapshot: &Snapshot,
        asked_at: DateTime<Utc>,
    ) -> Result<Observed, Refusal> {
        let known = self.payment(&order.customer, payment)?;
        if known.payment_key != snapshot.payment_key {
            return Ok(self.observe_second(order, snapshot));
        }
        let mut told = None;
        match &snapshot.standing {
            // The paid amount never changes, so nothing else in such an answer is believed either. There is one
            // exception: where the same contradiction was reported before, the cancels under our refunds' own ids are
            // believed. Otherwise a refund would stay sent for ever.
            Standing::Paid if snapshot.amount != known.amount => {
                let (paid, told_now) = (known.amount, snapshot.amount);
                let note = format!("{paid} won were paid, the provider now says {told_now} won");
                let changed = Disagreement::new(ContradictionKind::AmountChanged, note);
                told = self.contradict(order, changed, snapshot);
                let known = self.contradictions_of(order.id).any(|known| {
                    known.kind == ContradictionKind::AmountChanged && known.opened_at < asked_at
                });
                if known {
                    self.settle_sent(payment, snapshot)?;
                }
                self.look_again(order, payment, asked_at);
            }
            Standing::Paid => {
                // The provider still holds money that a person transferred from our own account. That money is ours.
                let held = snapshot.amount.minus_or_zero(snapshot.cancelled);
                let gone = held <= self.by_hand(payment);
                self.end_agreed(order, snapshot, |kind| {
                    kind.ends_when_agreed() || (gone && kind == ContradictionKind::PaidAgainClosed)
                });
                self.settle_cancels(payment, snapshot)?;
                self.look_again(order, payment, asked_at);
                self.came_here_again(order, payment, snapshot, asked_at);
            }
            // It was asked for before the payment was booked and took long to arrive. It shows a past state.
            Standing::AwaitingDeposit | Standing::Voided
                if order.closed_at.is_some_and(|at| asked_at < at) => {}
            // The deposit may have come again since.
            Standing::AwaitingDeposit | Standing::Voided if known.changed_since(asked_at) => {
                self.job(Job::SettleOrder(order.id), self.now);
            }
            // The bank took the deposit back (Toss: DONE → WAITING_FOR_DEPOSIT), and the account may have been given up
            // since. All of it is gone.
            Standing::AwaitingDeposit | Standing::Voided => {
                self.taken_back(payment, known.amount, "the deposit was reversed");
                self.look_again(order, payment, asked_at);
            }
            Standing::Pending | Standing::Unknown { .. } => {}
            ended @ (Standing::Failed { .. } | Standing::Expired) => {
                let word = if let Standing::Failed(failure) = ended {
                    format!("failed ({failure})")
                } else {
                    "expired".to_owned()
                };
                let note = format!("the provider now calls a completed payment {word}");
                let ended = Disagreement::new(ContradictionKind::Ended, note);
                told = self.contradict(order, ended, snapshot);
                self.look_again(order, payment, asked_at);
            }
        }
        if told.is_some() {
            self.look_soon(order);
        }
        Ok(self.contradicted(order.id, told))
    }

    /// Another payment than the booked one. A person has to decide about it as long as it holds money.
    fn observe_second(&mut self, order: &Order, snapshot: &Snapshot) -> Observed {
        let key = snapshot.payment_key.as_str();
        let told = match snapshot.standing {
            Standing::Paid if !nothing_is_left(snapshot) => {
                let note = format!("a second payment {key} of {} won", snapshot.amount);
                let second = Disagreement::new(ContradictionKind::SecondPayment, note);
                self.contradict(order, second, snapshot)
            }
            Standing::Paid | Standing::Failed { .. } | Standing::Voided | Standing::Expired => {
                self.end_agreed(order, snapshot, |_| true);
                None
            }
            Standing::AwaitingDeposit | Standing::Pending | Standing::Unknown { .. } => None,
        };
        self.contradicted(order.id, told)
    }

    /// A reversed deposit was made again, or a cancel was undone. The books follow the money. Nothing is minted.
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
            self.job(Job::SettleOrder(order.id), self.now);
            return;
        }
        let gone = payment.cancelled_outside;
        if !self.paid_again(id, outside, "the provider has the money again") {
            let note = "paid again after the customer was closed";
            let closed = Disagreement::new(ContradictionKind::PaidAgainClosed, note);
            self.contradict(order, closed, snapshot);
        } else if payment.method != Method::VirtualAccount {
            let note =
                format!("{gone} won were taken back by others, the provider counts {outside}");
            let undone = Disagreement::new(ContradictionKind::CancelUndone, note);
            self.contradict(order, undone, snapshot);
        }
    }

    fn contradicted(&self, id: OrderId, told: Option<ContradictionKind>) -> Observed {
        Observed {
            contradicted: told,
            ..self.observed(id, false)
        }
    }

    fn observed(&self, id: OrderId, minted: bool) -> Observed {
        let order = self
            .rows
            .orders
            .get(&id)
            .cloned()
            .unwrap_or_else(|| panic!("order {id} was not loaded"));
        let payment = order
            .payment
            .and_then(|payment| self.rows.payments.get(&payment))
            .cloned();
        Observed {
            order,
            payment,
            minted,
            contradicted: None,
        }
    }
}
