//! Webhooks that wait to be sent, and the order in which they are.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::oneshot;

/// One HTTP POST, ready to be sent.
#[derive(Debug, Clone)]
pub struct Post {
    /// The whole address.
    pub url: String,
    /// Besides the content type, which is always JSON.
    pub headers: Vec<(&'static str, String)>,
    /// The bytes that were signed.
    pub body: Vec<u8>,
    /// After this long without an answer the try counts as failed.
    pub timeout: Duration,
}

/// A webhook as the provider wrote it; every try sends the same content.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OutgoingWebhook {
    /// Its place among the feeds of its provider.
    pub(crate) feed: usize,
    /// The same on every try. Whether Toss keeps it is not documented.
    pub(crate) id: String,
    pub(crate) body: Value,
}

/// The webhooks of one provider.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outbox {
    /// Webhooks that a change asked for and that are not dispatched yet.
    pub(crate) outgoing: Vec<OutgoingWebhook>,
    /// Webhooks that are being sent, by their ids.
    pub(crate) undelivered: BTreeMap<String, OutgoingWebhook>,
}

impl Outbox {
    /// After an end: undelivered webhooks are sent anew.
    pub(crate) fn resume(&mut self) {
        let undelivered = std::mem::take(&mut self.undelivered);
        self.outgoing.extend(undelivered.into_values());
    }
}

/// The order in which the webhooks of one feed are sent.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    pub(crate) turn: tokio::sync::Mutex<()>,
    /// Webhooks that wait until another has overtaken them.
    overtaken: Mutex<Vec<oneshot::Sender<()>>>,
}

impl Queue {
    pub(crate) fn overtaken(&self) -> MutexGuard<'_, Vec<oneshot::Sender<()>>> {
        self.overtaken
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
