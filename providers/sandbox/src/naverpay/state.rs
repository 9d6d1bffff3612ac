//! The state of Naver Pay: its payments, its idempotency keys, running calls, and the failures made by hand.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::codes::Code;
use super::payment::Payment;
use crate::shared::answers::Sent;
use crate::shared::console::Ordered;
use crate::shared::rng::Rng;
use crate::shared::time::kst_compact;

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct NaverPay {
    /// In the order of their reservation.
    payments: Vec<Payment>,
    by_reserve_id: HashMap<String, usize>,
    by_payment_id: HashMap<String, usize>,
    /// Payment and history numbers given so far.
    numbers: HashSet<String>,
    /// Payments with a running approval or cancel.
    #[serde(skip)]
    pub(crate) running: HashSet<String>,
    /// The answer under an idempotency key; `None` while it is not known yet.
    pub(crate) idempotency: HashMap<String, Option<Sent>>,
    /// Answers that an operator of the simulator asked for, first in first out.
    #[serde(skip)]
    pub(crate) forced: Ordered<Code>,
}

impl NaverPay {
    pub(crate) fn all(&self) -> &[Payment] {
        &self.payments
    }

    pub(crate) fn add(&mut self, payment: Payment) {
        self.by_reserve_id
            .insert(payment.reserve_id.clone(), self.payments.len());
        self.payments.push(payment);
    }

    pub(crate) fn knows_reserve_id(&self, reserve_id: &str) -> bool {
        self.by_reserve_id.contains_key(reserve_id)
    }

    pub(crate) fn reserved(&self, reserve_id: &str) -> Option<&Payment> {
        self.payments.get(*self.by_reserve_id.get(reserve_id)?)
    }

    pub(crate) fn reserved_mut(&mut self, reserve_id: &str) -> Option<&mut Payment> {
        self.payments.get_mut(*self.by_reserve_id.get(reserve_id)?)
    }

    pub(crate) fn paid(&self, payment_id: &str) -> Option<&Payment> {
        self.payments.get(*self.by_payment_id.get(payment_id)?)
    }

    pub(crate) fn paid_mut(&mut self, payment_id: &str) -> Option<&mut Payment> {
        self.payments.get_mut(*self.by_payment_id.get(payment_id)?)
    }

    /// Gives a reservation its payment number.
    pub(crate) fn name(&mut self, reserve_id: &str, payment_id: String) {
        if let Some(at) = self.by_reserve_id.get(reserve_id).copied() {
            self.payments[at].number = Some(payment_id.clone());
            self.by_payment_id.insert(payment_id, at);
        }
    }

    /// A payment or history number: `yyyyMMdd`, `NP` and ten digits.
    pub(crate) fn number(&mut self, rng: &mut Rng, now: DateTime<Utc>) -> String {
        loop {
            let number = format!("{}NP{}", &kst_compact(now)[..8], rng.digits(10));
            if self.numbers.insert(number.clone()) {
                return number;
            }
        }
    }

    pub(super) fn view(&self, now: DateTime<Utc>) -> Value {
        let entries = self.payments.iter().map(|it| it.book_entry(now));
        json!({"payments": entries.collect::<Vec<_>>()})
    }
}
