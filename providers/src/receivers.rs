//! The seller's own servers, which receive events: their addresses, and sending one signed message to one of them.
//!
//! An address comes from a person and is called by a machine inside the seller's network. So it is checked as it is
//! written ([`address`]) and again as it is resolved at each connection ([`resolve`]). Nothing follows a redirect, nothing
//! goes through a proxy, and what a receiver answers beyond its status is not kept.

pub mod address;
pub mod resolve;
mod secrets;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use reqwest::{Client, Response, header};

pub use address::{Rule, check};
pub use secrets::{ReceiverSecrets, Salt};

use crate::{http, signature::WebhookSecret};
use resolve::{Guarded, Lookup, System};

/// From the first byte sent to the status read. Receivers store a message and answer; whoever works on it first may
/// take this long and no longer.
pub const ANSWER_SECONDS_MAX: u64 = 15;
/// How much of an answer is read, so that its connection can be used again. No more is of interest.
pub const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// The longest `Retry-After` in characters: a date has 29.
const RETRY_AFTER_CHARS_MAX: usize = 40;

/// Sends messages to the seller's servers.
#[derive(Debug, Clone)]
pub struct Receivers {
    client: Client,
    loopback: bool,
}

/// One message of Standard Webhooks 1.0.0.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// The same at every attempt.
    pub id: &'a str,
    pub attempted_at: DateTime<Utc>,
    pub body: &'a [u8],
}

/// What came of sending a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A status. `retry_after` is the wait that the receiver asked for, in seconds.
    Answered {
        status: u16,
        retry_after: Option<i64>,
    },
    /// No status: why, without the address.
    Unanswered(String),
}

impl Receivers {
    /// `loopback` allows this machine's own addresses, by http as well: for development.
    ///
    /// # Errors
    /// When the TLS library cannot start.
    pub fn new(loopback: bool) -> reqwest::Result<Self> {
        Self::by(System, loopback)
    }

    /// With another source of addresses than the system's.
    ///
    /// # Errors
    /// As [`Receivers::new`].
    pub fn by(lookup: impl Lookup, loopback: bool) -> reqwest::Result<Self> {
        let limits = http::Limits {
            total: Duration::from_secs(ANSWER_SECONDS_MAX),
        };
        let guarded = Guarded { lookup, loopback };
        let client = http::builder(limits)?
            .dns_resolver(Arc::new(guarded))
            .build()?;
        Ok(Self { client, loopback })
    }

    /// Whether events may be sent to an address.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn check(&self, url: &str) -> Result<(), Rule> {
        check(url, self.loopback).map(drop)
    }

    /// Sends a message once, signed under each secret.
    pub async fn send(
        &self,
        url: &str,
        secrets: &[WebhookSecret],
        message: Message<'_>,
    ) -> Outcome {
        // The address was checked when it was given. Addresses of numbers never reach the resolver.
        let url = match check(url, self.loopback) {
            Ok(url) => url,
            Err(rule) => return Outcome::Unanswered(format!("the address {rule}")),
        };
        let Message {
            id,
            attempted_at,
            body,
        } = message;
        let signatures: Vec<String> = secrets
            .iter()
            .map(|secret| secret.sign(id, attempted_at, body))
            .collect();
        let request = self
            .client
            .post(url)
            .header(header::CONTENT_TYPE, "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", attempted_at.timestamp())
            .header("webhook-signature", signatures.join(" "))
            .body(body.to_vec());
        match request.send().await {
            Ok(response) => {
                let status = response.status().as_u16();
                let retry_after = retry_after(&response, attempted_at);
                drain(response).await;
                Outcome::Answered {
                    status,
                    retry_after,
                }
            }
            Err(error) => Outcome::Unanswered(why(error)),
        }
    }
}

/// Reads the rest of a small answer, so that its connection can be used again. It has no influence on the outcome.
async fn drain(mut response: Response) {
    let mut read = 0;
    while let Ok(Some(chunk)) = response.chunk().await {
        read += chunk.len();
        if read > ANSWER_BYTES_MAX {
            return;
        }
    }
}

/// Seconds, or the seconds until a date (RFC 9110, section 10.2.3).
fn retry_after(response: &Response, now: DateTime<Utc>) -> Option<i64> {
    let text = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?;
    let text = Some(text.trim()).filter(|text| text.len() <= RETRY_AFTER_CHARS_MAX)?;
    text.parse().ok().or_else(|| {
        let at = DateTime::parse_from_rfc2822(text).ok()?;
        Some((at.to_utc() - now).num_seconds())
    })
}

fn why(error: reqwest::Error) -> String {
    let error = error.without_url();
    if error.is_timeout() {
        return format!("no answer within {ANSWER_SECONDS_MAX} s");
    }
    http::with_causes(&error)
}

#[cfg(test)]
#[path = "receivers_tests.rs"]
mod tests;
