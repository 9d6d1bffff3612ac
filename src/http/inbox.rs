//! Webhooks from providers' servers, their effects, and their replay. Bodies and headers are not shown, because they
//! hold names and account numbers.

use domain::{
    id::InboxId,
    inbox::{Received, Verdict},
    kind::ProviderId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    request::ApiRequest,
    response::{Answered, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{inbox, views},
};

view! {
    /// A webhook as it was received.
    pub(super) struct RowView("InboxRow") of (row: Received; open = row.is_open()) {
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
        open: bool = open,
        received_at: At = At(row.received_at),
        /// When a person was done with one that waited.
        settled_at: Option<At> = row.settled_at.map(At),
    }
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let word = |open| if open { "true" } else { "false" };
    let open = ask.word("open", &[true, false], word)?;
    let page = views::inbox(&app, open.unwrap_or(false), ask.page()?).await?;
    Ok(ok(&List::of(page, RowView::of)))
}

/// What followed from a replay.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Replayed {
    id: InboxId,
    effect: String,
}

pub(super) async fn replay(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let effect = inbox::replay(&app, caller, id).await?;
    Ok(ok(&Replayed { id, effect }))
}

/// What was done about a webhook that waited.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settle {
    /// At most 200 characters. Kept in the audit log.
    #[schemars(length(min = 1, max = crate::flows::inbox::REASON_MAX))]
    reason: String,
}

pub(super) async fn settle(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let id = ask.id("id")?;
    let Settle { reason } = ask.json()?;
    let row = inbox::settle(&app, caller, id, reason).await?;
    Ok(ok(&RowView::of(row)))
}
