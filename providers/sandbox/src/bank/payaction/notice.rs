//! A notice of PayAction.

use std::fmt::Write as _;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::super::state::App;
use super::super::state::Books;
use crate::shared::outbox::{OutgoingWebhook, Post};
use crate::shared::webhooks;

/// Not documented; the same as for Toss.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A name in the form of `1747808169270x797731416156850300`: milliseconds and eighteen digits.
pub(super) fn trace_id(app: &App, books: &mut Books) -> String {
    format!("{}x{}", app.now().timestamp_millis(), books.rng.digits(18))
}

/// PayAction names no movement. Its integrators are advised to build a name like this.
pub(super) fn hash(said: &str) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(said.as_bytes()) {
        let _infallible = write!(hex, "{byte:02x}");
    }
    hex
}

/// Every try of one webhook has the same trace id.
pub(crate) fn post(app: &App, webhook: &OutgoingWebhook) -> Post {
    let body = webhooks::damaged(app, webhook.body.clone());
    let mut key = app.settings.payaction_key.clone();
    if webhooks::forged(app) {
        key.push('x');
    }
    let headers = vec![
        ("x-webhook-key", key),
        ("x-mall-id", app.settings.payaction_mall_id.clone()),
        ("x-trace-id", webhook.id.clone()),
    ];
    let url = format!("{}/webhooks/bank", app.gateway_base);
    Post {
        url,
        headers,
        body,
        timeout: TIMEOUT,
    }
}
