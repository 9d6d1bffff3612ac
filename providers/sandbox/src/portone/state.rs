//! The state of the simulated PortOne: one store with one channel, its payments, and what was registered of them.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::channel::Channel;
use super::errors::PortOneError;
use super::gate::{Slot, SlotKey};
use super::payment::Payment;
use crate::shared::console::Ordered;

/// The amount of a payment, registered before its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Registered {
    pub(crate) total: Option<i64>,
    pub(crate) tax_free: Option<i64>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct PortOne {
    /// By the merchant's name of it.
    pub(super) payments: BTreeMap<String, Payment>,
    pub(super) registered: BTreeMap<String, Registered>,
    /// The payment of each attempt.
    pub(super) windows: HashMap<String, String>,
    pub(super) channel: Channel,
    #[serde(with = "crate::shared::forms::pairs")]
    pub(super) idempotency: HashMap<SlotKey, Slot>,
    /// Refusals that a test ordered in advance, with the text in place of the table's message.
    #[serde(skip)]
    pub(super) forced: Ordered<(PortOneError, Option<String>)>,
}

impl PortOne {
    pub(super) fn view(&self) -> Value {
        let payments: Vec<Value> = self.payments.values().map(Payment::view).collect();
        json!({"payments": payments})
    }
}
