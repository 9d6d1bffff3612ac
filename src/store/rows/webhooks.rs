//! Webhook endpoints, the feed of events, and what is delivered to the endpoints.

use chrono::{DateTime, Utc};
use domain::{
    endpoint::Endpoint,
    event::EventKind,
    id::{EndpointId, EventId},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::declare::{stored, table};
use crate::store::columns::Rows;

stored! {
    pub(crate) ENDPOINTS = "webhook_endpoints", Replaced, journal 'w': Endpoint {
        key id: id,
        fixed url: text,
        fixed types: json,
        fixed description: text,
        fixed from_position: int,
        fixed created_at: instant,
        changing state: word,
        changing note: maybe_text,
        changing salt: text,
        changing previous_salt: maybe_text,
        changing previous_until_at: maybe_instant = previous_until,
        changing enabled_at: instant,
    }
}

table! {
    /// Follows from the events: their order after their commits.
    pub(crate) FEED = "event_feed", Refused {
        key position: int,
        fixed event_id: id,
        fixed kind: word,
    }
}

/// An event at its place in the feed.
#[derive(Debug)]
pub(crate) struct FeedRow {
    pub(crate) position: i64,
    pub(crate) event_id: String,
    pub(crate) kind: String,
}

pub(crate) fn write_feed(fed: &FeedRow, row: &mut Rows) {
    row.int(fed.position);
    row.text(&fed.event_id);
    row.text(&fed.kind);
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// An earlier event of the same customer is not delivered yet.
    Held,
    /// It is being sent, or is sent at its time.
    Waiting,
    Delivered,
    /// It was tried for three days. It goes out again by a resend or a replay.
    Failed,
}

impl DeliveryState {
    pub const ALL: &'static [Self] = &[Self::Held, Self::Waiting, Self::Delivered, Self::Failed];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

impl std::str::FromStr for DeliveryState {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let found = Self::ALL.iter().find(|state| state.as_str() == text);
        found.copied().ok_or(())
    }
}

stored! {
    /// One that is there already stays as it is.
    pub(crate) DELIVERIES = "webhook_deliveries", Merged(
        "ON CONFLICT (endpoint_id, position) DO UPDATE SET lane = webhook_deliveries.lane"
    ): Delivery {
        key endpoint_id: id = endpoint,
        fixed position: int,
        fixed event_id: id = event,
        fixed lane: text,
        changing state: word,
        changing attempts: int,
        fixed queued_at: instant,
        changing next_at: instant,
        changing first_at: maybe_instant,
        changing last_at: maybe_instant,
        changing status: maybe_int,
        changing latency_ms: maybe_int,
        changing error: maybe_text,
    }
}

/// One event on its way to one endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub endpoint: EndpointId,
    /// The event's place in the feed.
    pub position: i64,
    pub event: EventId,
    /// The events of one lane go out one after the other.
    pub lane: String,
    pub state: DeliveryState,
    pub attempts: i64,
    pub queued_at: DateTime<Utc>,
    /// Not before this instant. Of one that is being sent: when others may take it for lost.
    pub next_at: DateTime<Utc>,
    pub first_at: Option<DateTime<Utc>>,
    pub last_at: Option<DateTime<Utc>>,
    /// The last answer, where there was one.
    pub status: Option<i64>,
    pub latency_ms: Option<i64>,
    /// Why the last attempt failed, in our words.
    pub error: Option<String>,
}

/// An event in the feed, with what decides where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FedEvent {
    pub position: i64,
    pub id: EventId,
    pub kind: EventKind,
    pub subject: String,
    /// The customer, as text.
    pub customer: Option<String>,
}
