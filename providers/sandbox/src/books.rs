//! The sandbox's own books, kept apart from its answers: a test compares `GET /sandbox/books` with the gateway's
//! books.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::app::App;
use crate::kakaopay::payment::Payments as KakaopayPayments;
use crate::naverpay::state::State as NaverpayState;
use crate::pages;
use crate::rng::Rng;
use crate::time::kst;
use crate::toss::auth_idempotency::{Slot, SlotKey};
use crate::toss::console::{Forced, Version};
use crate::toss::errors::{self, TossError};
use crate::toss::payment::{Payment, Status};
use crate::webhooks::OutgoingWebhook;

/// A movement on the bank account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Deposit {
    pub(crate) account: String,
    pub(crate) depositor_name: String,
    pub(crate) amount: i64,
    pub(crate) deposited_at: DateTime<Utc>,
    pub(crate) reversed: bool,
}

/// One row of `GET /v1/transactions`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Transaction {
    pub(crate) key: String,
    pub(crate) payment_key: String,
    pub(crate) status: Status,
    pub(crate) at: DateTime<Utc>,
    /// Won; 0 when a virtual account is issued, negative when money goes back.
    pub(crate) amount: i64,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Books {
    pub(crate) rng: Rng,
    /// By payment key, in the order of creation (the key begins with the second).
    pub(crate) payments: BTreeMap<String, Payment>,
    /// The payment keys of an order id, oldest first.
    pub(crate) orders: HashMap<String, Vec<String>>,
    /// When a running clock ends, and of which payment. May include clocks that have stopped since.
    pub(crate) clocks: BTreeSet<(DateTime<Utc>, String)>,
    pub(crate) transactions: Vec<Transaction>,
    #[serde(with = "crate::keep::pairs")]
    pub(crate) idempotency: HashMap<SlotKey, Slot>,
    /// The API version of Toss's answers.
    pub(crate) toss_version: Version,
    /// Toss's refusals that a test ordered in advance.
    #[serde(skip)]
    pub(crate) forced: Vec<Forced>,
    pub(crate) kakaopay: KakaopayPayments,
    pub(crate) naverpay: NaverpayState,
    /// By movement id.
    pub(crate) deposits: BTreeMap<String, Deposit>,
    /// Webhooks that a change asked for and that are not dispatched yet.
    pub(crate) outgoing: Vec<OutgoingWebhook>,
    /// Webhooks that are being sent, by their ids.
    pub(crate) undelivered: BTreeMap<String, OutgoingWebhook>,
}

impl Books {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            rng: Rng::new(seed),
            payments: BTreeMap::new(),
            orders: HashMap::new(),
            clocks: BTreeSet::new(),
            transactions: Vec::new(),
            idempotency: HashMap::new(),
            toss_version: Version::default(),
            forced: Vec::new(),
            kakaopay: KakaopayPayments::default(),
            naverpay: NaverpayState::default(),
            deposits: BTreeMap::new(),
            outgoing: Vec::new(),
            undelivered: BTreeMap::new(),
        }
    }

    /// Resumes the books of a simulator that has ended: none of its work is running any more, and its undelivered
    /// webhooks are sent anew.
    pub(crate) fn resume(&mut self) {
        self.idempotency.retain(|_, slot| slot.is_answered());
        self.naverpay.idempotency.retain(|_, sent| sent.is_some());
        let undelivered = std::mem::take(&mut self.undelivered);
        self.outgoing.extend(undelivered.into_values());
    }

    /// Stores a payment, new or changed.
    pub(crate) fn put(&mut self, payment: Payment) {
        if let Some(deadline) = payment.deadline() {
            self.clocks.insert((deadline, payment.key.clone()));
        }
        if payment.is_ours() && !self.payments.contains_key(&payment.key) {
            self.orders
                .entry(payment.order_id.clone())
                .or_default()
                .push(payment.key.clone());
        }
        self.payments.insert(payment.key.clone(), payment);
    }

    /// A payment, for calls with our merchant's key.
    pub(crate) fn payment(&self, key: &str) -> Result<&Payment, TossError> {
        match self.payments.get(key) {
            Some(payment) if payment.is_ours() => Ok(payment),
            Some(_) => Err(errors::FORBIDDEN_REQUEST),
            None => Err(errors::NOT_FOUND_PAYMENT),
        }
    }

    /// The newest payment of an order. Toss does not document which one it returns when there are several.
    pub(crate) fn newest_of_order(&self, order_id: &str) -> Option<&Payment> {
        self.orders
            .get(order_id)?
            .last()
            .and_then(|key| self.payments.get(key))
    }

    fn view(&self, now: DateTime<Utc>) -> Value {
        let payments: Vec<Value> = self.payments.values().map(payment).collect();
        let deposits: Vec<Value> = self
            .deposits
            .iter()
            .map(|(id, it)| deposit(id, it))
            .collect();
        json!({"toss": {"payments": payments}, "bank": {"deposits": deposits}, "kakaopay": {"payments": self.kakaopay.view()},
            "naverpay": {"payments": self.naverpay.view(now)},
        })
    }
}

fn payment(payment: &Payment) -> Value {
    let cancels: Vec<Value> = payment
        .cancels
        .iter()
        .map(|it| {
            json!({
                "transaction_key": it.transaction_key,
                "amount": it.amount,
                "reason": it.reason,
                "idempotency_key": it.idempotency_key,
            })
        })
        .collect();
    json!({
        "payment_key": payment.key,
        "order_id": payment.order_id,
        "currency": payment.currency.name(),
        "amount": payment.amount,
        "cancelled": payment.cancelled(),
        "status": payment.status.name(),
        "approvals": payment.approvals,
        "cancels": cancels,
    })
}

fn deposit(movement_id: &str, deposit: &Deposit) -> Value {
    json!({
        "movement_id": movement_id,
        "account": deposit.account,
        "depositor_name": deposit.depositor_name,
        "amount": deposit.amount,
        "deposited_at": kst(deposit.deposited_at),
        "reversed": deposit.reversed,
    })
}

pub(crate) async fn show(State(app): State<Arc<App>>) -> Response {
    crate::toss::expire(&app);
    pages::json(StatusCode::OK, &app.books().view(app.now()))
}
