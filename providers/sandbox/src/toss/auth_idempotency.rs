//! Checks before every API call: authorisation, test codes, idempotency keys, and the faults that hit answers.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::App;
use super::errors::{self, Answer, ApiError, TossError};
use super::events::expire;
use crate::shared::answers::Sent;
use crate::shared::console::take;
use crate::shared::faults::{FaultKind, Operation};
use crate::shared::fields::header;
use crate::shared::webhooks;

/// A key is valid for this long after its first use.
const KEY_DAYS: i64 = 15;
/// Longest key that Toss accepts.
const KEY_CHARS_MAX: usize = 300;

/// One request to the API.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) operation: Operation,
    pub(super) method: Method,
    pub(super) uri: Uri,
    /// The named parts of the path.
    pub(super) path: HashMap<String, String>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Call {
    pub(super) fn idempotency_key(&self) -> Option<&str> {
        header(&self.headers, "idempotency-key")
    }

    /// A named part of the path.
    pub(super) fn part(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// Only a POST has one in its answer.
    fn own_headers<'a>(&'a self, traces: &'a str) -> [(&'static str, Option<&'a str>); 2] {
        let key = self.idempotency_key();
        let key = key.filter(|_| self.method == Method::POST);
        [
            ("x-tosspayments-trace-id", Some(traces)),
            ("idempotency-key", key),
        ]
    }
}

/// Key, API key, method and path. The body is not compared.
pub(super) type SlotKey = (String, String, String, String);

/// The state stored under an idempotency key.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Slot {
    first_used: DateTime<Utc>,
    pub(super) answer: Option<First>,
}

/// An answer as it was first given, with the name of that call.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct First {
    #[serde(flatten)]
    sent: Sent,
    trace: String,
}

impl First {
    fn new(answer: Answer, trace: &str) -> Self {
        let sent = match answer {
            Ok(body) => Sent::new(StatusCode::OK, &body, String::new()),
            Err(refusal) => Sent::new(refusal.error.status(), &refusal.body(), refusal.detail),
        };
        Self {
            sent,
            trace: trace.to_owned(),
        }
    }
}

enum Admission {
    Run(Option<SlotKey>),
    Replay(First),
}

/// The work of a call that was let in.
pub(super) type Act = fn(&App, &Call) -> Answer;

pub(super) async fn serve(app: Arc<App>, call: Call, act: Act) -> Response {
    let work = run(Arc::clone(&app), call, act);
    app.apart(work).await
}

async fn run(app: Arc<App>, call: Call, act: Act) -> Response {
    let trace = app.books().rng.hex32().to_lowercase();
    let first = match admit(&app, &call) {
        Err(error) => {
            let refused = First::new(Err(error.into()), &trace);
            return refused.sent.response(&call.own_headers(&trace));
        }
        Ok(Admission::Replay(first)) => first,
        Ok(Admission::Run(slot)) => {
            expire(&app);
            let answer = forced(&app, &call)
                .or_else(|| test_code(&app, &call).map(ApiError::from))
                .map_or_else(|| act(&app, &call), Err);
            webhooks::dispatch(&app);
            let first = First::new(answer, &trace);
            app.wait(call.operation).await;
            remember(&app, slot, &first);
            first
        }
    };
    let traces = if first.trace == trace {
        trace
    } else {
        format!("{trace}, {}", first.trace)
    };
    let headers = call.own_headers(&traces);
    first.sent.damaged(&app, call.operation, &headers)
}

/// Whether the call may do its work, or repeats one that was answered.
fn admit(app: &App, call: &Call) -> Result<Admission, TossError> {
    authorise(&app.settings.secret_key, &call.headers)?;
    if app.happens(call.operation, FaultKind::Refuse5xxBefore) {
        return Err(errors::FAILED_INTERNAL_SYSTEM_PROCESSING);
    }
    if call.method != Method::POST || !call.headers.contains_key("idempotency-key") {
        return Ok(Admission::Run(None));
    }
    let key = call
        .idempotency_key()
        .filter(|key| !key.is_empty() && key.chars().count() <= KEY_CHARS_MAX)
        .ok_or(errors::INVALID_IDEMPOTENCY_KEY)?;
    let slot = (
        key.to_owned(),
        app.settings.secret_key.clone(),
        call.method.to_string(),
        call.uri.path().to_owned(),
    );
    let now = app.now();
    let mut books = app.books();
    if let Some(known) = books.idempotency.get(&slot)
        && now < known.first_used + TimeDelta::days(KEY_DAYS)
    {
        let answer = known.answer.clone().map(Admission::Replay);
        return answer.ok_or(errors::IDEMPOTENT_REQUEST_PROCESSING);
    }
    let fresh = Slot {
        first_used: now,
        answer: None,
    };
    books.idempotency.insert(slot.clone(), fresh);
    Ok(Admission::Run(Some(slot)))
}

/// `Basic` and padded base64 of `{secret key}:`. The colon must be there; the password after it is empty.
fn authorise(secret_key: &str, headers: &HeaderMap) -> Result<(), TossError> {
    let given = header(headers, "authorization").ok_or(errors::UNAUTHORIZED_KEY)?;
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
fn forced(app: &App, call: &Call) -> Option<ApiError> {
    let (error, said) = take(&mut app.books().forced, call.operation)?;
    Some(ApiError {
        said,
        ..ApiError::from(error)
    })
}

/// The error that a test asked for, on confirm and cancel and only with a test key.
fn test_code(app: &App, call: &Call) -> Option<TossError> {
    let listens = matches!(call.operation, Operation::Confirm | Operation::Cancel);
    if !listens || app.settings.secret_key.starts_with("live_") {
        return None;
    }
    let code = header(&call.headers, "tosspayments-test-code")?;
    Some(errors::by_code(code).unwrap_or(errors::INVALID_REQUEST))
}

/// Stores the answer, errors included. A simulated "still running" is not an answer, so it frees the key.
fn remember(app: &App, slot: Option<SlotKey>, first: &First) {
    let Some(slot) = slot else { return };
    let mut books = app.books();
    if first.sent.status == StatusCode::CONFLICT {
        books.idempotency.remove(&slot);
    } else if let Some(known) = books.idempotency.get_mut(&slot) {
        known.answer = Some(first.clone());
    }
}
