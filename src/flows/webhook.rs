//! Webhooks: verified, stored with the verdict, acted on as far as they may be believed, and only
//! then acknowledged.

use domain::{
    command::{Answer, Change, Command, Then},
    id::{InboxId, OrderId},
    inbox::{Body, Received, Verdict as Stored},
    kind::ProviderId,
};
use providers::provider::{
    Acknowledgement, Notice, RawWebhook, Says, Unverified, Verdict, Webhooks,
};
use secrecy::{ExposeSecret as _, SecretString};

use super::{FlowError, unexpected, views};
use crate::app::App;

/// Headers worth keeping: what was signed and what names the delivery. Nothing that could hold a key.
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

/// Bytes kept of a webhook that is not believed.
const REJECTED_BYTES_KEPT: usize = 1024;

/// Counts a rejected webhook, tells about it, and says whether it is stored.
fn may_store(app: &App, provider: &ProviderId) -> bool {
    let stored = app
        .rejected
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .admits(app.now());
    metrics::counter!("webhooks_rejected_total", "provider" => provider.to_string()).increment(1);
    tracing::warn!(%provider, stored, "A webhook for {provider} is not believed: is its secret right?");
    stored
}

/// Takes a webhook in. `Ok` only after the commit: then the provider may forget it.
pub async fn receive(
    app: &App,
    provider: &ProviderId,
    raw: RawWebhook,
) -> Result<Acknowledgement, FlowError> {
    let webhooks = webhooks(app, provider)?;
    let acknowledgement = webhooks.acknowledgement();
    let id = app.id(InboxId::new);
    let (received, then, unverified) = match webhooks.read(&raw, app.now()) {
        Ok(notice) => understood(app, provider, id, notice).await?,
        Err(unverified) => rejected(id, unverified),
    };
    if let Some(unverified) = unverified.clone().filter(|_| !may_store(app, provider)) {
        return Err(FlowError::Unverified(unverified));
    }
    // What is not believed is kept only as far as a person needs to see what it was.
    let kept = if unverified.is_some() {
        &raw.body[..raw.body.len().min(REJECTED_BYTES_KEPT)]
    } else {
        &raw.body[..]
    };
    let received = Received {
        id,
        provider: provider.clone(),
        event_key: received.event_key,
        verdict: received.verdict,
        note: received.note,
        headers: kept_headers(&raw),
        body: Body::of(kept),
        effect: received.effect,
        received_at: app.now(),
    };
    store(app, received, then).await?;
    match unverified {
        None => Ok(acknowledgement),
        Some(unverified) => Err(FlowError::Unverified(unverified)),
    }
}

fn webhooks<'a>(app: &'a App, provider: &ProviderId) -> Result<&'a dyn Webhooks, FlowError> {
    let known = app
        .registry
        .get(provider)
        .ok_or_else(|| FlowError::NoProvider(provider.clone()))?;
    known
        .webhooks()
        .ok_or(FlowError::NotFound("webhook address"))
}

/// What is known of a webhook before it is stored.
struct Judged {
    event_key: String,
    verdict: Stored,
    note: String,
    effect: String,
}

type Read = (Judged, Then, Option<Unverified>);

fn rejected(id: InboxId, unverified: Unverified) -> Read {
    let judged = Judged {
        // Its own key: a forged webhook must not stand in the way of the genuine one.
        event_key: format!("rejected:{id}"),
        verdict: Stored::Rejected,
        note: unverified.to_string(),
        effect: "not believed".to_owned(),
    };
    (judged, Then::Nothing, Some(unverified))
}

async fn understood(
    app: &App,
    provider: &ProviderId,
    id: InboxId,
    notice: Notice,
) -> Result<Read, FlowError> {
    let (verdict, note) = match notice.verdict {
        Verdict::Signed => (Stored::Signed, "its signature or key is right"),
        Verdict::Unsigned => (
            Stored::Unsigned,
            "the provider signs nothing: a hint to go and ask",
        ),
    };
    let judged = |effect: &str| Judged {
        event_key: notice.event_key.clone(),
        verdict,
        note: note.to_owned(),
        effect: effect.to_owned(),
    };
    Ok(match notice.says {
        Says::Deposit(movement) => (judged(""), Then::Deposit(movement), None),
        Says::DepositReversed { key } => {
            let customer = views::customer_of_movement(app, provider, &key).await?;
            (
                judged(""),
                Then::DepositReversed {
                    customer,
                    provider: provider.clone(),
                    key,
                },
                None,
            )
        }
        Says::Nothing { why } => (judged(&why), Then::Nothing, None),
        Says::Look {
            order,
            payment_key,
            secret,
        } => match order_meant(app, provider, order, payment_key.as_deref()).await? {
            None => (judged("no order of ours is meant"), Then::Nothing, None),
            Some(order) => {
                let held = order
                    .session
                    .as_ref()
                    .and_then(|session| session.webhook_secret.as_deref());
                if secret_differs(held, secret.as_ref()) {
                    return Ok(rejected(
                        id,
                        Unverified::new("bad_secret", "the payment's secret is wrong"),
                    ));
                }
                (
                    judged(""),
                    Then::Look {
                        customer: order.customer,
                        order: order.id,
                    },
                    None,
                )
            }
        },
    })
}

async fn order_meant(
    app: &App,
    provider: &ProviderId,
    order: Option<OrderId>,
    payment_key: Option<&str>,
) -> Result<Option<domain::order::Order>, FlowError> {
    let by_id = match order {
        Some(id) => views::find_order(app, id).await?,
        None => None,
    };
    let found = match (by_id, payment_key) {
        (Some(order), _) => Some(order),
        (None, Some(key)) => views::order_of_payment_key(app, provider, key).await?,
        (None, None) => None,
    };
    Ok(found.filter(|order| order.provider == *provider))
}

/// Whether both values are there and differ. Compared in constant time.
fn secret_differs(held: Option<&str>, told: Option<&SecretString>) -> bool {
    use subtle::ConstantTimeEq as _;
    match (held, told) {
        (Some(held), Some(told)) => {
            !bool::from(held.as_bytes().ct_eq(told.expose_secret().as_bytes()))
        }
        _ => false,
    }
}

fn kept_headers(raw: &RawWebhook) -> String {
    let kept = raw
        .headers
        .iter()
        .filter(|(name, _)| KEPT_HEADERS.contains(&name.as_str()));
    let kept: std::collections::BTreeMap<&str, &str> = kept
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    serde_json::to_string(&kept).unwrap_or_else(|_| "{}".to_owned())
}

async fn store(app: &App, received: Received, then: Then) -> Result<Answer, FlowError> {
    let by = format!("provider:{}", received.provider);
    let answer = app
        .submit(Command::new(Change::Receive { received, then }, by))
        .await?
        .answer;
    match &answer {
        Answer::Received { .. } => Ok(answer),
        other => Err(unexpected(other)),
    }
}

/// Keys are not kept, and an imported row never had a signature.
fn cannot_verify_again(unverified: Unverified) -> FlowError {
    if unverified.code != "missing_header" {
        return FlowError::Unverified(unverified);
    }
    let rule =
        "was proved by a key, and it is not kept, or by a person: import a statement instead";
    FlowError::Invalid {
        field: "id",
        rule: rule.to_owned(),
    }
}

/// Does again what follows from a stored webhook that was believed. What has happened already
/// happens no second time.
pub async fn replay(app: &App, id: InboxId, by: &str) -> Result<String, FlowError> {
    let stored = views::inbox_row(app, id).await?;
    if stored.verdict == Stored::Rejected {
        return Err(FlowError::Invalid {
            field: "id",
            rule: "a webhook that was not believed is not replayed".to_owned(),
        });
    }
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
    // Judged at the instant it came in: its signature was fresh then.
    let notice = webhooks(app, &stored.provider)?
        .read(&raw, stored.received_at)
        .map_err(cannot_verify_again)?;
    let replay_id = app.id(InboxId::new);
    let (judged, then, _) = understood(app, &stored.provider, replay_id, notice).await?;
    let received = Received {
        id: replay_id,
        event_key: format!("replay:{replay_id}"),
        note: format!("replay of {id} by {by}"),
        effect: judged.effect,
        received_at: app.now(),
        ..stored
    };
    store(app, received, then).await?;
    Ok(views::inbox_row(app, replay_id).await?.effect)
}
