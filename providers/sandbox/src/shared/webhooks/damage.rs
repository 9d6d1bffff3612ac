//! Webhooks that a fault forges or damages.

use serde_json::{Value, json};

use super::super::faults::{Kind, Operation};
use super::super::simulator::{ProviderState, Simulator};

/// Whether the proof of a webhook is to be wrong.
pub(crate) fn forged<S: ProviderState>(app: &Simulator<S>) -> bool {
    app.happens(Operation::Webhook, Kind::WebhookBadSignature)
}

/// The body as bytes, after the faults that change it. It is signed afterwards, so the signature does not reveal
/// them.
pub(crate) fn damaged<S: ProviderState>(app: &Simulator<S>, mut body: Value) -> Vec<u8> {
    let draw = |kind| app.happens(Operation::Webhook, kind);
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
