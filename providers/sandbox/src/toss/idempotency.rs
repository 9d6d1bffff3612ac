//! What is stored under an idempotency key.

use axum::body::Bytes;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::errors::{Answer, TossError};

/// Key, API key, method and path. The body is not compared.
pub(crate) type SlotKey = (String, String, String, String);

/// The state stored under an idempotency key.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Slot {
    pub(super) first_used: DateTime<Utc>,
    pub(super) answer: Option<Sent>,
}

impl Slot {
    pub(crate) fn is_answered(&self) -> bool {
        self.answer.is_some()
    }
}

/// An answer as it was first given.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Sent {
    #[serde(with = "crate::shared::forms::status")]
    pub(super) status: StatusCode,
    #[serde(with = "crate::shared::forms::text")]
    pub(super) body: Bytes,
    pub(super) trace: String,
    pub(super) detail: String,
}

impl Sent {
    pub(super) fn of(answer: Answer, trace: &str) -> Self {
        let (status, body, detail) = match answer {
            Ok(body) => (StatusCode::OK, body, String::new()),
            Err(refusal) => (status(refusal.error), refusal.body(), refusal.detail),
        };
        Self {
            status,
            body: Bytes::from(body.to_string()),
            trace: trace.to_owned(),
            detail,
        }
    }
}

fn status(error: TossError) -> StatusCode {
    StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
