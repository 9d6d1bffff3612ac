//! What providers' servers sent, what was made of it, and doing it again. Bodies and headers are not
//! shown: they hold names and account numbers.

use axum::response::{IntoResponse as _, Response};
use domain::{
    id::InboxId,
    inbox::{Received, Verdict},
    kind::ProviderId,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    error::Problem,
    extract::Ask,
    view::{At, List, ok},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{views, webhook},
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
    received_at: At,
}

impl From<Received> for RowView {
    fn from(row: Received) -> Self {
        Self {
            id: row.id,
            provider: row.provider,
            event_key: row.event_key,
            verdict: row.verdict,
            note: row.note,
            effect: row.effect,
            received_at: At(row.received_at),
        }
    }
}

pub(super) async fn list(app: Shared, _: Caller, ask: Ask) -> Result<Response, Problem> {
    let page = views::inbox(&app, ask.page()?).await?;
    Ok(ok(List::of(page, RowView::from)).into_response())
}

/// What followed from a replay.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Replayed {
    id: InboxId,
    effect: String,
}

pub(super) async fn replay(app: Shared, caller: Caller, ask: Ask) -> Result<Response, Problem> {
    let id = ask.id("id")?;
    let effect = webhook::replay(&app, id, &caller.key.to_string()).await?;
    Ok(ok(Replayed { id, effect }).into_response())
}
