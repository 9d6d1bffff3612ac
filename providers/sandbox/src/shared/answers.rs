//! The answers of an API: their form, and the faults that hit them on their way to the client.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::faults::{FaultKind, FaultPlaces, Operation};
use super::pages::proxy;
use super::simulator::{ProviderState, Simulator};

/// A header of the simulator's own: why a request was refused.
const DETAIL_HEADER: &str = "x-simulator-detail";

/// The headers that only this provider sends.
type OwnHeaders<'a> = &'a [(&'static str, Option<&'a str>)];

/// An answer as it was first given.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Sent {
    #[serde(with = "super::forms::status")]
    pub(crate) status: StatusCode,
    #[serde(with = "super::forms::text")]
    body: Bytes,
    detail: String,
}

impl Sent {
    pub(crate) fn new(status: StatusCode, body: &Value, detail: String) -> Self {
        Self {
            status,
            body: Bytes::from(body.to_string()),
            detail,
        }
    }

    pub(crate) fn response(&self, own: OwnHeaders<'_>) -> Response {
        let mut response = Response::new(Body::from(self.body.clone()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json;charset=UTF-8"),
        );
        let detail = Some(self.detail.as_str()).filter(|it| !it.is_empty());
        for (name, value) in own.iter().copied().chain([(DETAIL_HEADER, detail)]) {
            if let Some(Ok(value)) = value.map(HeaderValue::from_str) {
                headers.insert(name, value);
            }
        }
        response
    }

    /// The damaged answer that the client receives. The effect stays, and so does the answer remembered under a key.
    pub(crate) fn damaged<S: ProviderState>(
        mut self,
        app: &Simulator<S>,
        operation: Operation,
        own: OwnHeaders<'_>,
    ) -> Response {
        if app.happens(operation, FaultKind::LostAnswerAfterEffect) {
            return proxy(StatusCode::GATEWAY_TIMEOUT, "504 Gateway Time-out");
        }
        if app.happens(operation, FaultKind::HtmlErrorPage) {
            return proxy(StatusCode::BAD_GATEWAY, "502 Bad Gateway");
        }
        if let Ok(body) = serde_json::from_slice(&self.body) {
            self.body = damaged(app, operation, body, &S::PLACES).into();
        }
        self.response(own)
    }
}

/// A body as bytes, after the faults that change it.
pub(super) fn damaged<S: ProviderState>(
    app: &Simulator<S>,
    operation: Operation,
    mut body: Value,
    places: &FaultPlaces,
) -> Vec<u8> {
    let draw = |kind| app.happens(operation, kind);
    if let Some(amount) = first(&mut body, places.amounts)
        && draw(FaultKind::WrongAmount)
    {
        *amount = json!(amount.as_i64().unwrap_or(0).saturating_add(1));
    }
    if let Some((object, field)) = places.left_out
        && let Some(Value::Object(object)) = body.pointer_mut(object)
        && draw(FaultKind::FieldLeftOut)
    {
        object.remove(field);
    }
    if let Some(state) = first(&mut body, places.states)
        && draw(FaultKind::UnknownStatus)
    {
        *state = json!("SOMETHING_NEW");
    }
    let mut bytes = body.to_string().into_bytes();
    if draw(FaultKind::Malformed) {
        bytes.truncate(bytes.len() / 2);
    }
    if draw(FaultKind::EmptyBody) {
        bytes.clear();
    }
    bytes
}

fn first<'a>(body: &'a mut Value, places: &[&str]) -> Option<&'a mut Value> {
    let place = places.iter().find(|it| body.pointer(it).is_some())?;
    body.pointer_mut(place)
}
