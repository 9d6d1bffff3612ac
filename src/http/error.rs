//! Problems (RFC 9457): the only place where statuses are given. Each has a stable code that clients match on and that
//! is explained under `/docs#{code}`. Internal causes go to the log, never to the client.

mod types;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::money::Credits;
use schemars::JsonSchema;
use serde::Serialize;

use super::view::{CREDITS_BALANCE, ExplanationView};
use crate::access::Role;
pub(super) use types::*;

/// Seconds after which to retry a request that is refused only for now.
const RETRY_SOON: u32 = 1;
const RETRY_LATER: u32 = 5;

/// A problem, on its way to the client.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) kind: &'static ProblemType,
    body: Box<Body>,
    retry_after: Option<u32>,
    /// The customer's balance, where it is the reason.
    balance: Option<Credits>,
    /// For the log only.
    cause: Option<String>,
}

/// A problem as the client reads it (RFC 9457).
#[derive(Debug, Default, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(super) struct Body {
    /// Where the kind is explained, relative to this gateway.
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    /// This occurrence, in words.
    detail: String,
    /// Stable: match on this one.
    code: &'static str,
    /// Names this occurrence in the gateway's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    /// What the request is called, as in the header `Request-Id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    /// The field that breaks a rule, as a path into the body, or the query parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The rule it breaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    /// Every reason of a refusal that has several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
    /// The roles that may do this.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<&'static str>,
    /// What a provider calls its refusal, and what people read about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<ExplanationView>,
}

impl Problem {
    pub(super) fn new(kind: &'static ProblemType, detail: impl Into<String>) -> Self {
        let body = Body {
            kind: format!("/docs#{}", kind.code),
            title: kind.title,
            status: kind.status.as_u16(),
            detail: detail.into(),
            code: kind.code,
            ..Body::default()
        };
        Self {
            kind,
            body: Box::new(body),
            retry_after: None,
            balance: None,
            cause: None,
        }
    }

    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(&BAD_REQUEST, detail)
    }

    /// A field, or a query parameter, that breaks a rule.
    pub(super) fn field(
        kind: &'static ProblemType,
        field: impl Into<String>,
        rule: impl Into<String>,
    ) -> Self {
        let (field, rule) = (field.into(), rule.into());
        let mut problem = Self::new(kind, format!("{field}: {rule}"));
        problem.body.field = Some(field);
        problem.body.rule = Some(rule);
        problem
    }

    pub(super) fn forbidden(role: Role, allowed: &'static [Role]) -> Self {
        let names: Vec<&'static str> = allowed.iter().map(|role| role.as_str()).collect();
        let detail = format!(
            "a key of role {role} may not do this; it takes {}",
            names.join(" or ")
        );
        let mut problem = Self::new(&FORBIDDEN, detail);
        problem.body.roles = names;
        problem
    }

    pub(super) fn body_too_large(most: usize) -> Self {
        Self::new(&BODY_TOO_LARGE, format!("a body has at most {most} bytes"))
    }

    /// The field that breaks a rule, where one does.
    pub(super) fn field_name(&self) -> Option<String> {
        self.body.field.clone()
    }

    /// This occurrence, in words.
    pub(super) fn detail(&self) -> &str {
        &self.body.detail
    }

    /// The problem as a part of an answer.
    pub(super) fn into_body(self) -> Body {
        *self.body
    }

    /// An error of ours. `cause` goes to the log and nowhere else.
    pub(super) fn internal(cause: impl Into<String>) -> Self {
        Self::new(&INTERNAL, "it was written down and will be looked at").caused_by(cause)
    }

    fn caused_by(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    pub(super) fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    fn with_reasons(mut self, reasons: &[String]) -> Self {
        self.body.reasons = reasons.to_vec();
        self
    }

    fn with_balance(mut self, available: Credits) -> Self {
        self.balance = Some(available);
        self
    }

    /// Names this occurrence, so that a client's report can be found in the log.
    pub(super) fn named(mut self, instance: String) -> Self {
        self.body.instance = Some(instance);
        self
    }

    /// Names the request that this answers.
    pub(super) fn of_request(mut self, id: &str) -> Self {
        self.body.request_id = Some(id.to_owned());
        self
    }

    /// The cause, for the log: our own words, without anything a client sent.
    pub(super) fn cause(&self) -> &str {
        self.cause.as_deref().unwrap_or(self.kind.title)
    }
}

/// The credentials that an unauthenticated client must send (RFC 9110, section 11.6.1).
fn challenge(kind: &'static ProblemType) -> Option<&'static str> {
    match kind.code {
        "unauthenticated" => Some("Bearer realm=\"credit-gateway\""),
        "unknown_api_key" => Some("Bearer realm=\"credit-gateway\", error=\"invalid_token\""),
        "webhook_unverified" => Some("Webhook-Signature"),
        _ => None,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let text = serde_json::to_vec(&self.body).unwrap_or_default();
        let mut response = (self.kind.status, text).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(challenge) = challenge(self.kind) {
            headers.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static(challenge),
            );
        }
        if let Some(balance) = self.balance {
            headers.insert(CREDITS_BALANCE, balance.get().into());
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
