//! Signatures of our own and of Standard Webhooks 1.0.0: they prove the sender and the integrity of a message.
//!
//! Everything is HMAC-SHA256 compared in constant time. `v1a` (ed25519) is not supported: no feed of the gateway
//! sends it, and an unknown version is skipped as the specification asks.

use base64::{
    Engine as _, alphabet,
    engine::{
        DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig,
        general_purpose::{STANDARD, URL_SAFE_NO_PAD},
    },
};
use chrono::{DateTime, Utc};
use domain::{canary, id::OrderId, kind::ProviderId};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use url::Url;

use crate::provider::{CallbackOutcome, RawWebhook, Unverified};

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

    fn mac(&self, id: &str, timestamp: &str, body: &[u8]) -> [u8; 32] {
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
fn unix_seconds(text: &str) -> Option<i64> {
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

/// Shortest key that makes guessing a state hopeless.
const RETURN_KEY_BYTES_MIN: usize = 32;
/// Kakao Pay's limit for a return URL is 255 characters; the part we add behind the base takes 129 at most.
const BASE_BYTES_MAX: usize = 120;
/// Used in place of the provider's name of a callback. The slash keeps it from being one.
const CHECKOUT_PURPOSE: &str = "page/checkout";

/// Makes and checks the addresses that buyers' browsers come back to. The state in them is an expiry and a MAC over
/// purpose, order and expiry, so that a guessed URL never reaches a flow.
#[derive(Clone)]
pub struct ReturnUrls {
    base: Url,
    key: Hmac<Sha256>,
}

impl std::fmt::Debug for ReturnUrls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReturnUrls")
            .field("base", &self.base.as_str())
            .finish_non_exhaustive()
    }
}

/// Settings from which no return URL can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReturnUrls {
    #[error("the public base URL must be http or https, without user, query or fragment")]
    Base,
    #[error("the public base URL is longer than {BASE_BYTES_MAX} characters")]
    BaseTooLong,
    #[error("the key that signs return URLs has fewer than {RETURN_KEY_BYTES_MIN} bytes")]
    ShortKey,
}

/// Why a state is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadState {
    #[error("the state of the URL is altered or not ours")]
    Altered,
    #[error("the state of the URL has expired")]
    Expired,
}

impl ReturnUrls {
    /// `base` is the gateway's address for buyers; a path in it is kept.
    pub fn new(base: Url, key: &SecretString) -> Result<Self, InvalidReturnUrls> {
        let plain = matches!(base.scheme(), "http" | "https")
            && base.username().is_empty()
            && base.password().is_none()
            && base.query().is_none()
            && base.fragment().is_none();
        if !plain {
            return Err(InvalidReturnUrls::Base);
        }
        if base.as_str().len() > BASE_BYTES_MAX {
            return Err(InvalidReturnUrls::BaseTooLong);
        }
        let key = key.expose_secret().as_bytes();
        if key.len() < RETURN_KEY_BYTES_MIN {
            return Err(InvalidReturnUrls::ShortKey);
        }
        let key = Hmac::new_from_slice(key).map_err(|_| InvalidReturnUrls::ShortKey)?;
        Ok(Self { base, key })
    }

    /// `/callbacks/{provider}/{order}/{outcome}?state=…`, valid until `expires_at` (exclusive).
    pub fn callback(
        &self,
        provider: &ProviderId,
        order: OrderId,
        outcome: CallbackOutcome,
        expires_at: DateTime<Utc>,
    ) -> Url {
        let path = [
            "callbacks",
            provider.as_str(),
            &order.to_string(),
            outcome.as_str(),
        ];
        self.url(&path, &self.state(provider.as_str(), order, expires_at))
    }

    /// # Errors
    /// When the state is not ours for this provider and order, or its time is over.
    pub fn check_callback(
        &self,
        provider: &ProviderId,
        order: OrderId,
        state: &str,
        now: DateTime<Utc>,
    ) -> Result<(), BadState> {
        self.check(provider.as_str(), order, state, now)
    }

    /// `/checkout/{order}?state=…`: the hosted page of one order, valid until `expires_at` (exclusive).
    pub fn checkout(&self, order: OrderId, expires_at: DateTime<Utc>) -> Url {
        let state = self.state(CHECKOUT_PURPOSE, order, expires_at);
        self.url(&["checkout", &order.to_string()], &state)
    }

    /// # Errors
    /// When the state is not ours for this order's page, or its time is over.
    pub fn check_checkout(
        &self,
        order: OrderId,
        state: &str,
        now: DateTime<Utc>,
    ) -> Result<(), BadState> {
        self.check(CHECKOUT_PURPOSE, order, state, now)
    }

    fn url(&self, path: &[&str], state: &str) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url.query_pairs_mut().append_pair("state", state);
        url
    }

    fn mac(&self, purpose: &str, order: OrderId, expiry: &str) -> Hmac<Sha256> {
        let mut mac = self.key.clone();
        mac.update(format!("{purpose}|{order}|{expiry}").as_bytes());
        mac
    }

    fn state(&self, purpose: &str, order: OrderId, expires_at: DateTime<Utc>) -> String {
        let expiry = expires_at.timestamp().to_string();
        let mac = self.mac(purpose, order, &expiry).finalize().into_bytes();
        format!("{expiry}.{}", URL_SAFE_NO_PAD.encode(mac))
    }

    fn check(
        &self,
        purpose: &str,
        order: OrderId,
        state: &str,
        now: DateTime<Utc>,
    ) -> Result<(), BadState> {
        let (expiry, encoded) = state.split_once('.').ok_or(BadState::Altered)?;
        let expires_at = unix_seconds(expiry).ok_or(BadState::Altered)?;
        let mac = URL_SAFE_NO_PAD
            .decode(encoded)
            .map_err(|_| BadState::Altered)?;
        self.mac(purpose, order, expiry)
            .verify_slice(&mac)
            .map_err(|_| BadState::Altered)?;
        if now.timestamp() < expires_at {
            Ok(())
        } else {
            Err(BadState::Expired)
        }
    }
}
