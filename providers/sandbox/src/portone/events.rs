//! The webhooks about payments, of version 2024-04-25, signed as Standard Webhooks 1.0.0.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::payment::iso;
use super::{App, Books};
use crate::shared::outbox::{OutgoingWebhook, Post};
use crate::shared::standard_webhooks::{sign, signing_key};
use crate::shared::webhooks;

/// PortOne waits this long for its answer.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Its only feed.
const FEED: usize = 0;

/// Queues a webhook about a payment. The store's id is filled in when it is sent.
pub(super) fn note(
    books: &mut Books,
    id: &str,
    kind: &str,
    cancellation: Option<String>,
    now: DateTime<Utc>,
) {
    let Some(payment) = books.own.payments.get(id) else {
        return;
    };
    let mut data = json!({"paymentId": id, "transactionId": payment.shown().tx_id});
    if let Some(cancellation) = cancellation {
        data["cancellationId"] = json!(cancellation);
    }
    let body = json!({"type": kind, "timestamp": iso(now), "data": data});
    let webhook = OutgoingWebhook {
        feed: FEED,
        id: format!("WebhookDeliveryId{}", books.rng.alphanumeric(24)),
        body,
    };
    books.outbox.outgoing.push(webhook);
}

/// One try of a webhook. `None` when the secret cannot sign.
pub(super) fn post(app: &App, webhook: &OutgoingWebhook) -> Option<Post> {
    let mut body = webhook.body.clone();
    body["data"]["storeId"] = json!(app.settings.store_id);
    let body = webhooks::damaged(app, body);
    let timestamp = app.now().timestamp();
    let mut key = signing_key(&app.settings.webhook_secret)?;
    if webhooks::forged(app) {
        key.reverse();
        key.push(0x5a);
    }
    let signature = sign(&key, &webhook.id, timestamp, &body);
    let headers = vec![
        ("webhook-id", webhook.id.clone()),
        ("webhook-timestamp", timestamp.to_string()),
        ("webhook-signature", signature),
    ];
    Some(app.post(headers, body, TIMEOUT))
}
