//! Checks before every API call: authorisation, test codes, idempotency keys, and the faults that hit answers.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use serde_json::Value;

use super::errors::{self, Answer, Refusal, TossError};
use super::events::expire;
use super::idempotency::{Sent, Slot, SlotKey};
use super::state::{App, Forced};
use crate::shared::faults::{Kind, Operation};
use crate::shared::webhooks;

/// A key is valid for this long after its first use.
const KEY_DAYS: i64 = 15;
/// Longest key that Toss accepts.
const KEY_CHARS_MAX: usize = 300;
/// A header of the simulator's own: why a request was refused.
const DETAIL_HEADER: &str = "x-simulator-detail";

/// One request to the API.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) operation: Operation,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Call {
    pub(crate) fn idempotency_key(&self) -> Option<&str> {
        text(&self.headers, "idempotency-key")
    }
}

enum Admission {
    Run(Option<SlotKey>),
    Replay(Sent),
    Refused(TossError),
}

/// Answers one API call. The work runs apart from the connection: a client that hangs up does not stop it.
pub(crate) async fn serve<F>(app: Arc<App>, call: Call, act: F) -> Response
where
    F: FnOnce(&App, &Call) -> Answer + Send + 'static,
{
    let work = app.tracker.spawn(run(Arc::clone(&app), call, act));
    work.await
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

async fn run<F>(app: Arc<App>, call: Call, act: F) -> Response
where
    F: FnOnce(&App, &Call) -> Answer + Send + 'static,
{
    let trace = app.books().rng.hex32().to_lowercase();
    if let Err(error) = authorise(&app.settings.secret_key, &call.headers) {
        return response(&Sent::of(Err(error.into()), &trace), &call, &trace);
    }
    if app.happens(call.operation, Kind::Refuse5xxBefore) {
        let refused = Err(errors::FAILED_INTERNAL_SYSTEM_PROCESSING.into());
        return response(&Sent::of(refused, &trace), &call, &trace);
    }
    let sent = match admit(&app, &call) {
        Admission::Refused(error) => {
            return response(&Sent::of(Err(error.into()), &trace), &call, &trace);
        }
        Admission::Replay(sent) => sent,
        Admission::Run(slot) => {
            expire(&app);
            let answer = forced(&app, &call)
                .or_else(|| test_code(&app, &call).map(Refusal::from))
                .map_or_else(|| act(&app, &call), Err);
            webhooks::dispatch(&app);
            let sent = Sent::of(answer, &trace);
            app.wait(call.operation).await;
            remember(&app, slot, &sent);
            sent
        }
    };
    damaged(&app, sent, &call, &trace)
}

/// `Basic` and padded base64 of `{secret key}:`. The colon must be there; the password after it is empty.
fn authorise(secret_key: &str, headers: &HeaderMap) -> Result<(), TossError> {
    let given = text(headers, "authorization").ok_or(errors::UNAUTHORIZED_KEY)?;
    let decoded = given
        .strip_prefix("Basic ")
        .and_then(|encoded| STANDARD.decode(encoded).ok());
    let decoded = decoded.ok_or(errors::INCORRECT_BASIC_AUTH_FORMAT)?;
    let colon = decoded
        .iter()
        .position(|byte| *byte == b':')
        .ok_or(errors::INCORRECT_BASIC_AUTH_FORMAT)?;
    let (key, password) = decoded.split_at(colon);
    if key == secret_key.as_bytes() && password == b":" {
        Ok(())
    } else {
        Err(errors::UNAUTHORIZED_KEY)
    }
}

/// The refusal that a test ordered in advance. Like any answer it stays bound to its idempotency key. Toss does not
/// document whether it binds a 500 to its key. Here it does, which is the harder case for a client.
fn forced(app: &App, call: &Call) -> Option<Refusal> {
    let mut books = app.books();
    let at = books
        .forced
        .iter()
        .position(|it| it.operation == call.operation)?;
    let Forced { error, said, .. } = books.forced.remove(at);
    Some(Refusal {
        said,
        ..Refusal::from(error)
    })
}

/// The error that a test asked for, on confirm and cancel and only with a test key.
fn test_code(app: &App, call: &Call) -> Option<TossError> {
    let listens = matches!(call.operation, Operation::Confirm | Operation::Cancel);
    if !listens || app.settings.secret_key.starts_with("live_") {
        return None;
    }
    let code = text(&call.headers, "tosspayments-test-code")?;
    Some(errors::by_code(code).unwrap_or(errors::INVALID_REQUEST))
}

fn admit(app: &App, call: &Call) -> Admission {
    if call.method != Method::POST || !call.headers.contains_key("idempotency-key") {
        return Admission::Run(None);
    }
    let key = match call.idempotency_key() {
        Some(key) if !key.is_empty() && key.chars().count() <= KEY_CHARS_MAX => key,
        _ => return Admission::Refused(errors::INVALID_IDEMPOTENCY_KEY),
    };
    let slot = (
        key.to_owned(),
        app.settings.secret_key.clone(),
        call.method.to_string(),
        call.path.clone(),
    );
    let now = app.now();
    let mut books = app.books();
    match books.idempotency.get(&slot) {
        Some(known) if now < known.first_used + TimeDelta::days(KEY_DAYS) => {
            known.answer.clone().map_or(
                Admission::Refused(errors::IDEMPOTENT_REQUEST_PROCESSING),
                Admission::Replay,
            )
        }
        _ => {
            books.idempotency.insert(
                slot.clone(),
                Slot {
                    first_used: now,
                    answer: None,
                },
            );
            Admission::Run(Some(slot))
        }
    }
}

/// Stores the answer, errors included. A simulated "still running" is not an answer, so it frees the key.
fn remember(app: &App, slot: Option<SlotKey>, sent: &Sent) {
    let Some(slot) = slot else { return };
    let mut books = app.books();
    if sent.status == StatusCode::CONFLICT {
        books.idempotency.remove(&slot);
    } else if let Some(known) = books.idempotency.get_mut(&slot) {
        known.answer = Some(sent.clone());
    }
}

/// The damaged answer that the client receives. The effect stays, and so does the answer remembered under the key.
fn damaged(app: &App, mut sent: Sent, call: &Call, trace: &str) -> Response {
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

fn response(sent: &Sent, call: &Call, trace: &str) -> Response {
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

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
