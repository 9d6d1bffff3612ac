//! The names of a request: its id from its client or from us (`Request-Id`), and the trace that it is part of (W3C
//! Trace Context). Both are logged. The id goes back with the answer, so that a client's report can be found in the
//! log.

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use super::limits::REQUEST_ID_MAX;
use crate::app::App;

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
/// The header that many proxies use for it.
const OF_PROXIES: HeaderName = HeaderName::from_static("x-request-id");
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
/// The prefix of an API key. A key that was sent here by mistake must not be in our log.
const KEY: &str = "cgk_";

/// The names of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) id: String,
    /// 32 digits of the trace that the client names.
    pub(super) trace: Option<String>,
    /// The whole of the client's `traceparent`, where its form is right.
    pub(super) parent: Option<String>,
}

impl Named {
    /// Takes the names from the headers, and makes an id where there is none that can be taken.
    pub(super) fn of(app: &App, headers: &HeaderMap) -> Self {
        let presented = given(headers, &REQUEST_ID).or_else(|| given(headers, &OF_PROXIES));
        let parent = only(headers, &TRACEPARENT).filter(|text| trace_id(text).is_some());
        let made = || app.id(|_, entropy| format!("req_{:032x}", entropy.bits()));
        Self {
            id: presented.map_or_else(made, str::to_owned),
            trace: parent.and_then(trace_id).map(str::to_owned),
            parent: parent.map(str::to_owned),
        }
    }

    /// Adds the id to the answer.
    pub(super) fn onto(&self, headers: &mut HeaderMap) {
        if let Ok(id) = HeaderValue::from_str(&self.id) {
            headers.insert(REQUEST_ID, id);
        }
    }
}

fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut presented = headers.get_all(name).iter();
    match (presented.next(), presented.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

/// A client's id that can be logged: short, of characters that end no line and open no quote.
fn given<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:+/=".contains(&byte);
    only(headers, name)
        .filter(|id| (1..=REQUEST_ID_MAX).contains(&id.len()))
        .filter(|id| id.bytes().all(plain) && !id.contains(KEY))
}

/// The trace of a `traceparent` (W3C Trace Context, section 3.2): version, trace, parent and flags in lower-case
/// hexadecimal. Versions after 00 may add more behind it. Version ff is invalid.
fn trace_id(text: &str) -> Option<&str> {
    let hex = |part: &str, length: usize| {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        part.len() == length && part.bytes().all(digit)
    };
    let named = |part: &str| part.bytes().any(|byte| byte != b'0');
    let mut parts = text.split('-');
    let (version, trace) = (parts.next()?, parts.next()?);
    let (parent, flags) = (parts.next()?, parts.next()?);
    let whole = version != "00" || parts.next().is_none();
    let formed = hex(version, 2) && hex(trace, 32) && hex(parent, 16) && hex(flags, 2);
    (formed && whole && version != "ff" && named(trace) && named(parent)).then_some(trace)
}

#[cfg(test)]
#[path = "named_tests.rs"]
mod tests;
