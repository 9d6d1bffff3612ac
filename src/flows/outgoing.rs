//! What delivering events has in common: the client, the secrets, and what is under way.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicUsize},
};

use domain::id::EndpointId;
use providers::receivers::{ReceiverSecrets, Receivers};
use tokio::sync::Notify;

/// Places in the feed, by endpoint.
pub type Places = Arc<Mutex<HashMap<EndpointId, BTreeSet<i64>>>>;

/// What a gateway needs to deliver events.
#[derive(Debug)]
pub struct Outgoing {
    pub receivers: Receivers,
    pub secrets: ReceiverSecrets,
    /// Held while something about deliveries is written.
    pub(super) line: tokio::sync::Mutex<()>,
    /// Notified when the feed or an endpoint's place in it may be behind.
    pub behind: Notify,
    /// Notified when something may be due.
    pub due: Notify,
    /// What this process is sending, by endpoint and place in the feed. It is not claimed again, even when the clock is
    /// set forward past its lease.
    pub(super) under_way: Places,
    /// How often deliveries were claimed.
    pub(super) turn: AtomicUsize,
    /// Endpoints whose secret cannot be worked out, for one line in the log each.
    pub(super) keyless: Mutex<BTreeSet<EndpointId>>,
}

impl Outgoing {
    pub fn new(receivers: Receivers, secrets: ReceiverSecrets) -> Self {
        Self {
            receivers,
            secrets,
            line: tokio::sync::Mutex::default(),
            behind: Notify::new(),
            due: Notify::new(),
            under_way: Places::default(),
            turn: AtomicUsize::default(),
            keyless: Mutex::default(),
        }
    }
}

/// A delivery that this process has claimed. It is under way until this is dropped, whatever became of it: what is lost
/// on the way is due again once its lease has ended.
#[derive(Debug)]
pub struct UnderWay {
    places: Places,
    endpoint: EndpointId,
    position: i64,
}

fn held(places: &Places) -> MutexGuard<'_, HashMap<EndpointId, BTreeSet<i64>>> {
    places.lock().unwrap_or_else(PoisonError::into_inner)
}

impl UnderWay {
    pub(super) fn begin(places: &Places, endpoint: EndpointId, position: i64) -> Self {
        let places = places.clone();
        held(&places).entry(endpoint).or_default().insert(position);
        Self {
            places,
            endpoint,
            position,
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut places = held(&self.places);
        if let Some(of) = places.get_mut(&self.endpoint) {
            of.remove(&self.position);
            if of.is_empty() {
                places.remove(&self.endpoint);
            }
        }
    }
}

#[cfg(test)]
#[path = "outgoing_tests.rs"]
mod tests;
