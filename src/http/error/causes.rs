//! Which problem each failure and each refusal is.

use domain::refusal::Refusal;
use providers::error::ProviderError;

use super::{
    Problem, RETRY_LATER, RETRY_SOON,
    types::{
        BAD_LINK, BUSY, DECLINED, IN_DOUBT, INVALID_FIELD, MISCONFIGURED, NO_REFUND_ACCOUNT,
        NOT_FOUND, OUTCOME_UNKNOWN, STILL_RUNNING, STOPPING, UNAVAILABLE, UNREACHABLE, UNVERIFIED,
        of_refusal,
    },
};
use crate::{
    flows::{FlowError, explain::Explanation},
    http::view::ExplanationView,
};

impl From<FlowError> for Problem {
    fn from(error: FlowError) -> Self {
        match error {
            FlowError::Refused(refusal) => refusal.into(),
            FlowError::Invalid { field, rule } => Self::field(&INVALID_FIELD, field, rule),
            FlowError::NotFound(what) => Self::new(&NOT_FOUND, format!("no {what} of that name")),
            FlowError::NoRefundAccount(_) => Self::new(&NO_REFUND_ACCOUNT, error.to_string()),
            FlowError::NoProvider(provider) => Self::field(
                &INVALID_FIELD,
                "provider",
                format!("no provider `{provider}` is configured"),
            ),
            FlowError::StillRunning => Self::new(
                &STILL_RUNNING,
                "wait for its answer, or repeat this one shortly",
            )
            .retry_after(RETRY_SOON),
            FlowError::Unverified(unverified) => {
                let mut problem = Self::new(&UNVERIFIED, unverified.detail);
                problem.more.rule = Some(unverified.code.to_owned());
                problem
            }
            FlowError::BadLink(why) => Self::new(&BAD_LINK, why),
            FlowError::Provider { error, explanation } => Self::provider(&error, explanation),
            FlowError::Busy => Self::new(&BUSY, "come back shortly").retry_after(RETRY_SOON),
            FlowError::Unavailable(why) | FlowError::Locked(why) => Self::new(
                &UNAVAILABLE,
                "come back shortly; a request that changes something is repeated with the same Idempotency-Key",
            )
            .retry_after(RETRY_LATER)
            .caused_by(why),
            FlowError::Stopping => {
                Self::new(&STOPPING, "come back shortly").retry_after(RETRY_LATER)
            }
            FlowError::InDoubt(why) => Self::new(
                &OUTCOME_UNKNOWN,
                "repeat it with the same Idempotency-Key to learn the outcome",
            )
            .caused_by(why),
            FlowError::Failed(why) => Self::internal(why),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let problem = Self::new(of_refusal(&refusal), refusal.to_string());
        match &refusal {
            Refusal::NotRefundable { reasons, .. } => problem.with_reasons(reasons),
            Refusal::OpenBusiness { what } => problem.with_reasons(what),
            Refusal::InsufficientCredits { available, .. } => problem.with_balance(*available),
            _ => problem,
        }
    }
}

impl Problem {
    /// A provider did not do what was asked.
    fn provider(error: &ProviderError, explanation: Option<Explanation>) -> Self {
        let (kind, detail, retry) = match error {
            ProviderError::Declined { .. } | ProviderError::TooLate { .. } => {
                (&DECLINED, "no money moved", None)
            }
            ProviderError::Unreachable(_) => (
                &UNREACHABLE,
                "no money moved; repeat with the same Idempotency-Key",
                Some(RETRY_LATER),
            ),
            ProviderError::InDoubt(_) => (
                &IN_DOUBT,
                "repeat with the same Idempotency-Key to find out",
                Some(RETRY_LATER),
            ),
            ProviderError::Misconfigured { .. } => (
                &MISCONFIGURED,
                "no money moved; the operator has to look",
                None,
            ),
        };
        let mut problem = Self::new(kind, detail).caused_by(error.to_string());
        problem.more.provider = explanation.map(ExplanationView::from);
        problem.more.retry_after = retry;
        problem
    }
}
