//! What delivering events has in common: the client, the secrets, and what is under way.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Mutex,
};

use domain::id::EndpointId;
use providers::receivers::{ReceiverSecrets, Receivers};
use tokio::sync::Notify;

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
    pub(super) under_way: Mutex<HashMap<EndpointId, BTreeSet<i64>>>,
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
            under_way: Mutex::default(),
            keyless: Mutex::default(),
        }
    }
}
