//! One request to the API, and the form of its answer.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use serde_json::json;

use super::codes::{self, Answer};
use super::params::Params;
use crate::shared::answers::Sent;
use crate::shared::faults::Operation;
use crate::shared::fields::header;
use crate::shared::rng::Rng;

pub(super) const KEY_HEADER: &str = "x-naverpay-idempotency-key";

/// One request to the API.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) operation: Operation,
    /// The named parts of the path.
    pub(super) path: HashMap<String, String>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Call {
    /// Only the operations that move money use keys; a reservation may carry one too.
    pub(super) fn idempotency_key(&self) -> Option<&str> {
        match self.operation {
            Operation::Create | Operation::Confirm | Operation::Cancel => {
                header(&self.headers, KEY_HEADER)
            }
            Operation::Lookup | Operation::Webhook | Operation::Receipt => None,
        }
    }

    /// Approval and cancel take a form; reservation and history take JSON. Any other body cannot be processed.
    pub(super) fn params(&self) -> Option<Params> {
        let media = header(&self.headers, "content-type").unwrap_or_default();
        match self.operation {
            Operation::Confirm | Operation::Cancel => media
                .starts_with("application/x-www-form-urlencoded")
                .then(|| Params::of_form(&self.body))?,
            Operation::Create | Operation::Lookup | Operation::Webhook | Operation::Receipt => {
                media
                    .starts_with("application/json")
                    .then(|| Params::of_json(&self.body))?
            }
        }
    }
}

/// Naver Pay's development environment adds a top-level field with a random name to its answers, and more unknown
/// fields to failing ones. Clients learn from it to ignore unknown fields.
pub(super) fn sent(answer: Answer, rng: &mut Rng) -> Sent {
    let (status, mut body, detail, unknown_fields) = match answer {
        Ok(body) => (StatusCode::OK, codes::success(&body), String::new(), 1),
        Err(refusal) => (refusal.status, refusal.envelope(), refusal.detail, 2),
    };
    for _ in 0..unknown_fields {
        body[rng.alphanumeric(5)] = json!(rng.alphanumeric(6));
    }
    Sent::new(status, &body, detail)
}
