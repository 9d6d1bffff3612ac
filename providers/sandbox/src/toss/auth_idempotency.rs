//! Checks before every API call: authorisation, test codes, idempotency keys, and the faults that hit answers.

mod answers;
mod keys;

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use self::answers::{damaged, response};
use self::keys::{Admission, admit, remember};
use super::errors::{self, Answer, Refusal, TossError};
use super::events::expire;
use super::idempotency::Sent;
use super::state::{App, Forced};
use crate::shared::faults::{Kind, Operation};
use crate::shared::webhooks;

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

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
