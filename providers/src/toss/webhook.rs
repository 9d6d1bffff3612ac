//! Toss's webhooks. Those about payments are not signed, so they are hints: they name a payment to look up, and some
//! repeat its secret. Nothing else in them is read.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use domain::id::OrderId;
use secrecy::SecretString;
use serde_json::Value;

use super::{Toss, lookup::is_plain_key, wire};
use crate::{
    http::safe_text,
    provider::{Acknowledgement, Notice, RawWebhook, Says, Unverified, Verdict, Webhooks},
    signature::hex,
};

const TRANSMISSION_ID: &str = "tosspayments-webhook-transmission-id";
/// Replaces a missing id. Every documented id begins with `whtrans_`, and a forged id with this value names the same
/// body.
const NO_ID: &str = "body";
/// The documented ids have 37 characters.
const TRANSMISSION_ID_BYTES_MAX: usize = 100;
/// The documented limit of `secret`, with a margin for a longer prefix.
const SECRET_BYTES_MAX: usize = 100;

impl Webhooks for Toss {
    fn read(&self, raw: &RawWebhook, _now: DateTime<Utc>) -> Result<Notice, Unverified> {
        let event_key = event_key(raw)?;
        let webhook: wire::Webhook = serde_json::from_slice(&raw.body)
            .map_err(|_| malformed("the body is none of the documented envelopes"))?;
        Ok(Notice {
            event_key,
            verdict: Verdict::Unsigned,
            says: says(webhook)?,
        })
    }

    fn acknowledgement(&self) -> Acknowledgement {
        // Only the status 200 counts; the body is not read.
        Acknowledgement {
            content_type: "application/json",
            body: "{}",
        }
    }

    fn kept<'b>(&self, body: &'b [u8]) -> Cow<'b, [u8]> {
        without_account(body)
    }
}

/// The member of a payment in which the buyer's account for a refund is shown.
const ACCOUNT: &str = "refundReceiveAccount";

/// The body without the account. Of one that is not JSON only what comes before the account is left.
fn without_account(body: &[u8]) -> Cow<'_, [u8]> {
    let mut places = body.windows(ACCOUNT.len());
    let Some(at) = places.position(|bytes| bytes == ACCOUNT.as_bytes()) else {
        return Cow::Borrowed(body);
    };
    match serde_json::from_slice::<Value>(body) {
        Ok(mut said) => {
            blank(&mut said);
            Cow::Owned(said.to_string().into_bytes())
        }
        Err(_) => Cow::Borrowed(&body[..at]),
    }
}

fn blank(said: &mut Value) {
    match said {
        Value::Object(members) => {
            for (name, value) in members {
                if name == ACCOUNT {
                    *value = Value::Null;
                } else {
                    blank(value);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                blank(item);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The sender's id together with a hash of the body. A message forged under a genuine id still has another key, and
/// cannot make the genuine one look like a repetition. Without an id the hash is the key. Such a message is a hint
/// like any other, and must not be lost for a header that a proxy dropped. The account for a refund, which could be
/// found from the hash by trying, is not part of it.
fn event_key(raw: &RawWebhook) -> Result<String, Unverified> {
    let id = raw.header_if_any(TRANSMISSION_ID)?.unwrap_or(NO_ID);
    if id.is_empty()
        || id.len() > TRANSMISSION_ID_BYTES_MAX
        || !id.bytes().all(|byte| byte.is_ascii_graphic())
    {
        return Err(malformed("the transmission id is not a plain name"));
    }
    Ok(format!("{id}.{}", hex(&without_account(&raw.body))))
}

fn says(webhook: wire::Webhook) -> Result<Says, Unverified> {
    match (webhook.event_type.as_deref(), webhook.data) {
        // DEPOSIT_CALLBACK: flat, without type, payment key or amount.
        (None, _) if webhook.secret.is_some() && webhook.transaction_key.is_some() => {
            let order = webhook
                .order_id
                .ok_or_else(|| malformed("a deposit without an order"))?;
            look(&order, None, webhook.secret)
        }
        (None, _) => Err(malformed("the body is none of the documented envelopes")),
        (Some(kind), _) if webhook.entity_body.is_some() => Ok(nothing(kind)),
        (Some("PAYMENT_STATUS_CHANGED"), Some(data)) => {
            let text = |name: &str| data.get(name).and_then(|it| it.as_str());
            let order = text("orderId").ok_or_else(|| malformed("a payment without an order"))?;
            let key = text("paymentKey").ok_or_else(|| malformed("a payment without a key"))?;
            if !is_plain_key(key) {
                return Err(malformed("the payment key is not a plain name"));
            }
            look(
                order,
                Some(key.to_owned()),
                text("secret").map(str::to_owned),
            )
        }
        (Some("PAYMENT_STATUS_CHANGED"), None) => Err(malformed("a payment event without data")),
        // Cancels of foreign easy payments, billing keys, pay-outs, sellers: ignored here.
        (Some(kind), _) => Ok(nothing(kind)),
    }
}

/// The payment to look up, when the order is one of ours. Several systems may share one merchant account, so an order
/// of another form is no error.
fn look(
    order: &str,
    payment_key: Option<String>,
    secret: Option<String>,
) -> Result<Says, Unverified> {
    if secret
        .as_ref()
        .is_some_and(|secret| secret.len() > SECRET_BYTES_MAX)
    {
        return Err(malformed("the secret is longer than documented"));
    }
    let Ok(order) = order.parse::<OrderId>() else {
        return Ok(Says::Nothing {
            why: "the order is not one of ours".to_owned(),
        });
    };
    Ok(Says::Look {
        order: Some(order),
        payment_key,
        secret: secret.map(SecretString::from),
    })
}

fn nothing(kind: &str) -> Says {
    Says::Nothing {
        why: format!("events of type {} are not followed", safe_text(kind)),
    }
}

fn malformed(detail: &str) -> Unverified {
    Unverified::new("malformed", detail)
}
