//! Checks before every API call: the three static headers, the form of the body, idempotency keys, answers made by
//! hand, and the faults that come before an effect. Nothing is signed: Naver Pay has no signatures.

use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::call::{Call, KEY_HEADER};
use super::codes::{self, Answer, ApiError, BadParam, Code};
use super::params::Params;
use super::{App, Settings};
use crate::shared::answers::Sent;
use crate::shared::console::take;
use crate::shared::faults::{FaultKind, Operation};
use crate::shared::fields::header;

/// Longest idempotency key.
const KEY_CHARS_MAX: usize = 64;

enum Admission {
    Run(Option<String>),
    Replay(Sent),
    /// The same key is still being processed, so there is no earlier answer to return again.
    Busy,
}

/// The work of a call that was let in.
pub(super) type Act = fn(&App, &Call, &Params) -> Answer;

pub(super) async fn serve(app: Arc<App>, call: Call, act: Act) -> Response {
    let work = run(Arc::clone(&app), call, act);
    app.apart(work).await
}

async fn run(app: Arc<App>, call: Call, act: Act) -> Response {
    let headers = [(KEY_HEADER, call.idempotency_key())];
    let params = match admissible(&app, &call) {
        Ok(params) => params,
        Err(refusal) => return sent(&app, Err(refusal)).response(&headers),
    };
    let sent = match admit(&app, &call) {
        Admission::Busy => return (StatusCode::CONFLICT, ()).into_response(),
        Admission::Replay(sent) => sent,
        Admission::Run(slot) => perform(&app, slot, &call, &params, act).await,
    };
    sent.damaged(&app, call.operation, &headers)
}

/// The checks that no idempotency key remembers.
fn admissible(app: &App, call: &Call) -> Result<Params, ApiError> {
    if !knows_client(&app.settings, &call.headers) {
        return Err(ApiError::at(StatusCode::UNAUTHORIZED, codes::FAIL));
    }
    if app.happens(call.operation, FaultKind::Refuse5xxBefore) {
        return Err(ApiError::at(StatusCode::INTERNAL_SERVER_ERROR, codes::FAIL));
    }
    if header(&call.headers, "x-naverpay-chain-id") != Some(&app.settings.chain_id) {
        return Err(codes::INVALID_MERCHANT.into());
    }
    let params = call.params().ok_or(ApiError {
        detail: "the content type or the form of the body is wrong".to_owned(),
        ..ApiError::at(StatusCode::BAD_REQUEST, codes::INVALID_PARAMETER)
    })?;
    match call.idempotency_key() {
        Some(key) if key.is_empty() || key.chars().count() > KEY_CHARS_MAX => {
            Err(BadParam::invalid(KEY_HEADER, "must have 1 to 64 characters").into())
        }
        _ => Ok(params),
    }
}

fn knows_client(settings: &Settings, headers: &HeaderMap) -> bool {
    header(headers, "x-naver-client-id") == Some(&settings.client_id)
        && header(headers, "x-naver-client-secret") == Some(&settings.client_secret)
}

/// One space of keys for all operations, so that an approval and a cancel must not share one. The body is not
/// compared, and no key expires: how long Naver Pay keeps them is not documented.
fn admit(app: &App, call: &Call) -> Admission {
    let Some(key) = call.idempotency_key() else {
        return Admission::Run(None);
    };
    let mut books = app.books();
    match books.own.idempotency.get(key) {
        None => {
            books.own.idempotency.insert(key.to_owned(), None);
            Admission::Run(Some(key.to_owned()))
        }
        Some(None) => Admission::Busy,
        Some(Some(sent)) => {
            let mut sent = sent.clone();
            sent.status = StatusCode::CONFLICT;
            Admission::Replay(sent)
        }
    }
}

async fn perform(app: &App, slot: Option<String>, call: &Call, params: &Params, act: Act) -> Sent {
    let moves_money = matches!(call.operation, Operation::Confirm | Operation::Cancel);
    let payment_id = params
        .raw("paymentId")
        .and_then(Value::as_str)
        .filter(|_| moves_money);
    let alone = payment_id.is_none_or(|id| app.books().own.running.insert(id.to_owned()));
    if !alone {
        if let Some(slot) = slot {
            app.books().own.idempotency.remove(&slot);
        }
        return sent(app, Err(codes::ALREADY_ONGOING.into()));
    }
    let sent = sent(app, act(app, call, params));
    app.wait(call.operation).await;
    let mut books = app.books();
    if let Some(id) = payment_id {
        books.own.running.remove(id);
    }
    if let Some(slot) = slot {
        // Includes failing answers: whether Naver Pay replays those is not known, and a client must handle it.
        books.own.idempotency.insert(slot, Some(sent.clone()));
    }
    sent
}

fn sent(app: &App, answer: Answer) -> Sent {
    super::call::sent(answer, &mut app.books().rng)
}

/// The failure that an operator of the simulator ordered for this operation.
pub(super) fn forced(app: &App, operation: Operation) -> Result<(), Code> {
    take(&mut app.books().own.forced, operation).map_or(Ok(()), Err)
}
