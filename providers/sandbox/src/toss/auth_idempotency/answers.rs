//! What the client receives, damaged where a fault was ordered.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use serde_json::Value;

use super::super::idempotency::Sent;
use super::super::state::App;
use super::Call;
use crate::shared::faults::Kind;

/// A header of the simulator's own: why a request was refused.
const DETAIL_HEADER: &str = "x-simulator-detail";

/// The damaged answer that the client receives. The effect stays, and so does the answer remembered under the key.
pub(super) fn damaged(app: &App, mut sent: Sent, call: &Call, trace: &str) -> Response {
    let draw = |kind| app.happens(call.operation, kind);
    if draw(Kind::LostAnswerAfterEffect) {
        return crate::shared::pages::proxy(StatusCode::GATEWAY_TIMEOUT, "504 Gateway Time-out");
    }
    if draw(Kind::HtmlErrorPage) {
        return crate::shared::pages::proxy(StatusCode::BAD_GATEWAY, "502 Bad Gateway");
    }
    if let Ok(mut body) = serde_json::from_slice::<Value>(&sent.body)
        && body.get("totalAmount").is_some()
    {
        let mut changed = false;
        if draw(Kind::WrongAmount) {
            body["totalAmount"] =
                Value::from(body["totalAmount"].as_i64().unwrap_or(0).saturating_add(1));
            changed = true;
        }
        if draw(Kind::UnknownStatus) {
            body["status"] = Value::from("SOMETHING_NEW");
            changed = true;
        }
        if changed {
            sent.body = Bytes::from(body.to_string());
        }
    }
    if draw(Kind::Malformed) {
        sent.body.truncate(sent.body.len() / 2);
    }
    if draw(Kind::EmptyBody) {
        sent.body.clear();
    }
    response(&sent, call, trace)
}

pub(super) fn response(sent: &Sent, call: &Call, trace: &str) -> Response {
    let traces = if sent.trace == trace {
        trace.to_owned()
    } else {
        format!("{trace}, {}", sent.trace)
    };
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
    add("x-tosspayments-trace-id", &traces);
    if let Some(key) = call
        .idempotency_key()
        .filter(|_| call.method == Method::POST)
    {
        add("idempotency-key", key);
    }
    if !sent.detail.is_empty() {
        add(DETAIL_HEADER, &sent.detail);
    }
    response
}
