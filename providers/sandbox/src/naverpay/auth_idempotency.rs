//! Checks before every API call: the three static headers, the form of the body, idempotency keys, answers made by
//! hand, and the faults that come before an effect. Nothing is signed: Naver Pay has no signatures.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::codes::{self, Answer, BadParam, Code, Refusal};
use super::damage::damaged;
use super::params::Params;
use crate::app::App;
use crate::faults::{Kind, Operation, Provider};
use crate::rng::Rng;
use crate::settings::Settings;

const KEY_HEADER: &str = "x-naverpay-idempotency-key";
/// Longest idempotency key.
const KEY_CHARS_MAX: usize = 64;
/// A header of the simulator's own: why a request was refused.
const DETAIL_HEADER: &str = "x-simulator-detail";

/// One request to the API.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) operation: Operation,
    headers: HeaderMap,
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
    fn params(&self) -> Option<Params> {
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

/// An answer as it was first given.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Sent {
    #[serde(with = "crate::keep::status")]
    status: StatusCode,
    #[serde(with = "crate::keep::text")]
    pub(crate) body: Bytes,
    detail: String,
}

impl Sent {
    /// Naver Pay's development environment adds a top-level field with a random name to its answers, and more unknown
    /// fields to failing ones. Clients learn from it to ignore unknown fields.
    fn of(answer: Answer, rng: &mut Rng) -> Self {
        let (status, mut body, detail, unknown_fields) = match answer {
            Ok(body) => (StatusCode::OK, codes::success(&body), String::new(), 1),
            Err(refusal) => (refusal.status, refusal.envelope(), refusal.detail, 2),
        };
        for _ in 0..unknown_fields {
            body[rng.alphanumeric(5)] = json!(rng.alphanumeric(6));
        }
        Self {
            status,
            body: Bytes::from(body.to_string()),
            detail,
        }
    }
}

enum Admission {
    Run(Option<String>),
    Replay(Sent),
    /// The same key is still being processed, so there is no earlier answer to return again.
    Busy,
}

/// Answers one API call. The work runs apart from the connection: a client that hangs up does not stop it.
pub(crate) async fn serve<F>(app: Arc<App>, call: Call, act: F) -> Response
where
    F: FnOnce(&App, &Call, &Params) -> Answer + Send + 'static,
{
    let work = app.tracker.spawn(run(Arc::clone(&app), call, act));
    work.await
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

async fn run<F>(app: Arc<App>, call: Call, act: F) -> Response
where
    F: FnOnce(&App, &Call, &Params) -> Answer + Send + 'static,
{
    let params = match admissible(&app, &call) {
        Ok(params) => params,
        Err(refusal) => return response(&sent(&app, Err(refusal)), &call),
    };
    let sent = match admit(&app, &call) {
        Admission::Busy => return (StatusCode::CONFLICT, ()).into_response(),
        Admission::Replay(sent) => sent,
        Admission::Run(slot) => perform(&app, slot, &call, &params, act).await,
    };
    damaged(&app, sent, &call)
}

/// The checks that no idempotency key remembers.
fn admissible(app: &App, call: &Call) -> Result<Params, Refusal> {
    if !knows_client(&app.settings, &call.headers) {
        return Err(Refusal::at(StatusCode::UNAUTHORIZED, codes::FAIL));
    }
    if app
        .faults()
        .happens(Provider::Naverpay, call.operation, Kind::Refuse5xxBefore)
    {
        return Err(Refusal::at(StatusCode::INTERNAL_SERVER_ERROR, codes::FAIL));
    }
    if text(&call.headers, "x-naverpay-chain-id") != Some(&app.settings.naverpay_chain_id) {
        return Err(codes::INVALID_MERCHANT.into());
    }
    let params = call.params().ok_or(Refusal {
        detail: "the content type or the form of the body is wrong".to_owned(),
        ..Refusal::at(StatusCode::BAD_REQUEST, codes::INVALID_PARAMETER)
    })?;
    match call.idempotency_key() {
        Some(key) if key.is_empty() || key.chars().count() > KEY_CHARS_MAX => {
            Err(BadParam::invalid(KEY_HEADER, "must have 1 to 64 characters").into())
        }
        _ => Ok(params),
    }
}

fn knows_client(settings: &Settings, headers: &HeaderMap) -> bool {
    text(headers, "x-naver-client-id") == Some(&settings.naverpay_client_id)
        && text(headers, "x-naver-client-secret") == Some(&settings.naverpay_client_secret)
}

/// One space of keys for all operations, so that an approval and a cancel must not share one. The body is not
/// compared, and no key expires: how long Naver Pay keeps them is not documented.
fn admit(app: &App, call: &Call) -> Admission {
    let Some(key) = call.idempotency_key() else {
        return Admission::Run(None);
    };
    let mut books = app.books();
    match books.naverpay.idempotency.get(key) {
        None => {
            books.naverpay.idempotency.insert(key.to_owned(), None);
            Admission::Run(Some(key.to_owned()))
        }
        Some(None) => Admission::Busy,
        Some(Some(sent)) => Admission::Replay(Sent {
            status: StatusCode::CONFLICT,
            ..sent.clone()
        }),
    }
}

async fn perform<F>(app: &App, slot: Option<String>, call: &Call, params: &Params, act: F) -> Sent
where
    F: FnOnce(&App, &Call, &Params) -> Answer,
{
    let moves_money = matches!(call.operation, Operation::Confirm | Operation::Cancel);
    let payment_id = params
        .raw("paymentId")
        .and_then(Value::as_str)
        .filter(|_| moves_money);
    let alone = payment_id.is_none_or(|id| app.books().naverpay.running.insert(id.to_owned()));
    if !alone {
        if let Some(slot) = slot {
            app.books().naverpay.idempotency.remove(&slot);
        }
        return sent(app, Err(codes::ALREADY_ONGOING.into()));
    }
    let sent = sent(app, act(app, call, params));
    wait(app, call.operation).await;
    let mut books = app.books();
    if let Some(id) = payment_id {
        books.naverpay.running.remove(id);
    }
    if let Some(slot) = slot {
        // Includes failing answers: whether Naver Pay replays those is not known, and a client must handle it.
        books.naverpay.idempotency.insert(slot, Some(sent.clone()));
    }
    sent
}

fn sent(app: &App, answer: Answer) -> Sent {
    Sent::of(answer, &mut app.books().rng)
}

/// The failure that an operator of the simulator ordered for this operation.
pub(crate) fn forced(app: &App, operation: Operation) -> Result<(), Code> {
    app.books()
        .naverpay
        .take_forced(operation)
        .map_or(Ok(()), Err)
}

async fn wait(app: &App, operation: Operation) {
    let drawn = app
        .faults()
        .draw(Provider::Naverpay, operation, Kind::Delay);
    if let Some(delay) = drawn {
        tokio::select! {
            () = app.stop.cancelled() => {}
            () = tokio::time::sleep(delay) => {}
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

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
