//! Stored webhooks: replayed, and settled by a person where they wait for one.

use domain::{
    effects::AuditAct,
    id::InboxId,
    inbox::{Received, Verdict},
};
use providers::provider::{RawWebhook, Unverified};

use super::{
    FlowError, Result, check_text, views,
    webhook::{CUT, store, understood, webhooks},
};
use crate::{access::Caller, app::App, store::inbox};

/// Longest reason of a person who settles a webhook.
pub const REASON_MAX: usize = 200; // like a grant's

/// What is wrong with a webhook that no replay can read.
pub const STILL_UNREADABLE: &str = "still cannot be read: settle it when it was dealt with";

/// Keys are not stored, and an imported row never had a signature.
fn cannot_verify_again(unverified: Unverified) -> FlowError {
    if unverified.code != "missing_header" {
        return FlowError::Unverified(unverified);
    }
    let rule =
        "was proved by a key, and it is not kept, or by a person: import a statement instead";
    FlowError::invalid("id", rule)
}

fn not_replayed(rule: &str) -> FlowError {
    FlowError::invalid("id", rule)
}

/// Replays the effects of a stored webhook that was believed. An effect that has happened already does not happen a
/// second time. The replay settles a webhook that could not be read before and can be read now.
pub async fn replay(app: &App, caller: Caller, id: InboxId) -> Result<String> {
    let stored = views::inbox_row(app, id).await?;
    match stored.verdict {
        Verdict::Signed | Verdict::Unsigned | Verdict::Unreadable => {}
        Verdict::Rejected => {
            return Err(not_replayed(
                "a webhook that was not believed is not replayed",
            ));
        }
        Verdict::Contradictory => {
            return Err(not_replayed(
                "contradicts one before: compare both with the sender's own list, and settle it",
            ));
        }
    }
    if stored.body.is_empty() {
        return Err(not_replayed(
            "has no content, or it was removed in its time",
        ));
    }
    if stored.note.contains(CUT) {
        return Err(not_replayed("only the beginning of this webhook was kept"));
    }
    let (provider, unreadable) = (stored.provider.clone(), stored.is_open());
    let body = stored
        .body
        .bytes()
        .ok_or_else(|| FlowError::Failed("the stored body is damaged".to_owned()))?;
    let headers: std::collections::BTreeMap<String, String> = serde_json::from_str(&stored.headers)
        .map_err(|error| FlowError::Failed(format!("the stored headers are damaged: {error}")))?;
    let raw = RawWebhook {
        headers: headers.into_iter().collect(),
        body: body.into(),
    };
    // It is judged at the instant it came in, because its signature was fresh then.
    let notice = webhooks(app, &provider)?
        .read(&raw, stored.received_at)
        .map_err(cannot_verify_again)?;
    let replay_id = app.id(InboxId::new);
    let judged = understood(app, &provider, replay_id, &raw.body, notice).await?;
    if judged.verdict == Verdict::Unreadable {
        return Err(not_replayed(STILL_UNREADABLE));
    }
    let received = Received {
        id: replay_id,
        event_key: format!("replay:{replay_id}"),
        verdict: judged.verdict,
        note: format!("replay of {id} by {}", caller.key),
        effect: judged.effect,
        received_at: app.now(),
        settled_at: None,
        ..stored
    };
    store(app, received, judged.then).await?;
    if unreadable {
        settle(app, caller, id, format!("read at last: {replay_id}")).await?;
    }
    Ok(views::inbox_row(app, replay_id).await?.effect)
}

/// A person reports what was done about a webhook that waits. A second time changes nothing.
pub async fn settle(app: &App, caller: Caller, id: InboxId, reason: String) -> Result<Received> {
    check_text("reason", &reason, REASON_MAX)?;
    let stored = views::inbox_row(app, id).await?;
    if !stored.verdict.waits() {
        return Err(not_replayed(
            "names a webhook that was read and believed, or was not believed: only one that is unreadable or contradictory is settled",
        ));
    }
    let effect = format!("settled by {}: {reason}", caller.key);
    let act = super::audit_log::line(app, &caller, AuditAct::InboxSettle, id, reason);
    let db = app.db.clone();
    app.detached(async move { Ok(inbox::settle(&db, id, &effect, &act).await?) })
        .await?;
    views::inbox_row(app, id).await
}
