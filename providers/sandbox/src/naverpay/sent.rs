//! An answer, as it is stored under an idempotency key.

use axum::body::Bytes;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::codes::{self, Answer};
use crate::shared::rng::Rng;

/// An answer as it was first given.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Sent {
    #[serde(with = "crate::shared::forms::status")]
    pub(super) status: StatusCode,
    #[serde(with = "crate::shared::forms::text")]
    pub(crate) body: Bytes,
    pub(super) detail: String,
}

impl Sent {
    /// Naver Pay's development environment adds a top-level field with a random name to its answers, and more unknown
    /// fields to failing ones. Clients learn from it to ignore unknown fields.
    pub(super) fn of(answer: Answer, rng: &mut Rng) -> Self {
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
