//! Snapshots of payments that are not paid.

use chrono::{DateTime, Utc};

use crate::{
    books::{Books, again::DEPOSIT_ASKED_MINUTES, complete::Paid, orders::end::Unpaid},
    command::Observed,
    effects::Job,
    order::{Order, OrderState, Session},
    payment::{Snapshot, Standing},
    refusal::Refusal,
};

impl Books<'_> {
    pub(super) fn observe_unpaid(
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
                    let listed = self.park(order, disagreement, snapshot, asked_at);
                    return Ok(self.contradicted(id, listed));
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
        let waits_until = self.month_waits_until(&order);
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
        if let Some(mut deposit) = snapshot.deposit.clone() {
            // Money for a month that waits no more would go back.
            deposit.due_at = waits_until.map_or(deposit.due_at, |end| deposit.due_at.min(end));
            session.expires_at = deposit.due_at;
            order.expires_at = deposit.due_at;
            session.deposit = Some(deposit);
        }
        order.state = OrderState::AwaitingDeposit;
        // A lost webhook must not cost the buyer the whole waiting time. So the provider is asked again, for any source
        // of this snapshot.
        let again_at = self.now + chrono::Duration::minutes(DEPOSIT_ASKED_MINUTES);
        self.job(Job::SettleOrder(order.id), again_at);
        if self.rows.orders.get(&order.id) != Some(&order) {
            self.rows.orders.put(order);
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
}
