//! Checks before every API call: authorisation, the CID, calls already running, and the faults that hit answers.
//! There is no idempotency key: a repeated call is a new call.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::App;
use super::errors::{self, Answer, ApiError};
use super::payment::{Claim, TID_CHARS};
use crate::shared::answers::Sent;
use crate::shared::faults::{FaultKind, Operation};
use crate::shared::fields::{Fields, bad};

const CID_CHARS: usize = 10;
const CID_SECRET_CHARS: usize = 24;

/// The work of a call that was let in.
pub(super) type Act = fn(&App, &Fields) -> Answer;

/// One request to the API.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) operation: Operation,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

pub(super) async fn serve(app: Arc<App>, call: Call, act: Act) -> Response {
    let work = run(Arc::clone(&app), call, act);
    app.apart(work).await
}

async fn run(app: Arc<App>, call: Call, act: Act) -> Response {
    if let Err(refusal) = authorise(&app.settings.secret_key, &call.headers) {
        return respond(Err(refusal));
    }
    if app.happens(call.operation, FaultKind::Refuse5xxBefore) {
        return respond(Err(errors::INTERNAL.into()));
    }
    let (fields, claim) = match admit(&app, &call) {
        Ok(admitted) => admitted,
        Err(refusal) => return respond(Err(refusal)),
    };
    let answer = act(&app, &fields);
    app.wait(call.operation).await;
    if let Some(claim) = claim {
        app.books().own.in_flight.remove(&claim);
    }
    sent(answer).damaged(&app, call.operation, &[])
}

/// `SECRET_KEY {key}`; a development key may also come as `DEV_SECRET_KEY {key}`.
fn authorise(secret_key: &str, headers: &HeaderMap) -> Result<(), ApiError> {
    let given = headers
        .get("authorization")
        .ok_or(errors::NO_AUTHORIZATION)?;
    let given = given.to_str().unwrap_or_default();
    let schemes: &[&str] = if secret_key.starts_with("DEV") {
        &["SECRET_KEY ", "DEV_SECRET_KEY "]
    } else {
        &["SECRET_KEY "]
    };
    let known = schemes
        .iter()
        .any(|scheme| given.strip_prefix(scheme) == Some(secret_key));
    if known {
        Ok(())
    } else {
        Err(ApiError::because(
            errors::WRONG_KEY,
            "must be SECRET_KEY, one space and the key of this shop",
        ))
    }
}

/// Reads the body, checks the CID and claims the payment: a second approval or cancel while one is running is -785.
/// The form bodies of the older API are not read.
fn admit(app: &App, call: &Call) -> Result<(Fields, Option<Claim>), ApiError> {
    let fields = Fields::of_request(&call.headers, &call.body)?;
    let cid = fields.required_text("cid", CID_CHARS)?;
    if cid.chars().count() != CID_CHARS {
        bad("cid", "must be 10 characters")?;
    }
    if cid != app.settings.cid {
        return Err(errors::WRONG_CID.into());
    }
    if let Some(secret) = fields.text("cid_secret", CID_SECRET_CHARS)? {
        let plain = secret
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
        if !plain || secret.len() != CID_SECRET_CHARS {
            bad("cid_secret", "must be 24 digits and lower-case letters")?;
        }
        return Err(ApiError::because(
            errors::WRONG_CID_SECRET,
            "this shop has no CID secret",
        ));
    }
    if !matches!(call.operation, Operation::Confirm | Operation::Cancel) {
        return Ok((fields, None));
    }
    let tid = fields.required_text("tid", TID_CHARS)?;
    let claim = (call.operation.name(), tid);
    if app.books().own.in_flight.insert(claim.clone()) {
        Ok((fields, Some(claim)))
    } else {
        Err(errors::DUPLICATE_REQUEST.into())
    }
}

fn sent(answer: Answer) -> Sent {
    match answer {
        Ok(body) => Sent::new(StatusCode::OK, &body, String::new()),
        Err(refusal) => Sent::new(refusal.error.status, &refusal.body(), refusal.detail),
    }
}

/// An answer that no fault touches.
pub(super) fn respond(answer: Answer) -> Response {
    sent(answer).response(&[])
}
