//! Problems (RFC 9457): the only place where statuses are given. Each has a stable code that clients match on and that
//! is explained under `/docs#{code}`. Internal causes go to the log, never to the client.

mod body;
mod causes;
mod types;

use domain::money::Credits;

use super::{limits::BODY_BYTES_MAX, view::ExplanationView};
use crate::access::Role;
pub(super) use body::Body;
pub(super) use types::*;

/// Seconds after which to retry a request that is refused only for now.
const RETRY_SOON: u32 = 1;
const RETRY_LATER: u32 = 5;

/// A problem, on its way to the client.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) kind: &'static ProblemType,
    more: Box<More>,
}

#[derive(Debug, Default)]
struct More {
    detail: String,
    field: Option<String>,
    rule: Option<String>,
    reasons: Vec<String>,
    roles: &'static [Role],
    provider: Option<ExplanationView>,
    retry_after: Option<u32>,
    /// The customer's balance, where it is the reason.
    balance: Option<Credits>,
    instance: Option<String>,
    request_id: Option<String>,
    /// For the log only.
    cause: Option<String>,
}

impl Problem {
    pub(super) fn new(kind: &'static ProblemType, detail: impl Into<String>) -> Self {
        Self {
            kind,
            more: Box::new(More {
                detail: detail.into(),
                ..More::default()
            }),
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
        problem.more.field = Some(field);
        problem.more.rule = Some(rule);
        problem
    }

    pub(super) fn forbidden(role: Role, allowed: &'static [Role]) -> Self {
        let names: Vec<&str> = allowed.iter().map(|role| role.as_str()).collect();
        let detail = format!(
            "a key of role {role} may not do this; it takes {}",
            names.join(" or ")
        );
        let mut problem = Self::new(&FORBIDDEN, detail);
        problem.more.roles = allowed;
        problem
    }

    pub(super) fn body_too_large() -> Self {
        Self::new(
            &BODY_TOO_LARGE,
            format!("a body has at most {BODY_BYTES_MAX} bytes"),
        )
    }

    /// An error of ours. `cause` goes to the log and nowhere else.
    pub(super) fn internal(cause: impl Into<String>) -> Self {
        Self::new(&INTERNAL, "it was written down and will be looked at").caused_by(cause)
    }

    fn caused_by(mut self, cause: impl Into<String>) -> Self {
        self.more.cause = Some(cause.into());
        self
    }

    pub(super) fn retry_after(mut self, seconds: u32) -> Self {
        self.more.retry_after = Some(seconds);
        self
    }

    fn with_reasons(mut self, reasons: &[String]) -> Self {
        self.more.reasons = reasons.to_vec();
        self
    }

    fn with_balance(mut self, available: Credits) -> Self {
        self.more.balance = Some(available);
        self
    }

    /// Names this occurrence, so that a client's report can be found in the log.
    pub(super) fn named(mut self, instance: String) -> Self {
        self.more.instance = Some(instance);
        self
    }

    /// Names the request that this answers.
    pub(super) fn of_request(mut self, id: &str) -> Self {
        self.more.request_id = Some(id.to_owned());
        self
    }

    /// The cause, for the log: our own words, without anything a client sent.
    pub(super) fn cause(&self) -> &str {
        self.more.cause.as_deref().unwrap_or(self.kind.title)
    }
}

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
