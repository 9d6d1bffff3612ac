//! Idempotency keys: the first answer is stored and repeated.

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;

use super::super::errors::{self, TossError};
use super::super::idempotency::{Sent, Slot, SlotKey};
use super::super::state::App;
use super::Call;

/// A key is valid for this long after its first use.
const KEY_DAYS: i64 = 15;
/// Longest key that Toss accepts.
const KEY_CHARS_MAX: usize = 300;

pub(super) enum Admission {
    Run(Option<SlotKey>),
    Replay(Sent),
    Refused(TossError),
}

pub(super) fn admit(app: &App, call: &Call) -> Admission {
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
pub(super) fn remember(app: &App, slot: Option<SlotKey>, sent: &Sent) {
    let Some(slot) = slot else { return };
    let mut books = app.books();
    if sent.status == StatusCode::CONFLICT {
        books.idempotency.remove(&slot);
    } else if let Some(known) = books.idempotency.get_mut(&slot) {
        known.answer = Some(sent.clone());
    }
}
