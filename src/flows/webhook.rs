//! Webhooks: verified, stored with the verdict, acted on as far as they may be believed, and acknowledged after that.

mod judge;

use domain::{
    actor::Actor,
    books::deposits::{HintOrder, ReceiveWebhook, Then},
    command::{Command, Receipt},
    id::InboxId,
    inbox::{Body, Received, Verdict as Stored},
    kind::ProviderId,
};
use providers::provider::{Acknowledgement, RawWebhook, Webhooks};

use super::{
    FlowError, Result,
    series::REJECTED,
    unsigned::{self, HEADER_KEPT, Kept},
};
use crate::{app::App, store::inbox};
pub(super) use judge::{Judged, understood};
use judge::{digest, rejected};

/// Takes a webhook in. It returns `Ok` only after the commit: then the provider may forget it.
pub async fn receive(app: &App, provider: &ProviderId, raw: RawWebhook) -> Result<Acknowledgement> {
    let webhooks = webhooks(app, provider)?;
    let acknowledgement = webhooks.acknowledgement();
    let id = app.id(InboxId::new);
    let judged = match webhooks.read(&raw, app.now()) {
        Ok(notice) => understood(app, provider, id, &raw.body, notice).await?,
        Err(unverified) => rejected(id, unverified),
    };
    let kept = kept(app, provider, &judged, raw.body.len());
    if kept == Kept::Nothing {
        follow_hint(app, provider, &judged).await?;
    } else {
        let body = webhooks.kept(&raw.body);
        let received = received(app, id, (&raw, &body), provider, &judged, kept);
        let stored = store(app, received.clone(), judged.then).await?;
        if stored.duplicate && judged.verdict == Stored::Signed {
            compare(app, received).await?;
        }
    }
    match judged.unverified {
        None => Ok(acknowledgement),
        Some(unverified) => Err(FlowError::Unverified(unverified)),
    }
}

/// Asks about the order that a hint names which is not kept, unless a look-up is already due.
async fn follow_hint(app: &App, provider: &ProviderId, judged: &Judged) -> Result<()> {
    let Then::Look { customer, order } = &judged.then else {
        return Ok(());
    };
    if judged.awaits_look_up {
        return Ok(());
    }
    let change = HintOrder {
        customer: customer.clone(),
        order: *order,
        queued: true,
    };
    let by = Actor::Provider(provider.clone());
    app.apply(Command::new(change, by)).await
}

pub(super) fn webhooks<'a>(app: &'a App, provider: &ProviderId) -> Result<&'a dyn Webhooks> {
    let known = app.provider(provider)?;
    known
        .webhooks()
        .ok_or(FlowError::NotFound("webhook address"))
}

/// Headers worth keeping: those that were signed and those that name the delivery. No header that could hold a key.
const KEPT_HEADERS: [&str; 10] = [
    "content-type",
    "user-agent",
    "webhook-id",
    "webhook-timestamp",
    "webhook-signature",
    "x-mall-id",
    "x-trace-id",
    "tosspayments-webhook-transmission-id",
    "tosspayments-webhook-transmission-time",
    "tosspayments-webhook-transmission-retried-count",
];

/// In the note of a webhook of which only the beginning is kept.
pub(super) const CUT: &str = "only the beginning is kept of";

/// How much of a webhook is kept: all of a proved one, and of the rest as much as the limits allow. Counts webhooks
/// that are not believed or not kept, and logs those that are not believed.
fn kept(app: &App, provider: &ProviderId, judged: &Judged, bytes: usize) -> Kept {
    let Some(unsigned) = judged.unsigned else {
        return Kept::Whole;
    };
    let kept = app
        .unsigned
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .admit(provider, unsigned, bytes, app.now());
    if judged.unverified.is_some() {
        metrics::counter!(REJECTED, "provider" => provider.to_string()).increment(1);
        // A log is a file as well, so a webhook that is not kept leaves no line.
        if kept != Kept::Nothing {
            tracing::warn!(%provider, "A webhook for {provider} is not believed: is its secret right?");
        }
    }
    if kept == Kept::Nothing {
        let names = unsigned.as_str();
        metrics::counter!("webhooks_not_kept_total", "provider" => provider.to_string(), "names" => names)
            .increment(1);
    }
    kept
}

fn received(
    app: &App,
    id: InboxId,
    (raw, whole): (&RawWebhook, &[u8]),
    provider: &ProviderId,
    judged: &Judged,
    kept: Kept,
) -> Received {
    let beginning = unsigned::beginning_of(whole);
    let (body, cut) = match kept {
        Kept::Whole => (whole, false),
        Kept::Beginning | Kept::Nothing => (beginning, beginning.len() < whole.len()),
    };
    let note = if cut {
        format!("{}; {CUT} {} bytes", judged.note, raw.body.len())
    } else {
        judged.note.clone()
    };
    Received {
        id,
        provider: provider.clone(),
        event_key: judged.event_key.clone(),
        verdict: judged.verdict,
        note,
        headers: kept_headers(raw, judged.unsigned.is_some()),
        body: Body::of(body),
        effect: judged.effect.clone(),
        received_at: app.now(),
        settled_at: None,
    }
}

/// The same event came again. With another content than before, it is kept beside the first, for a person: a signature
/// does not make one of the two right.
async fn compare(app: &App, received: Received) -> Result<()> {
    let before = inbox::body_of(&app.db, &received.provider, &received.event_key).await?;
    if before.is_none_or(|before| before.is_empty() || says_the_same(&before, &received.body)) {
        return Ok(());
    }
    tracing::error!(provider = %received.provider, "A signed webhook contradicts one of the same name before: a person has to look");
    let digest = received.body.bytes().as_deref().map(digest);
    let contradiction = Received {
        event_key: format!(
            "contradictory:{}:{}",
            received.event_key,
            digest.unwrap_or_default()
        ),
        verdict: Stored::Contradictory,
        effect: format!(
            "event {} was reported before with another content: nothing followed from this one",
            received.event_key
        ),
        ..received
    };
    store(app, contradiction, Then::Nothing).await.map(drop)
}

/// They are compared as JSON where both are. Spaces and the order of members have no meaning.
fn says_the_same(one: &Body, other: &Body) -> bool {
    let json = |body: &Body| {
        let bytes = body.bytes()?;
        serde_json::from_slice::<serde_json::Value>(&bytes).ok()
    };
    one == other || json(one).is_some_and(|one| json(other) == Some(one))
}

/// A value that nobody signed is cut where it is longer than any documented one.
fn kept_headers(raw: &RawWebhook, cut: bool) -> String {
    let kept = raw
        .headers
        .iter()
        .filter(|(name, _)| KEPT_HEADERS.contains(&name.as_str()));
    let kept: std::collections::BTreeMap<&str, &str> = kept
        .map(|(name, value)| {
            let most = if cut { HEADER_KEPT } else { value.len() };
            (name.as_str(), &value[..value.floor_char_boundary(most)])
        })
        .collect();
    serde_json::to_string(&kept).unwrap_or_else(|_| "{}".to_owned())
}

pub(super) async fn store(app: &App, received: Received, then: Then) -> Result<Receipt> {
    let by = Actor::Provider(received.provider.clone());
    let command = Command::new(ReceiveWebhook { received, then }, by);
    Ok(app.submit(command).await?.answer)
}
