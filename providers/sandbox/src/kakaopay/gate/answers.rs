//! What the client receives, damaged where a fault was ordered.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json;

use super::super::errors::Answer;
use super::super::state::App;
use super::parts;
use crate::shared::faults::{Kind, Operation};

/// A header of the simulator's own: why a request was refused.
const DETAIL_HEADER: &str = "x-simulator-detail";

/// The damaged answer that the client receives; the effect stays.
pub(super) fn damaged(app: &App, operation: Operation, mut answer: Answer) -> Response {
    let draw = |kind| app.happens(operation, kind);
    if draw(Kind::LostAnswerAfterEffect) {
        return crate::shared::pages::proxy(StatusCode::GATEWAY_TIMEOUT, "504 Gateway Time-out");
    }
    if draw(Kind::HtmlErrorPage) {
        return crate::shared::pages::proxy(StatusCode::BAD_GATEWAY, "502 Bad Gateway");
    }
    if let Ok(body) = &mut answer {
        if let Some(total) = body.pointer_mut("/amount/total")
            && draw(Kind::WrongAmount)
        {
            *total = json!(total.as_i64().unwrap_or(0).saturating_add(1));
        }
        if let Some(status) = body.pointer_mut("/status")
            && draw(Kind::UnknownStatus)
        {
            *status = json!("SOMETHING_NEW");
        }
    }
    let (status, body, detail) = parts(answer);
    let mut bytes = Bytes::from(body.to_string());
    if draw(Kind::Malformed) {
        bytes.truncate(bytes.len() / 2);
    }
    if draw(Kind::EmptyBody) {
        bytes.clear();
    }
    response(status, bytes, &detail)
}

/// An answer that no fault touches.
pub(crate) fn respond(answer: Answer) -> Response {
    let (status, body, detail) = parts(answer);
    response(status, Bytes::from(body.to_string()), &detail)
}

fn response(status: StatusCode, body: Bytes, detail: &str) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json;charset=UTF-8"),
    );
    if !detail.is_empty()
        && let Ok(detail) = HeaderValue::from_str(detail)
    {
        headers.insert(DETAIL_HEADER, detail);
    }
    response
}
