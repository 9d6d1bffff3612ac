//! The only HTTP client. It sends a request once. It distinguishes a request that was never sent from one that was
//! sent and has no usable answer. The adapter interprets the answer.

use std::{fmt::Write as _, sync::OnceLock, time::Duration};

use bytes::{Bytes, BytesMut};
use domain::failure::Failure;
pub use reqwest::Client;
use reqwest::{
    Certificate, ClientBuilder, RequestBuilder, StatusCode, header::HeaderMap, redirect, tls,
};
use serde::de::DeserializeOwned;
use url::Url;

use crate::error::ProviderError;

/// A connection that is not up by then will fail; nothing was sent, so trying again is safe.
const CONNECT_SECONDS_MAX: u64 = 3;
/// When a provider closes an idle connection, the next request on it becomes one in doubt. So idle connections are
/// closed before load balancers commonly do it (60 s and less).
const IDLE_SECONDS_MAX: u64 = 20;
/// The largest documented answers are a few kilobytes, and one payment with hundreds of cancels is far below the
/// limit. A larger answer is a fault.
pub const ANSWER_BYTES_MAX: usize = 1024 * 1024;
/// How much of a provider's own text goes into an error: enough to understand its longest documented sentence.
const TEXT_CHARS_MAX: usize = 200;
/// Digits in a row from which a number may be an account, a card or a telephone.
const PERSONAL_DIGITS_MIN: usize = 6;

/// What names the trace of a call, as a `traceparent` (W3C Trace Context).
static TRACES: OnceLock<fn() -> Option<String>> = OnceLock::new();

/// From now on calls carry the `traceparent` that `parent` gives. The first of several stays.
pub fn name_traces_by(parent: fn() -> Option<String>) {
    let _first_stays = TRACES.set(parent);
}

/// How long to wait for one provider.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From the first byte sent to the last byte read.
    pub total: Duration,
}

/// A client for one provider. It follows no redirect (it would carry the key elsewhere) and uses no proxy (it would
/// read the buyer's data). It does not retry (only a flow knows whether a call may be repeated).
///
/// # Errors
/// When the TLS library cannot start.
pub fn client(limits: Limits) -> reqwest::Result<Client> {
    builder(limits)?.build()
}

/// The same before it is built, for a client that resolves names in a way of its own.
pub(crate) fn builder(limits: Limits) -> reqwest::Result<ClientBuilder> {
    // Merged with the system's store, which slim containers lack.
    let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|der| Certificate::from_der(der))
        .collect::<reqwest::Result<Vec<_>>>()?;
    let builder = Client::builder()
        .user_agent(concat!("credit-gateway/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .tls_version_min(tls::Version::TLS_1_2)
        .tls_certs_merge(roots)
        .connect_timeout(Duration::from_secs(CONNECT_SECONDS_MAX))
        .pool_idle_timeout(Duration::from_secs(IDLE_SECONDS_MAX))
        .timeout(limits.total);
    Ok(builder)
}

/// The answer, whatever its status.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answer({}, {} bytes)", self.status, self.body.len())
    }
}

impl Answer {
    /// The body as the documented JSON.
    ///
    /// # Errors
    /// In doubt when it is anything else, such as a gateway's HTML. The text names the place, never
    /// the content.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ProviderError> {
        serde_json::from_slice(&self.body).map_err(|error| {
            let why = format!(
                "the answer of status {} is not as documented ({:?} error at line {} column {} of {} bytes)",
                self.status.as_u16(),
                error.classify(),
                error.line(),
                error.column(),
                self.body.len(),
            );
            ProviderError::InDoubt(why.into())
        })
    }
}

/// Sends a request once. The current span records the status.
///
/// # Errors
/// Unreachable when no connection came up; in doubt when it was sent and has no whole answer.
pub async fn send(request: RequestBuilder) -> Result<Answer, ProviderError> {
    let request = match TRACES.get().and_then(|parent| parent()) {
        Some(parent) => request.header("traceparent", parent),
        None => request,
    };
    let mut response = request.send().await.map_err(classify)?;
    let status = response.status();
    tracing::Span::current().record("http.status", status.as_u16());
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(classify)? {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            let status = status.as_u16();
            let why =
                format!("the answer of status {status} is longer than {ANSWER_BYTES_MAX} bytes");
            return Err(ProviderError::InDoubt(why.into()));
        }
        body.extend_from_slice(&chunk);
    }
    let headers = std::mem::take(response.headers_mut());
    Ok(Answer {
        status,
        headers,
        body: body.freeze(),
    })
}

/// `base` with more segments. Every base is http or https, so it has a path to add to.
pub(crate) fn under(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}

fn classify(error: reqwest::Error) -> ProviderError {
    // The URL may name a payment or an order, never more, but it does not help either.
    let error = error.without_url();
    if error.is_builder() {
        ProviderError::Misconfigured(Failure::new("REQUEST_NOT_BUILT", with_causes(&error)))
    } else if error.is_connect() {
        ProviderError::Unreachable(with_causes(&error).into())
    } else if error.is_timeout() {
        ProviderError::InDoubt("no answer in time".into())
    } else {
        ProviderError::InDoubt(with_causes(&error).into())
    }
}

pub(crate) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        // Writing to a String cannot fail.
        let _ = write!(text, ": {inner}");
        cause = inner.source();
    }
    safe_text(&text)
}

/// A provider's own text, made safe for an error or a log: cut, without control characters, and with every long run
/// of digits (an account, a card, a telephone) masked.
pub fn safe_text(text: &str) -> String {
    let mut safe = String::new();
    let mut digits = String::new();
    let printable = text
        .chars()
        .filter(|c| !c.is_control())
        .take(TEXT_CHARS_MAX);
    for c in printable.chain(std::iter::once('\0')) {
        if c.is_ascii_digit() || (c == '-' && !digits.is_empty()) {
            digits.push(c);
            continue;
        }
        if digits.chars().filter(char::is_ascii_digit).count() < PERSONAL_DIGITS_MIN {
            safe.push_str(&digits);
        } else {
            safe.push('…');
        }
        digits.clear();
        safe.push(c);
    }
    safe.pop(); // the mark of the end, put there to flush the last digits
    safe
}

#[cfg(test)]
#[path = "http_tests.rs"]
mod tests;
