//! A problem as the client reads it, and the headers that go with it.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Problem, ProblemType};
use crate::http::view::{CREDITS_BALANCE, ExplanationView};

/// A problem as the client reads it (RFC 9457).
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(in crate::http) struct Body<'a> {
    /// Where the kind is explained, relative to this gateway.
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    /// This occurrence, in words.
    detail: &'a str,
    /// Stable: match on this one.
    code: &'a str,
    /// Names this occurrence in the gateway's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<&'a str>,
    /// What the request is called, as in the header `Request-Id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    /// The field that breaks a rule, as a path into the body, or the query parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    /// The rule it breaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a str>,
    /// Every reason of a refusal that has several.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    reasons: &'a [String],
    /// The roles that may do this.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<&'static str>,
    /// What a provider calls its refusal, and what people are told about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<&'a ExplanationView>,
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
        let more = *self.more;
        let body = Body {
            kind: format!("/docs#{}", self.kind.code),
            title: self.kind.title,
            status: self.kind.status.as_u16(),
            detail: &more.detail,
            code: self.kind.code,
            instance: more.instance.as_deref(),
            request_id: more.request_id.as_deref(),
            field: more.field.as_deref(),
            rule: more.rule.as_deref(),
            reasons: &more.reasons,
            roles: more.roles.iter().map(|role| role.as_str()).collect(),
            provider: more.provider.as_ref(),
        };
        let text = serde_json::to_vec(&body).unwrap_or_default();
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
        if let Some(balance) = more.balance {
            headers.insert(CREDITS_BALANCE, balance.get().into());
        }
        if let Some(seconds) = more.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
