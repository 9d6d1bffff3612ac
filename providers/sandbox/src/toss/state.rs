//! The state of the simulated Toss: payments by key and by order, their clocks, and the rows of its reports.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::auth_idempotency::{Slot, SlotKey};
use super::errors::{self, TossError};
use super::lookup::Transaction;
use super::payment::Payment;
use super::receipts::Receipt;
use crate::shared::console::Ordered;
use crate::shared::named::named;

named! {
    /// The API version of a merchant's keys. It belongs to the keys, never to a request.
    #[derive(Default, Serialize, Deserialize)]
    Version {
        #[default]
        November2022 = "2022-11-16",
        /// Without two fields of billing keys, which this simulator does not have.
        June2024 = "2024-06-01",
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Toss {
    /// By payment key, in the order of creation (the key begins with the second).
    pub(super) payments: BTreeMap<String, Payment>,
    /// The payment keys of an order id, oldest first.
    pub(super) orders: HashMap<String, Vec<String>>,
    /// When a running clock ends, and of which payment. May include clocks that have stopped since.
    pub(super) clocks: BTreeSet<(DateTime<Utc>, String)>,
    pub(super) transactions: Vec<Transaction>,
    /// Cash receipts and cancels of them, in their order.
    #[serde(default)]
    pub(super) receipts: Vec<Receipt>,
    #[serde(with = "crate::shared::forms::pairs")]
    pub(super) idempotency: HashMap<SlotKey, Slot>,
    /// The API version of the answers.
    pub(super) version: Version,
    /// Refusals that a test ordered in advance, with the text in place of the table's message.
    #[serde(skip)]
    pub(super) forced: Ordered<(TossError, Option<String>)>,
}

impl Toss {
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

    pub(super) fn view(&self) -> Value {
        let payments: Vec<Value> = self.payments.values().map(payment).collect();
        let receipts: Vec<Value> = self.receipts.iter().map(Receipt::view).collect();
        json!({"payments": payments, "cash_receipts": receipts})
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
