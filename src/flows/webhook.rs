//! Webhooks: verified, stored with the verdict, acted on as far as they may be believed, and acknowledged after that.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    actor::Actor,
    books::deposits::{HintOrder, ReceiveWebhook, Then},
    command::{Command, Receipt},
    id::{CustomerId, InboxId, OrderId},
    inbox::{Body, Received, Verdict as Stored},
    kind::ProviderId,
    order::Order,
};
use providers::provider::{
    Acknowledgement, Notice, RawWebhook, Says, Unverified, Verdict, Webhooks,
};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

use super::{
    FlowError,
    unsigned::{self, HEADER_KEPT, Kept, Unsigned},
};
use crate::{
    app::App,
    store::{inbox, reads},
};

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

/// Takes a webhook in. It returns `Ok` only after the commit: then the provider may forget it.
pub async fn receive(
    app: &App,
    provider: &ProviderId,
    raw: RawWebhook,
) -> Result<Acknowledgement, FlowError> {
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
        let received = received(app, id, provider, &raw, &judged, kept);
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
        metrics::counter!("webhooks_rejected_total", "provider" => provider.to_string())
            .increment(1);
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

/// Asks about the order that a hint names which is not kept, unless a look-up is already due.
async fn follow_hint(app: &App, provider: &ProviderId, judged: &Judged) -> Result<(), FlowError> {
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

fn received(
    app: &App,
    id: InboxId,
    provider: &ProviderId,
    raw: &RawWebhook,
    judged: &Judged,
    kept: Kept,
) -> Received {
    let beginning = unsigned::beginning_of(&raw.body);
    let (body, cut) = match kept {
        Kept::Whole => (&raw.body[..], false),
        Kept::Beginning | Kept::Nothing => (beginning, beginning.len() < raw.body.len()),
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
async fn compare(app: &App, received: Received) -> Result<(), FlowError> {
    let before = inbox::body_of(&app.db, &received.provider, &received.event_key).await?;
    if before.is_none_or(|before| says_the_same(&before, &received.body)) {
        return Ok(());
    }
    tracing::error!(provider = %received.provider, "A signed webhook tells otherwise than one of the same name before: a person has to look");
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

/// SHA-256 in base 64.
fn digest(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}

pub(super) fn webhooks<'a>(
    app: &'a App,
    provider: &ProviderId,
) -> Result<&'a dyn Webhooks, FlowError> {
    let known = app
        .registry
        .get(provider)
        .ok_or_else(|| FlowError::NoProvider(provider.clone()))?;
    known
        .webhooks()
        .ok_or(FlowError::NotFound("webhook address"))
}

/// The facts about a webhook before it is stored.
pub(super) struct Judged {
    event_key: String,
    pub(super) verdict: Stored,
    note: String,
    pub(super) effect: String,
    pub(super) then: Then,
    /// Where nobody signed it.
    unsigned: Option<Unsigned>,
    /// Why it is not believed.
    unverified: Option<Unverified>,
    /// Whether a look-up of the order that it names is due anyway.
    awaits_look_up: bool,
}

fn rejected(id: InboxId, unverified: Unverified) -> Judged {
    Judged {
        // It gets its own key, because a forged webhook must not block the genuine one.
        event_key: format!("rejected:{id}"),
        verdict: Stored::Rejected,
        note: unverified.to_string(),
        effect: "not believed".to_owned(),
        then: Then::Nothing,
        unsigned: Some(Unsigned::NotBelieved),
        unverified: Some(unverified),
        awaits_look_up: false,
    }
}

pub(super) async fn understood(
    app: &App,
    provider: &ProviderId,
    id: InboxId,
    body: &[u8],
    notice: Notice,
) -> Result<Judged, FlowError> {
    let (verdict, note, unsigned) = match notice.verdict {
        Verdict::Signed => (Stored::Signed, "its signature or key is right", None),
        Verdict::Unsigned => (
            Stored::Unsigned,
            "the provider signs nothing: a hint to go and ask",
            Some(Unsigned::Strange),
        ),
    };
    let judged = |effect: &str, then: Then| Judged {
        event_key: notice.event_key.clone(),
        verdict,
        note: note.to_owned(),
        effect: effect.to_owned(),
        then,
        unsigned,
        unverified: None,
        awaits_look_up: false,
    };
    Ok(match notice.says {
        Says::Deposit(movement) => judged("", Then::Deposit(movement)),
        Says::DepositReversed { key } => {
            let customer = customer_of_movement(app, provider, &key).await?;
            let provider = provider.clone();
            judged(
                "",
                Then::DepositReversed {
                    customer,
                    provider,
                    key,
                },
            )
        }
        Says::Nothing { why } => judged(&why, Then::Nothing),
        Says::Unreadable { why } => {
            tracing::error!(%provider, "A signed webhook for {provider} cannot be read, a person has to look: {why}");
            Judged {
                // The key includes the content, because it must not block the same event in a readable form.
                event_key: format!("unreadable:{}:{}", notice.event_key, digest(body)),
                verdict: Stored::Unreadable,
                note: format!("{note}; {why}"),
                ..judged("nothing followed: a person has to look", Then::Nothing)
            }
        }
        Says::Look {
            order,
            payment_key,
            secret,
        } => match order_meant(app, provider, order, payment_key.as_deref()).await? {
            None => judged("no order of ours is meant", Then::Nothing),
            Some(order) if is_secret_wrong(&order, secret.as_ref()) => {
                let why = Unverified::new("bad_secret", "the payment's secret is wrong");
                rejected(id, why)
            }
            Some(order) => Judged {
                unsigned: unsigned.map(|_| Unsigned::Of(order.id)),
                awaits_look_up: order.awaits_look_up(app.now()),
                ..judged(
                    "",
                    Then::Look {
                        customer: order.customer,
                        order: order.id,
                    },
                )
            },
        },
    })
}

fn is_secret_wrong(order: &Order, given: Option<&SecretString>) -> bool {
    let session = order.session.as_ref();
    let held = session.and_then(|session| session.webhook_secret.as_deref());
    secret_differs(held, given)
}

async fn order_meant(
    app: &App,
    provider: &ProviderId,
    order: Option<OrderId>,
    payment_key: Option<&str>,
) -> Result<Option<Order>, FlowError> {
    let by_id = match order {
        Some(id) => reads::order(&app.db, id).await?,
        None => None,
    };
    let found = match (by_id, payment_key) {
        (Some(order), _) => Some(order),
        (None, Some(key)) => order_of_payment_key(app, provider, key).await?,
        (None, None) => None,
    };
    Ok(found.filter(|order| order.provider == *provider))
}

/// Whether both values are there and differ. Compared in constant time.
fn secret_differs(held: Option<&str>, given: Option<&SecretString>) -> bool {
    use subtle::ConstantTimeEq as _;
    match (held, given) {
        (Some(held), Some(given)) => {
            !bool::from(held.as_bytes().ct_eq(given.expose_secret().as_bytes()))
        }
        _ => false,
    }
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

pub(super) async fn store(app: &App, received: Received, then: Then) -> Result<Receipt, FlowError> {
    let by = Actor::Provider(received.provider.clone());
    let command = Command::new(ReceiveWebhook { received, then }, by);
    Ok(app.submit(command).await?.answer)
}

/// The order of a provider's own name for a payment.
async fn order_of_payment_key(
    app: &App,
    provider: &ProviderId,
    key: &str,
) -> Result<Option<Order>, FlowError> {
    match reads::payment_by_key(&app.db, provider, key).await? {
        Some(payment) => Ok(reads::order(&app.db, payment.order).await?),
        None => Ok(None),
    }
}

/// The customer whose order a movement paid, if it paid one.
async fn customer_of_movement(
    app: &App,
    provider: &ProviderId,
    key: &str,
) -> Result<Option<CustomerId>, FlowError> {
    let found = reads::deposit_by_key(&app.db, provider, key).await?;
    let deposit = match found.as_ref().and_then(|deposit| deposit.repeat_of) {
        // The money is another deposit's, which somebody else reported before.
        Some(of) => reads::deposit(&app.db, of).await?,
        None => found,
    };
    match deposit.and_then(|deposit| deposit.order) {
        Some(order) => Ok(reads::order(&app.db, order)
            .await?
            .map(|order| order.customer)),
        None => Ok(None),
    }
}
