//! Events for the seller: read in the order of the feed, and sent again.

use chrono::{DateTime, Utc};
use domain::{
    calendar::serialize_seoul,
    effects::AuditAct,
    endpoint::EndpointState,
    event::EventKind,
    id::{CustomerId, EndpointId, EventId},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    FlowError, Result,
    page::{Page, Paged},
};
use crate::{
    access::Caller,
    app::App,
    store::{
        feed,
        webhooks::{self, FedEvent, StoredEvent},
    },
};

/// An event as it is delivered and read: the same bytes' content at every time.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Event")]
pub struct Message {
    /// The same at every delivery, as `webhook-id`.
    pub id: EventId,
    #[serde(rename = "type")]
    pub kind: EventKind,
    /// When it happened.
    #[serde(serialize_with = "serialize_seoul")]
    pub timestamp: DateTime<Utc>,
    /// The customer that it is about, where it is about one.
    pub customer_id: Option<CustomerId>,
    /// 1, 2, 3 … without a gap among the customer's events; null where it is about no customer.
    pub sequence: Option<i64>,
    /// The members of each type are described under `webhooks` in this document.
    pub data: serde_json::Map<String, serde_json::Value>,
}

impl Message {
    pub fn of(event: StoredEvent) -> Self {
        Self {
            id: event.id,
            kind: event.kind,
            timestamp: event.at,
            customer_id: event.customer,
            sequence: event.seq,
            data: event.body.as_object().cloned().unwrap_or_default(),
        }
    }
}

/// Which events, by what a client asks.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub customer: Option<CustomerId>,
    pub kind: Option<EventKind>,
}

/// The first first. A page goes on after an event, by its id, also when no page named it: whoever polls goes on from the
/// last event that it has.
pub async fn list(app: &App, wanted: Wanted, page: Page<EventId>) -> Result<Paged<Message>> {
    let after = match (page.after, &wanted.customer) {
        (None, _) => 0,
        (Some(last), None) => feed::position(&app.db, last).await?.ok_or_else(no_cursor)?,
        (Some(last), Some(customer)) => {
            let last = feed::event(&app.db, last).await?;
            let own = last.filter(|event| event.customer.as_ref() == Some(customer));
            own.and_then(|event| event.seq).ok_or_else(no_cursor)?
        }
    };
    let wanted = feed::Wanted {
        customer: wanted.customer,
        kind: wanted.kind,
    };
    let limit = page.limit.saturating_add(1);
    let found = feed::events(&app.db, &wanted, after, limit).await?;
    let found = found.into_iter().map(Message::of).collect();
    Ok(page.cut(found, |event| event.id))
}

fn no_cursor() -> FlowError {
    FlowError::invalid("cursor", "names an event of this list")
}

pub async fn show(app: &App, id: EventId) -> Result<Message> {
    let found = feed::event(&app.db, id).await?;
    found.map(Message::of).ok_or(FlowError::NotFound("event"))
}

/// An event that goes out again, and where to.
#[derive(Debug, Clone)]
pub struct Resent {
    pub event: EventId,
    pub endpoints: Vec<EndpointId>,
}

/// Has an event delivered once more, at once, to one endpoint or to all that take it. To one it goes whatever that
/// endpoint takes.
pub async fn resend(
    app: &App,
    caller: Caller,
    id: EventId,
    to: Option<EndpointId>,
) -> Result<Resent> {
    let event = feed::event(&app.db, id).await?;
    let event = event.ok_or(FlowError::NotFound("event"))?;
    let position = feed::position(&app.db, id).await?;
    // One that was committed a moment ago goes out by itself.
    let position = position.ok_or(FlowError::Busy)?;
    let all = webhooks::all(&app.db).await?;
    let live = all
        .into_iter()
        .filter(|known| known.state != EndpointState::Deleted);
    let endpoints: Vec<EndpointId> = match to {
        Some(to) => live
            .filter(|known| known.id == to)
            .map(|known| known.id)
            .collect(),
        None => live
            .filter(|known| known.takes(event.kind, &event.subject))
            .map(|known| known.id)
            .collect(),
    };
    if to.is_some() && endpoints.is_empty() {
        return Err(FlowError::invalid(
            "endpoint_id",
            "names a webhook endpoint",
        ));
    }
    let names: Vec<String> = endpoints.iter().map(ToString::to_string).collect();
    let act = super::audit_log::line(app, &caller, AuditAct::EventResend, id, names.join(", "));
    let fed = FedEvent {
        position,
        id,
        kind: event.kind,
        subject: event.subject,
        customer: event.customer.map(|customer| customer.to_string()),
    };
    let (db, to) = (app.db.clone(), endpoints.clone());
    app.detached(async move { Ok(webhooks::resend(&db, &fed, &to, &act).await?) })
        .await?;
    app.outgoing.due.notify_one();
    Ok(Resent {
        event: id,
        endpoints,
    })
}
