//! The calls of a provider's server, before and after they are verified.

use std::borrow::Cow;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::{deposit::Movement, id::OrderId};
use secrecy::SecretString;

/// Reads the webhooks of a provider's server.
pub trait Webhooks: Send + Sync {
    /// Verifies and reads a webhook. An error means: not believed, stored as such.
    fn read(&self, raw: &RawWebhook, now: DateTime<Utc>) -> Result<Notice, Unverified>;

    /// The exact answer the provider accepts as "received".
    fn acknowledgement(&self) -> Acknowledgement;

    /// The body as it may be kept: without an account for a refund, where the provider shows one.
    fn kept<'b>(&self, body: &'b [u8]) -> Cow<'b, [u8]> {
        Cow::Borrowed(body)
    }
}

/// A webhook as it came in, not yet verified.
#[derive(Clone)]
pub struct RawWebhook {
    /// Names in lower case, in order of arrival; a name may occur twice.
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
}

impl std::fmt::Debug for RawWebhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RawWebhook({} bytes)", self.body.len())
    }
}

impl RawWebhook {
    /// The one value of a header.
    ///
    /// # Errors
    /// When it is missing or occurs twice.
    pub fn header(&self, name: &str) -> Result<&str, Unverified> {
        self.header_if_any(name)?
            .ok_or_else(|| Unverified::new("missing_header", format!("header {name} is missing")))
    }

    /// The one value of a header that may be missing.
    ///
    /// # Errors
    /// When it occurs twice.
    pub fn header_if_any(&self, name: &str) -> Result<Option<&str>, Unverified> {
        let mut values = self.headers.iter().filter(|(known, _)| known == name);
        match (values.next(), values.next()) {
            (Some((_, value)), None) => Ok(Some(value)),
            (None, _) => Ok(None),
            (Some(_), Some(_)) => Err(Unverified::new(
                "duplicate_header",
                format!("header {name} stands there twice"),
            )),
        }
    }
}

/// The content of a webhook, and how far it may be trusted.
#[derive(Debug, Clone)]
pub struct Notice {
    /// The same event has the same key, however often it is delivered.
    pub event_key: String,
    pub verdict: Verdict,
    pub says: Says,
}

/// How a webhook was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A signature or shared key over this very message was right.
    Signed,
    /// The provider signs nothing; it is a hint to look the payment up.
    Unsigned,
}

/// The content of a webhook.
#[derive(Debug, Clone)]
pub enum Says {
    /// Look up this payment.
    Look {
        order: Option<OrderId>,
        payment_key: Option<String>,
        /// The per-payment value to compare with the one we hold, where the event carries it.
        secret: Option<SecretString>,
    },
    /// Money came in on our account. A signed feed's notice is itself the snapshot.
    Deposit(Movement),
    /// The bank took a deposit back. The key is that of the movement that came in.
    DepositReversed { key: String },
    /// A kind of event that is ignored.
    Nothing { why: String },
    /// It was proved, and cannot be read. It may be about money, so it is neither refused nor ignored.
    Unreadable { why: Unverified },
}

impl Says {
    /// The content of a message whose sender was proved: an unreadable message is not an unproved one.
    pub fn of_proved(read: Result<Self, Unverified>) -> Self {
        read.unwrap_or_else(|why| Self::Unreadable { why })
    }
}

/// Why a webhook is not believed. The text holds no secret and no body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct Unverified {
    /// Stable: `missing_header`, `duplicate_header`, `bad_timestamp`, `too_old`, `too_new`, `bad_signature`,
    /// `malformed`.
    pub code: &'static str,
    pub detail: String,
}

impl Unverified {
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
        }
    }
}

/// An answer in the provider's own form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acknowledgement {
    pub content_type: &'static str,
    pub body: &'static str,
}
