//! Writes one try of a webhook: the documented headers, the signature of the bank feed, and the faults that change a
//! body.

use std::time::Duration;

use serde_json::{Value, json};

use crate::app::App;
use crate::bank;
use crate::faults::{Kind, Operation, Provider};
use crate::time::kst;
use crate::webhooks::{OutgoingWebhook, Post};

/// Toss waits this long for its 200.
const TOSS_TIMEOUT: Duration = Duration::from_secs(10);
/// Standard Webhooks recommends 15 to 30 seconds.
const BANK_TIMEOUT: Duration = Duration::from_secs(20);
/// Not documented; the same as for Toss.
const PAYACTION_TIMEOUT: Duration = Duration::from_secs(10);

pub(crate) fn toss(app: &App, webhook: &OutgoingWebhook, retried: usize) -> Post {
    let mut body = webhook.body.clone();
    if body.get("secret").is_some_and(Value::is_string) && forged(app, webhook.sender.provider()) {
        body["secret"] = json!("ps_forged00000000000000000000000");
    }
    let body = damaged(app, webhook.sender.provider(), body);
    let headers = vec![
        ("tosspayments-webhook-transmission-time", kst(app.now())),
        (
            "tosspayments-webhook-transmission-retried-count",
            retried.to_string(),
        ),
        ("tosspayments-webhook-transmission-id", webhook.id.clone()),
    ];
    let url = format!("{}/webhooks/toss", app.settings.gateway_base);
    Post {
        url,
        headers,
        body,
        timeout: TOSS_TIMEOUT,
    }
}

/// `None` when the secret cannot sign.
pub(crate) fn bank(app: &App, webhook: &OutgoingWebhook) -> Option<Post> {
    let body = damaged(app, webhook.sender.provider(), webhook.body.clone());
    let timestamp = app.now().timestamp();
    let mut key = bank::signing_key(&app.settings.bank_webhook_secret)?;
    if forged(app, webhook.sender.provider()) {
        key.reverse();
        key.push(0x5a);
    }
    let signature = bank::sign(&key, &webhook.id, timestamp, &body);
    let headers = vec![
        ("webhook-id", webhook.id.clone()),
        ("webhook-timestamp", timestamp.to_string()),
        ("webhook-signature", signature),
    ];
    let url = format!("{}/webhooks/bank", app.settings.gateway_base);
    Some(Post {
        url,
        headers,
        body,
        timeout: BANK_TIMEOUT,
    })
}

/// Every try of one webhook has the same trace id.
pub(crate) fn payaction(app: &App, webhook: &OutgoingWebhook) -> Post {
    let body = damaged(app, webhook.sender.provider(), webhook.body.clone());
    let mut key = app.settings.payaction_webhook_key.clone();
    if forged(app, webhook.sender.provider()) {
        key.push('x');
    }
    let headers = vec![
        ("x-webhook-key", key),
        ("x-mall-id", app.settings.payaction_mall_id.clone()),
        ("x-trace-id", webhook.id.clone()),
    ];
    let url = format!("{}/webhooks/bank", app.settings.gateway_base);
    Post {
        url,
        headers,
        body,
        timeout: PAYACTION_TIMEOUT,
    }
}

fn forged(app: &App, provider: Provider) -> bool {
    app.faults()
        .happens(provider, Operation::Webhook, Kind::WebhookBadSignature)
}

/// The body as bytes, after the faults that change it. It is signed afterwards, so the signature does not reveal
/// them.
fn damaged(app: &App, provider: Provider, mut body: Value) -> Vec<u8> {
    let mut faults = app.faults();
    let mut draw = |kind| faults.happens(provider, Operation::Webhook, kind);
    for amount in ["/data/totalAmount", "/data/amount", "/amount"] {
        if let Some(amount) = body.pointer_mut(amount)
            && draw(Kind::WrongAmount)
        {
            *amount = json!(amount.as_i64().unwrap_or(0).saturating_add(1));
        }
    }
    for status in ["/data/status", "/status", "/type", "/transaction_type"] {
        if let Some(status) = body.pointer_mut(status)
            && draw(Kind::UnknownStatus)
        {
            *status = json!("SOMETHING_NEW");
        }
    }
    let mut bytes = body.to_string().into_bytes();
    if draw(Kind::Malformed) {
        bytes.truncate(bytes.len() / 2);
    }
    if draw(Kind::EmptyBody) {
        bytes.clear();
    }
    bytes
}
