//! What a provider's snapshot means: the one place where payments complete orders and mint lots, and
//! where money taken back by others takes credits with it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::Books;
use crate::{
    calendar::{Rollover, ends_at, rfc3339_seoul},
    canary::{Canary, is_armed},
    command::{Answer, RefundOutcome},
    customer::CustomerState,
    id::{CustomerId, LotId, OrderId, PaymentId},
    kind::{Method, ProviderId},
    ledger::{self, Account, Act},
    lot::{Lot, Place},
    money::{Credits, Won, vat_included},
    order::{Order, OrderState, Session},
    payment::{CancelStanding, Payment, Snapshot, Standing, Tax},
    promise::JobKind,
    refund::{Refund, RefundState, is_reason_of},
    refusal::Refusal,
};

/// How often an order that awaits a deposit at a provider is asked about without a hint, in minutes.
const DEPOSIT_ASKED_MINUTES: i64 = 60;

/// What completes an order: money that definitely came in.
pub(super) struct Paid<'a> {
    pub provider: &'a ProviderId,
    pub payment_key: &'a str,
    pub method: Method,
    /// What was really paid. Refunds are shares of this.
    pub amount: Won,
    pub tax: Option<Tax>,
    pub at: DateTime<Utc>,
    pub facts: BTreeMap<String, String>,
}

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
        let id = order.id;
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
                self.look_again(id, payment, asked_at);
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
                self.look_again(order.id, payment, asked_at);
                let gone = self.payment(&order.customer, payment)?.cancelled_outside;
                // A reversed deposit that was made again, or a cancel undone: nothing is minted
                // twice, a person looks.
                if snapshot.cancelled < gone {
                    let told = snapshot.cancelled;
                    let note =
                        format!("{gone} won were taken back by others, the provider counts {told}");
                    self.contradict(order, note);
                }
            }
            // Asked before the payment was booked and long on its way: it tells what was, not what is.
            Standing::AwaitingDeposit | Standing::Voided
                if order.closed_at.is_some_and(|at| asked_at < at) => {}
            // The bank took the deposit back (Toss: DONE → WAITING_FOR_DEPOSIT), and the account may
            // have been given up since: all of it is gone.
            Standing::AwaitingDeposit | Standing::Voided => {
                self.taken_back(payment, known.amount, "the deposit was reversed");
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

    /// Completes an order: payment, lot and entries in one. The only place that mints.
    pub(super) fn complete(
        &mut self,
        mut order: Order,
        paid: Paid<'_>,
    ) -> Result<PaymentId, Refusal> {
        let payment = Payment {
            id: PaymentId::new(self.now, self.entropy),
            order: order.id,
            customer: order.customer.clone(),
            provider: paid.provider.clone(),
            payment_key: paid.payment_key.to_owned(),
            method: paid.method,
            amount: paid.amount,
            tax: paid
                .tax
                .unwrap_or_else(|| tax_of(paid.amount, order.tax_free)),
            refunded: Won::ZERO,
            in_flight: Won::ZERO,
            cancelled_outside: Won::ZERO,
            credits_revoked: Credits::ZERO,
            policy: order.policy.clone(),
            paid_at: paid.at,
            facts: paid.facts,
        };
        let lot = Lot {
            id: LotId::new(self.now, self.entropy),
            customer: order.customer.clone(),
            kind: order.kind,
            payment: Some(payment.id),
            reason: None,
            policy: order.policy.clone(),
            granted: order.credits,
            remaining: order.credits,
            held: Credits::ZERO,
            spent: Credits::ZERO,
            refunded: Credits::ZERO,
            expired: Credits::ZERO,
            revoked: Credits::ZERO,
            acquired_at: self.now,
            expires_at: ends_at(
                self.now,
                order.validity,
                Rollover::None,
                &self.rules.holidays,
            )?,
        };
        let mut lines = ledger::credits(
            Some(lot.id),
            Account::Issued,
            Account::Available,
            lot.granted,
        )
        .to_vec();
        lines.extend(ledger::won(
            Account::Prepaid,
            Account::Receivable,
            payment.amount,
        ));
        self.post(&order.customer, Act::Mint, payment.id.to_string(), &lines);
        self.event("order.completed", Some(&order.customer), order.id.to_string(), json!({
            "order_id": order.id, "customer_id": order.customer, "payment_id": payment.id, "lot_id": lot.id,
            "provider": payment.provider, "amount": payment.amount, "credits": lot.granted, "kind": lot.kind,
            "expires_at": rfc3339_seoul(lot.expires_at),
        }));
        order.state = OrderState::Completed;
        order.payment = Some(payment.id);
        order.note = None;
        order.closed_at = Some(self.now);
        let (id, minted, customer) = (payment.id, (lot.id, lot.granted), order.customer.clone());
        self.add_lot(lot);
        self.payments.put(id, payment);
        self.orders.put(order.id, order);
        self.pay_debt_from(&customer, &[minted]);
        Ok(id)
    }

    /// Compares the provider's cancels with our refunds: ours are settled, the rest was done by others.
    fn settle_cancels(&mut self, payment: PaymentId, snapshot: &Snapshot) -> Result<(), Refusal> {
        let open: Vec<Refund> = self
            .refunds
            .values()
            .filter(|refund| refund.payment == payment && refund.state == RefundState::Sent)
            .cloned()
            .collect();
        for refund in open {
            let line = snapshot
                .cancels
                .iter()
                .find(|line| is_reason_of(refund.id, &line.reason));
            let outcome = match line.map(|line| (line.settled, line.key.clone())) {
                Some((CancelStanding::Done, key)) => RefundOutcome::Succeeded {
                    cancel_key: Some(key),
                },
                Some((CancelStanding::Failed, key)) => RefundOutcome::Declined {
                    note: format!("the provider's cancel {key} failed"),
                },
                Some((CancelStanding::InProgress, _)) | None => continue,
            };
            self.settle_refund(refund, &outcome);
        }
        let row = self
            .payments
            .get(&payment)
            .cloned()
            .ok_or(Refusal::NoPayment(payment))?;
        // While a refund of ours is on its way its share cannot be told from others': counted as ours.
        // What a person transferred is not among the provider's cancels.
        let ours = row
            .refunded
            .plus(row.in_flight)
            .unwrap_or(row.amount)
            .minus_or_zero(self.by_hand(payment));
        let outside = snapshot.cancelled.minus_or_zero(ours);
        if outside > row.cancelled_outside {
            self.taken_back(payment, outside, "cancelled at the provider, not by us");
        }
        Ok(())
    }

    /// `total` won of a payment are gone by others' hands, whatever of it we gave or promised back ourselves.
    pub(super) fn taken_back(&mut self, id: PaymentId, total: Won, why: &str) {
        let payment = self
            .payments
            .get(&id)
            .cloned()
            .unwrap_or_else(|| panic!("payment {id} was not loaded"));
        let total = total.min(payment.amount);
        if total > payment.cancelled_outside {
            let won = total.minus_or_zero(payment.cancelled_outside);
            self.payments.put(
                id,
                Payment {
                    cancelled_outside: total,
                    ..payment
                },
            );
            self.revoke(id, won, why);
        }
    }

    /// Takes credits along with money that others gave back: unused ones are revoked, those already used
    /// become the customer's debt. A refund of ours that is on its way has taken its credits itself; if
    /// it is declined, this is asked again. `won` is what newly went.
    pub(super) fn revoke(&mut self, id: PaymentId, won: Won, why: &str) {
        let mut payment = self
            .payments
            .get(&id)
            .cloned()
            .unwrap_or_else(|| panic!("payment {id} was not loaded"));
        let lot = self.lot_of(id);
        let room = payment
            .amount
            .minus_or_zero(payment.refunded)
            .minus_or_zero(payment.in_flight);
        let covered = payment.cancelled_outside.min(room);
        let target = lot
            .granted
            .share_floor(covered.get(), payment.amount.get())
            .unwrap_or(lot.granted);
        let revoked = target
            .minus_or_zero(payment.credits_revoked)
            .min(lot.remaining);
        let owed_before = payment.credits_revoked.minus_or_zero(lot.revoked);
        // Expired credits were of no use to anyone: like revoked ones, they are not owed.
        let unused = [revoked, lot.expired].into_iter().fold(lot.revoked, sum);
        let owed = target
            .minus_or_zero(unused)
            .min(sum(lot.spent, lot.held))
            .minus_or_zero(owed_before);
        if won.is_zero() && revoked.is_zero() && owed.is_zero() {
            return;
        }
        payment.credits_revoked = sum(payment.credits_revoked, sum(revoked, owed));
        let mut lines = self
            .shift(lot.id, Place::Remaining, Place::Revoked, revoked)
            .to_vec();
        lines.extend(ledger::won(Account::Receivable, Account::Prepaid, won));
        self.post(&payment.customer, Act::Revoke, id.to_string(), &lines);
        if !owed.is_zero() {
            let mut row = self.customer(&payment.customer);
            row.debt = sum(row.debt, owed);
            self.customers.put(row.id.clone(), row);
            let lines = ledger::credits(None, Account::Clawback, Account::Owed, owed);
            self.post(&payment.customer, Act::Debt, id.to_string(), &lines);
        }
        self.event("payment.cancelled_outside", Some(&payment.customer), id.to_string(), json!({
            "payment_id": id, "customer_id": payment.customer, "amount": payment.cancelled_outside,
            "credits_revoked": revoked, "credits_owed": owed, "why": why,
        }));
        self.payments.put(id, payment);
    }
}

/// A sum of credits of one customer.
///
/// # Panics
/// When it passes the largest amount, as no sum of minted credits does.
fn sum(a: Credits, b: Credits) -> Credits {
    a.plus(b)
        .unwrap_or_else(|| panic!("{a} + {b} credits pass the largest amount"))
}

/// The split we assume where the provider reports none.
fn tax_of(amount: Won, tax_free: Won) -> Tax {
    let tax_free = tax_free.min(amount);
    let vat = vat_included(amount, tax_free);
    Tax {
        supplied: amount.minus_or_zero(tax_free).minus_or_zero(vat),
        vat,
        tax_free,
    }
}
