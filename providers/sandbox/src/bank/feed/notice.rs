//! A notice of the feed, signed by Standard Webhooks.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::super::state::App;
use crate::shared::outbox::{OutgoingWebhook, Post};
use crate::shared::webhooks;

/// Standard Webhooks recommends 15 to 30 seconds.
const TIMEOUT: Duration = Duration::from_secs(20);

/// The bytes behind `whsec_…`; `None` if it is not that or empty.
pub(crate) fn signing_key(secret: &str) -> Option<Vec<u8>> {
    let key = STANDARD.decode(secret.strip_prefix("whsec_")?).ok()?;
    (!key.is_empty()).then_some(key)
}

/// `v1,` and the base64 HMAC-SHA256 of `{id}.{timestamp}.{body}` (Standard Webhooks 1.0.0).
pub(crate) fn sign(key: &[u8], id: &str, timestamp: i64, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        unreachable!("HMAC takes a key of any length");
    };
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// One try of a webhook. `None` when the secret cannot sign.
pub(crate) fn post(app: &App, webhook: &OutgoingWebhook, _: usize) -> Option<Post> {
    let body = webhooks::damaged(app, webhook.body.clone());
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
    let url = format!("{}/webhooks/bank", app.gateway_base);
    Some(Post {
        url,
        headers,
        body,
        timeout: TIMEOUT,
    })
}
