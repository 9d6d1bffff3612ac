//! What differs between the simulators.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::faults::{Kind, Operation};
use super::super::outbox::{OutgoingWebhook, Post};
use super::Simulator;

/// The state of one provider.
pub(crate) trait ProviderState:
    Default + Serialize + DeserializeOwned + Send + Sized + 'static
{
    /// Its name in paths, books and faults.
    const NAME: &'static str;
    /// Its lines in the list of routes.
    const ROUTES: &'static [&'static str];
    /// The kinds of webhooks that it sends.
    const FEEDS: &'static [Feed<Self>] = &[];
    /// Whether something happens in it by itself when time passes.
    const TICKS: bool = false;
    type Settings: Send + Sync + 'static;

    /// Whether a fault can happen at this provider, where it can happen at this operation at all.
    fn can(kind: Kind, operation: Operation) -> bool;

    /// Its part of `GET /sandbox/books`.
    fn view(&self, now: DateTime<Utc>) -> Value;

    /// Prepares the state of a simulator that has ended: none of its work is running any more.
    fn resume(&mut self) {}

    /// What happens by itself until now.
    fn tick(_: &Arc<Simulator<Self>>) {}
}

/// One kind of webhooks: how they are sent, and what counts as accepted.
pub(crate) struct Feed<S: ProviderState> {
    /// Minutes before each retry.
    pub(crate) retry_minutes: &'static [u32],
    /// Whether it continues at the last interval until it is answered.
    pub(crate) endless: bool,
    /// Whether any 2xx is accepted; otherwise exactly 200.
    pub(crate) any_2xx: bool,
    /// Writes one try, given the number of retries before it. `None` where it cannot be signed.
    pub(crate) post: fn(&Simulator<S>, &OutgoingWebhook, usize) -> Option<Post>,
}
