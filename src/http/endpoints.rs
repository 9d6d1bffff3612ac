//! Webhook endpoints: the seller's addresses that events are delivered to, and the log of what was delivered.

use chrono::{DateTime, Utc};
use domain::{
    command::Reply,
    endpoint::{
        DESCRIPTION_MAX, Endpoint, EndpointState, OVERLAP_HOURS, OVERLAP_HOURS_MAX, URL_BYTES_MAX,
    },
    event::EventKind,
    id::{EndpointId, EventId},
};
use schemars::JsonSchema;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::{
    error::{INVALID_FIELD, Problem},
    request::ApiRequest,
    response::{Answered, ApiResponse, created, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::endpoints::{self, Delivery, DeliveryState, Standing},
};

view! {
    /// An address of the seller that events are delivered to.
    pub(super) struct EndpointView("WebhookEndpoint")
    of (standing: Standing, shown: Option<SecretString>; endpoint = standing.endpoint) {
        id: EndpointId = endpoint.id,
        url: String = endpoint.url,
        /// The types of events that it takes; all when there are none here.
        types: Vec<EventKind> = endpoint.types,
        description: String = endpoint.description,
        state: EndpointState = endpoint.state,
        /// Why it is disabled.
        reason: Option<String> = endpoint.note,
        /// Under which messages are signed: `whsec_` and base64. Only in the answer to the request that made it, and to
        /// a repetition of that request; null everywhere else.
        secret: Option<String> = shown.map(|secret| secret.expose_secret().to_owned()),
        /// Until then, exclusive, messages are signed under the secret before as well.
        previous_secret_until: Option<At> = endpoint.previous_until.map(At),
        /// Since when every delivery fails; null while none does.
        failing_since: Option<At> = standing.failing_since.map(At),
        created_at: At = At(endpoint.created_at),
        /// When it was last enabled.
        enabled_at: At = At(endpoint.enabled_at),
    }
}

/// The answer to a change, with the secret where the change made one.
async fn changed(app: &App, done: Reply<Endpoint>, made: bool) -> Result<EndpointView, Problem> {
    let secret = endpoints::secret(app, &done.answer).filter(|_| made);
    let standing = endpoints::standing(app, done.answer).await?;
    Ok(EndpointView::of(standing, secret))
}

async fn answered(app: &App, done: Reply<Endpoint>, made: bool) -> Answered {
    let replayed = done.replayed;
    let view = changed(app, done, made).await?;
    Ok(ok(&view).replayed(replayed))
}

/// A new endpoint.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewWebhookEndpoint")]
pub(super) struct NewEndpoint {
    /// https, a public host by its name, port 443 or 8443, without credentials and fragment.
    #[schemars(length(min = 1, max = URL_BYTES_MAX))]
    url: String,
    /// The types of events that it takes; all when left out.
    #[serde(default)]
    #[schemars(length(min = 1))]
    types: Option<Vec<EventKind>>,
    /// At most 200 characters.
    #[serde(default)]
    #[schemars(length(min = 1, max = DESCRIPTION_MAX))]
    description: Option<String>,
}

pub(super) async fn open(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let asked: NewEndpoint = ask.json()?;
    if asked.types.as_ref().is_some_and(Vec::is_empty) {
        let rule = "names at least one type of event; leave it out for all";
        return Err(Problem::field(&INVALID_FIELD, "types", rule));
    }
    let wanted = endpoints::Wanted {
        url: asked.url,
        types: asked.types.unwrap_or_default(),
        description: asked.description,
    };
    let done = endpoints::open(&app, caller, wanted).await?;
    let replayed = done.replayed;
    let view = changed(&app, done, true).await?;
    Ok(created(&view).replayed(replayed))
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let page = endpoints::list(&app, ask.page()?).await?;
    Ok(ok(&List::of(page, |standing| {
        EndpointView::of(standing, None)
    })))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let standing = endpoints::show(&app, ask.id("id")?).await?;
    Ok(ok(&EndpointView::of(standing, None)))
}

/// Why an endpoint is disabled.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DisableWebhookEndpoint")]
pub(super) struct Disable {
    /// At most 200 characters. Kept in the audit log and said in the event.
    #[serde(default)]
    #[schemars(length(min = 1, max = endpoints::REASON_MAX))]
    reason: Option<String>,
}

async fn turned(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
    to: EndpointState,
    reason: Option<String>,
) -> Answered {
    let done = endpoints::turn(&app, caller, ask.id("id")?, to, reason).await?;
    answered(&app, done, false).await
}

pub(super) async fn enable(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    turned(app, caller, ask, EndpointState::Enabled, None).await
}

pub(super) async fn disable(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let Disable { reason } = ask.optional_json()?;
    turned(app, caller, ask, EndpointState::Disabled, reason).await
}

pub(super) async fn delete(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    turned(app, caller, ask, EndpointState::Deleted, None).await
}

/// How a secret is replaced.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RotateWebhookSecret")]
pub(super) struct Rotate {
    /// For how many hours the secret before signs as well, 0 to 168; 24 when left out.
    #[serde(default)]
    #[schemars(range(min = 0, max = OVERLAP_HOURS_MAX))]
    overlap_hours: Option<i64>,
}

pub(super) async fn rotate(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let Rotate { overlap_hours } = ask.optional_json()?;
    let hours = overlap_hours.unwrap_or(OVERLAP_HOURS);
    let done = endpoints::rotate(&app, caller, ask.id("id")?, hours).await?;
    answered(&app, done, true).await
}

pub(super) async fn test(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let done = endpoints::test(&app, caller, ask.id("id")?).await?;
    answered(&app, done, false).await
}

view! {
    /// One event on its way to one endpoint.
    pub(super) struct DeliveryView("WebhookDelivery") of (delivery: Delivery; next = next_of(&delivery)) {
        event_id: EventId = delivery.event,
        state: DeliveryState,
        /// How often it was sent, since it was last put in line.
        attempts: i64,
        /// The status of the last answer; null where none came.
        status: Option<i64>,
        /// How long the last attempt took; null while one is under way.
        latency_ms: Option<i64>,
        /// Why the last attempt failed.
        error: Option<String>,
        queued_at: At = At(delivery.queued_at),
        /// When it was last sent.
        last_at: Option<At> = delivery.last_at.map(At),
        /// When it is sent again at the earliest; null once it is delivered or given up.
        next_at: Option<At> = next,
    }
}

fn next_of(delivery: &Delivery) -> Option<At> {
    let waits = matches!(delivery.state, DeliveryState::Held | DeliveryState::Waiting);
    waits.then_some(At(delivery.next_at))
}

pub(super) async fn deliveries(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let state = ask.word("state", DeliveryState::ALL, DeliveryState::as_str)?;
    let page = endpoints::deliveries(&app, ask.id("id")?, state, ask.page()?).await?;
    Ok(ok(&List::of(page, DeliveryView::of)))
}

/// From when on an endpoint gets what it missed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ReplayEvents")]
pub(super) struct Replay {
    /// RFC 3339, of the last 30 days.
    from: DateTime<Utc>,
}

/// What a replay began.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "EventsReplayed")]
pub(super) struct Replayed {
    endpoint_id: EndpointId,
    from: At,
    /// Deliveries that were given up and go out again. Events that the endpoint was never sent follow as it is taken
    /// through the feed.
    given_up: u64,
}

pub(super) async fn replay(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let endpoint_id = ask.id("id")?;
    let Replay { from } = ask.json()?;
    let from = domain::calendar::truncate(from);
    let given_up = endpoints::replay(&app, caller, endpoint_id, from).await?;
    let began: ApiResponse = ok(&Replayed {
        endpoint_id,
        from: At(from),
        given_up,
    });
    Ok(began)
}
