//! Webhook endpoints: opened, changed, read, and taken back to a point of the feed.

pub mod health;

use std::{collections::VecDeque, fmt, str::FromStr};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    books::endpoints::{OpenEndpoint, RotateEndpoint, TestEndpoint, TurnEndpoint},
    calendar::rfc3339_seoul,
    command::Reply,
    effects::AuditAct,
    endpoint::{DESCRIPTION_MAX, Endpoint, EndpointState, OVERLAP_HOURS_MAX, URL_BYTES_MAX},
    event::EventKind,
    id::{EndpointId, Entropy, EventId},
};
use secrecy::SecretString;

use super::{
    FlowError, Result, check_text,
    page::{NoCursor, Page, Paged},
};
use crate::{
    access::Caller,
    app::{App, locked},
    store::{
        feed,
        webhooks::{self, following},
    },
};

pub use crate::store::webhooks::{Delivery, DeliveryState};

/// Longest reason for disabling an endpoint.
pub const REASON_MAX: usize = 200;
/// How long what was delivered is kept, in days. A replay reaches as far back, because what is forgotten would be
/// delivered again.
pub const DELIVERIES_KEPT_DAYS: i64 = 30;

/// An endpoint as it stands.
#[derive(Debug, Clone)]
pub struct Standing {
    pub endpoint: Endpoint,
    /// Since when it fails without a success.
    pub failing_since: Option<DateTime<Utc>>,
}

/// What an operator says of a new endpoint.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub url: String,
    pub types: Vec<EventKind>,
    pub description: Option<String>,
}

/// The secret of an endpoint. `None` when it was made under another signing key, or the endpoint is deleted.
pub fn secret(app: &App, endpoint: &Endpoint) -> Option<SecretString> {
    app.outgoing.secrets.shown(&endpoint.salt)
}

fn salt(app: &App) -> String {
    let mut entropy = locked(&app.entropy);
    let bits = [entropy.bits(), entropy.bits()];
    app.outgoing.secrets.salt(bits)
}

/// Opens an endpoint. Events after this instant are delivered to it.
pub async fn open(app: &App, caller: Caller, wanted: Wanted) -> Result<Reply<Endpoint>> {
    if wanted.url.len() > URL_BYTES_MAX {
        let rule = format!("has at most {URL_BYTES_MAX} bytes");
        return Err(FlowError::invalid("url", rule));
    }
    let checked = app.outgoing.receivers.check(&wanted.url);
    checked.map_err(|rule| FlowError::invalid("url", rule.to_string()))?;
    if let Some(description) = &wanted.description {
        check_text("description", description, DESCRIPTION_MAX)?;
    }
    let opening = OpenEndpoint {
        url: wanted.url,
        types: wanted.types,
        description: wanted.description.unwrap_or_default(),
        from_position: feed::head(&app.db).await?,
        salt: salt(app),
    };
    app.submit(caller.command(opening)).await
}

/// Enables, disables or deletes an endpoint.
pub async fn turn(
    app: &App,
    caller: Caller,
    id: EndpointId,
    to: EndpointState,
    reason: Option<String>,
) -> Result<Reply<Endpoint>> {
    if let Some(reason) = &reason {
        check_text("reason", reason, REASON_MAX)?;
    }
    let why = reason.unwrap_or_else(|| format!("by {}", caller.key));
    let turning = TurnEndpoint {
        endpoint: id,
        to,
        why,
    };
    let turned = app.submit(caller.command(turning)).await?;
    app.outgoing.behind.notify_one();
    Ok(turned)
}

/// Gives an endpoint a new secret. The one before signs as well for so many hours.
pub async fn rotate(
    app: &App,
    caller: Caller,
    id: EndpointId,
    overlap_hours: i64,
) -> Result<Reply<Endpoint>> {
    if !(0..=OVERLAP_HOURS_MAX).contains(&overlap_hours) {
        let rule = format!("is a whole number of hours, 0 to {OVERLAP_HOURS_MAX}");
        return Err(FlowError::invalid("overlap_hours", rule));
    }
    let rotating = RotateEndpoint {
        endpoint: id,
        salt: salt(app),
        until: app.now() + TimeDelta::hours(overlap_hours),
    };
    app.submit(caller.command(rotating)).await
}

/// Has a test event delivered to an endpoint and to no other.
pub async fn test(app: &App, caller: Caller, id: EndpointId) -> Result<Reply<Endpoint>> {
    let test = TestEndpoint { endpoint: id };
    app.submit(caller.command(test)).await
}

pub async fn show(app: &App, id: EndpointId) -> Result<Standing> {
    let found = webhooks::endpoint(&app.db, id).await?;
    let endpoint = found.ok_or(FlowError::NotFound("webhook endpoint"))?;
    standing(app, endpoint).await
}

/// An endpoint with what is known of its health.
pub async fn standing(app: &App, endpoint: Endpoint) -> Result<Standing> {
    let failing_since = webhooks::failing_since(&app.db, endpoint.id).await?;
    Ok(Standing {
        endpoint,
        failing_since,
    })
}

/// Newest first, without those that were deleted.
pub async fn list(app: &App, page: Page<EndpointId>) -> Result<Paged<Standing>> {
    let found = webhooks::endpoints(&app.db, &page.and_one()).await?;
    let Paged { items, next } = page.cut(found, |endpoint| endpoint.id);
    let mut standings = Vec::with_capacity(items.len());
    for endpoint in items {
        standings.push(standing(app, endpoint).await?);
    }
    Ok(Paged {
        items: standings,
        next,
    })
}

/// A delivery in an endpoint's log, by its event's place in the feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryCursor(pub i64);

const DELIVERY: &str = "dlv_";

impl fmt::Display for DeliveryCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{DELIVERY}{}", self.0)
    }
}

impl FromStr for DeliveryCursor {
    type Err = NoCursor;
    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let number = text.strip_prefix(DELIVERY).ok_or(NoCursor)?;
        let position: i64 = number.parse().map_err(|_| NoCursor)?;
        (position > 0).then_some(Self(position)).ok_or(NoCursor)
    }
}

/// What was, is and will be delivered to an endpoint, the last event first; all, or in one state.
pub async fn deliveries(
    app: &App,
    id: EndpointId,
    state: Option<DeliveryState>,
    page: Page<DeliveryCursor>,
) -> Result<Paged<Delivery>> {
    show(app, id).await?;
    let before = page.after.map_or(i64::MAX, |last| last.0);
    let limit = page.limit.saturating_add(1);
    let found = webhooks::log(&app.db, id, state, before, limit).await?;
    Ok(page.cut(found, |delivery| DeliveryCursor(delivery.position)))
}

/// Has an endpoint get what it missed from an instant on: events that were given up, and those that it was never sent.
/// What was delivered is not delivered again. Returns how many that were given up go out anew.
pub async fn replay(app: &App, caller: Caller, id: EndpointId, from: DateTime<Utc>) -> Result<u64> {
    let earliest = app.now() - TimeDelta::days(DELIVERIES_KEPT_DAYS);
    if from < earliest || from > app.now() {
        let rule = format!("is an instant of the last {DELIVERIES_KEPT_DAYS} days");
        return Err(FlowError::invalid("from", rule));
    }
    let endpoint = show(app, id).await?.endpoint;
    if endpoint.state == EndpointState::Deleted {
        return Err(FlowError::NotFound("webhook endpoint"));
    }
    let after = place_before(app, from).await?;
    let detail = format!("from {}", rfc3339_seoul(from));
    let act = super::audit_log::line(app, &caller, AuditAct::WebhookEndpointReplay, id, detail);
    let db = app.db.clone();
    let given_up = app
        .detached(async move { Ok(following::replay(&db, &endpoint, after, &act).await?) })
        .await?;
    app.outgoing.behind.notify_one();
    app.outgoing.due.notify_one();
    Ok(given_up)
}

/// The place in the feed before the first event from an instant on.
async fn place_before(app: &App, from: DateTime<Utc>) -> Result<i64> {
    let first = feed::first_from(&app.db, EventId::new(from, &mut Least)).await?;
    Ok(match first {
        Some(first) => first - 1,
        None => feed::head(&app.db).await?,
    })
}

/// Bits that make the first of all ids of an instant.
struct Least;

impl Entropy for Least {
    fn bits(&mut self) -> u128 {
        0
    }
}

/// Forgets what was delivered long ago, and everything of deleted endpoints, some rows of each endpoint in turn, as long as
/// there is more, but at most `PORTIONS_MAX` times. Returns how many.
pub async fn forget(app: &App) -> Result<u64> {
    let mut forgotten = 0;
    let all = webhooks::all(&app.db).await?;
    if all.is_empty() {
        return Ok(forgotten);
    }
    let kept = app.now() - TimeDelta::days(DELIVERIES_KEPT_DAYS);
    let before = place_before(app, kept).await?;
    let mut turns: VecDeque<Endpoint> = all.into();
    // Each endpoint has a turn, however many there are.
    let portions = PORTIONS_MAX.max(turns.len());
    for _ in 0..portions {
        let Some(endpoint) = turns.pop_front() else {
            break;
        };
        let before = (endpoint.state != EndpointState::Deleted).then_some(before + 1);
        let portion = webhooks::forget(&app.db, endpoint.id, before, FORGOTTEN_AT_ONCE).await?;
        forgotten += portion;
        if portion >= FORGOTTEN_AT_ONCE.unsigned_abs() {
            turns.push_back(endpoint);
        }
    }
    Ok(forgotten)
}

/// Rows deleted by one statement: a millisecond of SQLite's one writer.
const FORGOTTEN_AT_ONCE: i64 = 200;
/// Statements of one sweep: 50,000 rows, which is more than is delivered between two sweeps, in some tenths of a second,
/// between which SQLite's one writer serves others.
const PORTIONS_MAX: usize = 250;
