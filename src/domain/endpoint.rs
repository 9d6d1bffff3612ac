//! Webhook endpoints: the addresses of the seller that events are delivered to, with the events that each takes.

pub mod retry;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{canary, event::EventKind, id::EndpointId, kind::vocabulary};

/// Longest address, in bytes: what common servers and proxies take in a request line.
pub const URL_BYTES_MAX: usize = 2048;
/// Longest description, in characters: one line.
pub const DESCRIPTION_MAX: usize = 200;
/// Hours for which the secret before a rotation still signs, unless others are given: receivers are deployed within a
/// working day.
pub const OVERLAP_HOURS: i64 = 24;
/// The most: a secret that leaked should not sign for longer than a week.
pub const OVERLAP_HOURS_MAX: i64 = 168;

vocabulary!(
    /// How a webhook endpoint stands.
    EndpointState, "state of a webhook endpoint" {
        /// Events are delivered.
        Enabled = "enabled",
        /// Nothing is delivered. Its events are kept until it is enabled.
        Disabled = "disabled",
        /// Nothing is delivered or kept any more.
        Deleted = "deleted",
    }
);

/// An address of the seller that takes events. It holds no secret: each secret is worked out from a salt and the
/// gateway's signing key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    pub id: EndpointId,
    pub url: String,
    /// The events that it takes. All of them when there are none here.
    pub types: Vec<EventKind>,
    pub description: String,
    /// The place in the feed after which its events begin.
    pub from_position: i64,
    pub state: EndpointState,
    /// Why it is disabled.
    pub note: Option<String>,
    pub salt: String,
    /// The salt before the last rotation.
    pub previous_salt: Option<String>,
    /// Exclusive: from this instant on the secret before does not sign any more.
    pub previous_until: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// When it was last enabled.
    pub enabled_at: DateTime<Utc>,
}

impl Endpoint {
    /// Whether an event goes to this endpoint. A test goes to the endpoint that it is about and to no other, whatever
    /// the endpoint takes. That an endpoint was disabled goes to the others.
    pub fn takes(&self, kind: EventKind, subject: &str) -> bool {
        let own = || self.id.to_string() == subject;
        match kind {
            EventKind::WebhookEndpointTested => own(),
            EventKind::WebhookEndpointDisabled if own() => false,
            _ => self.types.is_empty() || self.types.contains(&kind),
        }
    }

    /// The salts whose secrets sign at an instant: the present one, and the one before while the overlap lasts.
    pub fn signing_salts(&self, now: DateTime<Utc>) -> impl Iterator<Item = &str> {
        let overlaps = self.previous_until.is_some_and(|until| now < until);
        let overlaps = canary!(RotatedAtOnce, false, overlaps);
        let before = self.previous_salt.as_deref().filter(|_| overlaps);
        std::iter::once(self.salt.as_str()).chain(before)
    }
}

#[cfg(test)]
#[path = "endpoint_tests.rs"]
mod tests;
