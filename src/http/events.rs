//! Events for those who poll, and sent again.

use domain::{
    event::EventKind,
    id::{CustomerId, EndpointId, EventId},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    error::{INVALID_FIELD, Problem},
    request::ApiRequest,
    response::{Answered, ok},
    view::List,
};
use crate::{
    access::Caller,
    app::Shared,
    flows::events::{self, Wanted},
};

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let customer = ask.query("customer_id").map(str::parse::<CustomerId>);
    let customer = customer
        .transpose()
        .map_err(|error| Problem::field(&INVALID_FIELD, "customer_id", error.to_string()))?;
    let kind = ask.word("type", EventKind::ALL, EventKind::as_str)?;
    let wanted = Wanted { customer, kind };
    let page = events::list(&app, wanted, ask.page()?).await?;
    Ok(ok(&List::of(page, |event| event)))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    Ok(ok(&events::show(&app, ask.id("id")?).await?))
}

/// Where an event goes once more.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ResendEvent")]
pub(super) struct Resend {
    /// One endpoint, whatever types it takes; all that take the event when left out.
    #[serde(default)]
    endpoint_id: Option<EndpointId>,
}

/// Where an event goes once more.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "EventResent")]
pub(super) struct Resent {
    event_id: EventId,
    endpoint_ids: Vec<EndpointId>,
}

pub(super) async fn resend(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let Resend { endpoint_id } = ask.optional_json()?;
    let done = events::resend(&app, caller, ask.id("id")?, endpoint_id).await?;
    Ok(ok(&Resent {
        event_id: done.event,
        endpoint_ids: done.endpoints,
    }))
}
