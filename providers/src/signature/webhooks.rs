//! Signatures of Standard Webhooks: made for the seller, and verified for the signed feed of a bank.

mod secret;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use domain::canary;
use subtle::ConstantTimeEq as _;

pub use self::secret::{InvalidSecret, WebhookSecret};
use crate::provider::{RawWebhook, Unverified};

/// How far a webhook's time may be from ours, both ways, in seconds. Exactly this difference still passes, as in
/// every reference library of Standard Webhooks.
pub const TOLERANCE_SECONDS: i64 = 300;
/// Longest `webhook-id` accepted: it becomes a key in the inbox.
const WEBHOOK_ID_BYTES_MAX: usize = 255;
/// Twelve digits of seconds reach the year 33658.
const TIMESTAMP_DIGITS_MAX: usize = 12;
/// 32 bytes in padded base64.
const MAC_BASE64_LENGTH: usize = 44;

/// Verifies a webhook of Standard Webhooks 1.0.0 and returns its `webhook-id`. Any secret and any `v1` signature may
/// match: that is how secrets are rotated. The body is not parsed.
///
/// # Errors
/// A header missing or doubled, a time that is malformed or too far from `now`, no signature that is right.
pub fn verify<'a>(
    secrets: &[WebhookSecret],
    raw: &'a RawWebhook,
    now: DateTime<Utc>,
) -> Result<&'a str, Unverified> {
    verify_by(secrets, raw, now).map(|(id, _)| id)
}

/// The same, with the index of the secret that signed it.
///
/// # Errors
/// As [`verify`].
pub fn verify_by<'a>(
    secrets: &[WebhookSecret],
    raw: &'a RawWebhook,
    now: DateTime<Utc>,
) -> Result<(&'a str, usize), Unverified> {
    let id = raw.header("webhook-id")?;
    let timestamp = raw.header("webhook-timestamp")?;
    let signatures = raw.header("webhook-signature")?;
    if id.is_empty() || id.len() > WEBHOOK_ID_BYTES_MAX || id.chars().any(char::is_control) {
        return Err(Unverified::new(
            "malformed",
            "webhook-id is not a plain name",
        ));
    }
    check_time(timestamp, now)?;
    for (place, secret) in secrets.iter().enumerate() {
        let expected = secret.mac(id, timestamp, &raw.body);
        if signatures
            .split(' ')
            .any(|item| canary!(SignatureUnchecked, true, is_signature(item, &expected)))
        {
            return Ok((id, place));
        }
    }
    Err(Unverified::new(
        "bad_signature",
        "no signature fits any of our secrets",
    ))
}

fn check_time(timestamp: &str, now: DateTime<Utc>) -> Result<(), Unverified> {
    // The header text itself is signed, so only one spelling of a number is accepted.
    let seconds = unix_seconds(timestamp).ok_or_else(|| {
        Unverified::new(
            "bad_timestamp",
            "webhook-timestamp is not whole Unix seconds",
        )
    })?;
    let ahead = seconds - now.timestamp();
    if ahead < -TOLERANCE_SECONDS {
        Err(Unverified::new(
            "too_old",
            format!("sent {} seconds ago", -ahead),
        ))
    } else if ahead > TOLERANCE_SECONDS {
        Err(Unverified::new(
            "too_new",
            format!("sent {ahead} seconds ahead of our clock"),
        ))
    } else {
        Ok(())
    }
}

/// 1 to 12 ASCII digits and nothing else.
pub(super) fn unix_seconds(text: &str) -> Option<i64> {
    let plain = (1..=TIMESTAMP_DIGITS_MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn is_signature(item: &str, expected: &[u8; 32]) -> bool {
    let Some(("v1", encoded)) = item.split_once(',') else {
        return false;
    };
    let mut bytes = [0_u8; 33];
    if encoded.len() != MAC_BASE64_LENGTH {
        return false;
    }
    match STANDARD.decode_slice(encoded, &mut bytes) {
        Ok(length) => bytes[..length].ct_eq(expected).into(),
        Err(_) => false,
    }
}
