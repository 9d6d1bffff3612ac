//! Signatures of our own and of Standard Webhooks 1.0.0: they prove the sender and the integrity of a message.
//!
//! Everything is HMAC-SHA256 compared in constant time. `v1a` (ed25519) is not supported: no feed of the gateway
//! sends it, and an unknown version is skipped as the specification asks.

mod return_urls;

use std::fmt::Write as _;

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use chrono::{DateTime, Utc};
use domain::canary;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

pub use self::return_urls::{BadState, InvalidReturnUrls, ReturnUrls, customer_of};
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
/// Secrets are copied from dashboards, some of which drop the padding or leave stray last bits, as
/// the Python reference library accepts them. Signatures are read strictly.
const SECRET_BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

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

/// A shared secret of Standard Webhooks, decoded and ready: making a MAC from it costs no setup.
#[derive(Clone)]
pub struct WebhookSecret(Hmac<Sha256>);

impl std::fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

/// A text that is no secret. It does not repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a webhook secret is `whsec_` and base64 of at least one byte")]
pub struct InvalidSecret;

impl WebhookSecret {
    /// Reads `whsec_…`, or the bare base64 some feeds show. No least length: feeds choose their own.
    ///
    /// # Errors
    /// When it is empty or not base64.
    pub fn parse(text: &SecretString) -> Result<Self, InvalidSecret> {
        Hmac::new_from_slice(&decoded(text)?)
            .map(Self)
            .map_err(|_| InvalidSecret)
    }

    /// The length of a secret in bytes, to judge its strength.
    ///
    /// # Errors
    /// As [`WebhookSecret::parse`].
    pub fn bytes_of(text: &SecretString) -> Result<usize, InvalidSecret> {
        decoded(text).map(|bytes| bytes.len())
    }

    pub(crate) fn mac(&self, id: &str, timestamp: &str, body: &[u8]) -> [u8; 32] {
        let mut mac = self.0.clone();
        for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// The value of `webhook-signature` for one attempt at sending `body` under `id`. `attempted_at`
    /// goes into `webhook-timestamp` as Unix seconds.
    pub fn sign(&self, id: &str, attempted_at: DateTime<Utc>, body: &[u8]) -> String {
        let timestamp = attempted_at.timestamp().to_string();
        format!("v1,{}", STANDARD.encode(self.mac(id, &timestamp, body)))
    }
}

fn decoded(text: &SecretString) -> Result<Vec<u8>, InvalidSecret> {
    let text = text.expose_secret();
    let encoded = text.strip_prefix("whsec_").unwrap_or(text);
    let bytes = SECRET_BASE64.decode(encoded).map_err(|_| InvalidSecret)?;
    if bytes.is_empty() {
        return Err(InvalidSecret);
    }
    Ok(bytes)
}

/// The SHA-256 of a message, in hex.
pub(crate) fn hex(message: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(message) {
        let _infallible = write!(hex, "{byte:02x}");
    }
    hex
}
