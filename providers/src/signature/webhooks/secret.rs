//! The secret of a webhook.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;

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
