//! Checks before every API call: the secret, the store, idempotency keys, answers made by hand, and the faults that hit
//! answers.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Query;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::App;
use super::errors::{self, Answer, ApiError, PortOneError};
use crate::shared::answers::Sent;
use crate::shared::console::take;
use crate::shared::faults::{FaultKind, Operation};
use crate::shared::fields::{Fields, header};
use crate::shared::webhooks;

/// A key is valid for this long after its first use.
const KEY_HOURS: i64 = 3;
/// The length of a key between its quotes.
const KEY_CHARS: std::ops::RangeInclusive<usize> = 16..=256;
/// Longest name of a payment or a store, generously.
pub(super) const NAME_MAX: usize = 255;

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
    pub(super) fn payment_id(&self) -> &str {
        self.path.get("payment_id").map_or("", String::as_str)
    }

    pub(super) fn query(&self, name: &str) -> Option<String> {
        let query = Query::<HashMap<String, String>>::try_from_uri(&self.uri).ok()?;
        query.get(name).cloned()
    }

    /// The key between its quotes, as RFC 8941 writes a string.
    pub(super) fn idempotency_key(&self) -> Option<&str> {
        let written = header(&self.headers, "idempotency-key")?;
        written.strip_prefix('"')?.strip_suffix('"')
    }

    /// The JSON of the body, of our store.
    pub(super) fn fields(&self, app: &App) -> Result<Fields, ApiError> {
        let fields = Fields::of_request(&self.headers, &self.body)?;
        of_our_store(app, fields.text("storeId", NAME_MAX)?.as_deref())?;
        Ok(fields)
    }
}

/// A store other than that of the secret is refused; none is that of the secret.
pub(super) fn of_our_store(app: &App, named: Option<&str>) -> Result<(), PortOneError> {
    match named {
        Some(store) if store != app.settings.store_id => Err(errors::FORBIDDEN),
        _ => Ok(()),
    }
}

/// Key and path. Another body under the same key is the caller's mistake and is not noticed.
pub(super) type SlotKey = (String, String);

/// The state stored under an idempotency key.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Slot {
    first_used: DateTime<Utc>,
    pub(super) answer: Option<Sent>,
}

enum Admission {
    Run(Option<SlotKey>),
    Replay(Sent),
}

/// The work of a call that was let in.
pub(super) type Act = fn(&App, &Call) -> Answer;

pub(super) async fn serve(app: Arc<App>, call: Call, act: Act) -> Response {
    let work = run(Arc::clone(&app), call, act);
    app.apart(work).await
}

async fn run(app: Arc<App>, call: Call, act: Act) -> Response {
    let sent = match admit(&app, &call) {
        Err(refusal) => return sent(Err(refusal)).response(&[]),
        Ok(Admission::Replay(sent)) => sent,
        Ok(Admission::Run(slot)) => {
            if app.happens(call.operation, FaultKind::Refuse5xxBefore) {
                forget(&app, slot.as_ref());
                let body = json!({"message": "Internal Server Error"});
                let sent = Sent::new(StatusCode::INTERNAL_SERVER_ERROR, &body, String::new());
                return sent.response(&[]);
            }
            let answer = forced(&app, &call).map_or_else(|| act(&app, &call), Err);
            webhooks::dispatch(&app);
            let sent = sent(answer);
            app.wait(call.operation).await;
            remember(&app, slot, &sent);
            sent
        }
    };
    sent.damaged(&app, call.operation, &[])
}

fn sent(answer: Answer) -> Sent {
    match answer {
        Ok(body) => Sent::new(StatusCode::OK, &body, String::new()),
        Err(refusal) => Sent::new(refusal.error.status(), &refusal.body(), refusal.detail),
    }
}

/// Whether the call may do its work, or repeats one that was answered.
fn admit(app: &App, call: &Call) -> Result<Admission, ApiError> {
    let expected = format!("PortOne {}", app.settings.api_secret);
    if header(&call.headers, "authorization") != Some(expected.as_str()) {
        return Err(errors::UNAUTHORIZED.into());
    }
    // Ignored with a GET.
    if call.method != Method::POST || !call.headers.contains_key("idempotency-key") {
        return Ok(Admission::Run(None));
    }
    let key = call
        .idempotency_key()
        .filter(|key| KEY_CHARS.contains(&key.chars().count()))
        .ok_or_else(|| ApiError {
            detail: "idempotency-key must be 16 to 256 characters in double quotes".to_owned(),
            ..ApiError::from(errors::INVALID_REQUEST)
        })?;
    let slot = (key.to_owned(), call.uri.path().to_owned());
    let now = app.now();
    let mut books = app.books();
    if let Some(known) = books.idempotency.get(&slot)
        && now < known.first_used + TimeDelta::hours(KEY_HOURS)
    {
        let answer = known.answer.clone().map(Admission::Replay);
        return answer.ok_or_else(|| errors::OUTSTANDING.into());
    }
    let fresh = Slot {
        first_used: now,
        answer: None,
    };
    books.idempotency.insert(slot.clone(), fresh);
    Ok(Admission::Run(Some(slot)))
}

/// The refusal that a test ordered in advance. Like any answer it stays bound to its key.
fn forced(app: &App, call: &Call) -> Option<ApiError> {
    let (error, said) = take(&mut app.books().forced, call.operation)?;
    Some(ApiError {
        said,
        ..ApiError::from(error)
    })
}

/// Stores the answer, refusals included: "the earlier answer is returned as it was" names no exception.
fn remember(app: &App, slot: Option<SlotKey>, sent: &Sent) {
    let Some(slot) = slot else { return };
    if let Some(known) = app.books().idempotency.get_mut(&slot) {
        known.answer = Some(sent.clone());
    }
}

/// A server that broke down before it did anything has no answer to keep.
fn forget(app: &App, slot: Option<&SlotKey>) {
    if let Some(slot) = slot {
        app.books().idempotency.remove(slot);
    }
}
