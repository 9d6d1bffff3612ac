//! One request to the API, and the form of its answer.

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use super::params::Params;
use super::sent::Sent;
use crate::shared::faults::Operation;

pub(super) const KEY_HEADER: &str = "x-naverpay-idempotency-key";
/// A header of the simulator's own: why a request was refused.
const DETAIL_HEADER: &str = "x-simulator-detail";

/// One request to the API.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) operation: Operation,
    pub(super) headers: HeaderMap,
    body: Bytes,
}

impl Call {
    pub(crate) fn new(operation: Operation, parts: Parts, body: Bytes) -> Self {
        Self {
            operation,
            headers: parts.headers,
            body,
        }
    }

    /// Only the operations that move money use keys; a reservation may carry one too.
    pub(crate) fn idempotency_key(&self) -> Option<&str> {
        match self.operation {
            Operation::Create | Operation::Confirm | Operation::Cancel => {
                text(&self.headers, KEY_HEADER)
            }
            Operation::Lookup | Operation::Webhook => None,
        }
    }

    /// Approval and cancel take a form; reservation and history take JSON. Any other body cannot be processed.
    pub(super) fn params(&self) -> Option<Params> {
        let media = text(&self.headers, "content-type").unwrap_or_default();
        match self.operation {
            Operation::Confirm | Operation::Cancel => media
                .starts_with("application/x-www-form-urlencoded")
                .then(|| Params::of_form(&self.body))?,
            Operation::Create | Operation::Lookup | Operation::Webhook => media
                .starts_with("application/json")
                .then(|| Params::of_json(&self.body))?,
        }
    }
}

pub(crate) fn response(sent: &Sent, call: &Call) -> Response {
    let mut response = Response::new(Body::from(sent.body.clone()));
    *response.status_mut() = sent.status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json;charset=UTF-8"),
    );
    let mut add = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    if let Some(key) = call.idempotency_key() {
        add(KEY_HEADER, key);
    }
    if !sent.detail.is_empty() {
        add(DETAIL_HEADER, &sent.detail);
    }
    response
}

pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
