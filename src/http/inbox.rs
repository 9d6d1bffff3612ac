//! Webhooks from providers' servers, their effects, and their replay. Bodies and headers are not shown, because they
//! hold names and account numbers.

use axum::response::{IntoResponse as _, Response};
use domain::{
    id::InboxId,
    inbox::{Received, Verdict},
    kind::ProviderId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    error::Problem,
    request::ApiRequest,
    response::ok,
    view::{At, List},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{inbox, views},
};

/// A webhook as it was received.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "InboxRow")]
pub(super) struct RowView {
    id: InboxId,
    provider: ProviderId,
    /// The same event has the same key.
    event_key: String,
    verdict: Verdict,
    /// Why it was believed or not.
    note: String,
    /// What followed from it.
    effect: String,
    /// Whether it waits for a person: it is `unreadable` or `contradictory`, and not settled.
    open: bool,
    received_at: At,
    /// When a person was done with one that waited.
    settled_at: Option<At>,
}

impl From<Received> for RowView {
    fn from(row: Received) -> Self {
        Self {
            open: row.is_open(),
            id: row.id,
            provider: row.provider,
            event_key: row.event_key,
            verdict: row.verdict,
            note: row.note,
            effect: row.effect,
            received_at: At(row.received_at),
            settled_at: row.settled_at.map(At),
        }
    }
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Result<Response, Problem> {
    let open = ask.word(
        "open",
        &[true, false],
        |open| {
            if open { "true" } else { "false" }
        },
    )?;
    let page = views::inbox(&app, open.unwrap_or(false), ask.page()?).await?;
    Ok(ok(List::of(page, RowView::from)).into_response())
}

/// What followed from a replay.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Replayed {
    id: InboxId,
    effect: String,
}

pub(super) async fn replay(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let effect = inbox::replay(&app, caller, id).await?;
    Ok(ok(Replayed { id, effect }).into_response())
}

/// What was done about a webhook that waited.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settle {
    /// At most 200 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::inbox::REASON_MAX))]
    reason: String,
}

pub(super) async fn settle(
    app: Shared,
    caller: Caller,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let Settle { reason } = ask.json()?;
    let row = inbox::settle(&app, caller, id, reason).await?;
    Ok(ok(RowView::from(row)).into_response())
}
