//! How a call to a provider can fail to return a snapshot.

use domain::failure::{Failure, FailureKind};

/// Five outcomes that are distinguished because different conclusions may be drawn from them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// The provider definitely refused and nothing moved. Only codes on an adapter's allow-list are mapped to this.
    #[error("declined: {0}")]
    Declined(Failure),
    /// The provider definitely refused to send money back because its own deadline is over, and nothing moved. It
    /// will never do it: a person has to transfer the money.
    #[error("too late: {0}")]
    TooLate(Failure),
    /// The request was not processed (no connection, or an answer to come back later): safe to repeat under the same
    /// key.
    #[error("unreachable: {0}")]
    Unreachable(Failure),
    /// It was sent and the answer is unknown, or cannot be understood: nothing may be concluded.
    #[error("in doubt: {0}")]
    InDoubt(Failure),
    /// Our key, contract or request is wrong. Nothing moved; a person has to check it.
    #[error("misconfigured: {0}")]
    Misconfigured(Failure),
}

pub(crate) fn declined(code: &str, message: &str) -> ProviderError {
    ProviderError::Declined(Failure::new(code, message))
}

pub(crate) fn misconfigured(code: &str, message: &str) -> ProviderError {
    ProviderError::Misconfigured(Failure::new(code, message))
}

impl ProviderError {
    /// The failure to keep, with its kind.
    pub fn failure(&self) -> Failure {
        let (Self::Declined(failure)
        | Self::TooLate(failure)
        | Self::Unreachable(failure)
        | Self::InDoubt(failure)
        | Self::Misconfigured(failure)) = self;
        failure.clone().of_call(self.kind())
    }

    pub const fn kind(&self) -> FailureKind {
        match self {
            Self::Declined(_) => FailureKind::Declined,
            Self::TooLate(_) => FailureKind::TooLate,
            Self::Unreachable(_) => FailureKind::Unreachable,
            Self::InDoubt(_) => FailureKind::InDoubt,
            Self::Misconfigured(_) => FailureKind::Misconfigured,
        }
    }
}
