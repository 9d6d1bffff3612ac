//! The result of an attempt to find out what became of money.

use domain::id::JobId;
use providers::error::ProviderError;

use crate::store::outbox::JobFailure;

/// The result of an attempt to find the outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// Nothing more can be found out now.
    Done,
    /// The same, and the commit that stored it also ended the job.
    Ended,
    /// Not known yet, with the reason: ask again later.
    Later(JobFailure),
    /// Asking again will not help until a person has looked.
    Stuck(JobFailure),
}

/// What a call to a provider met, as the job keeps it.
pub fn failure(error: &ProviderError) -> JobFailure {
    JobFailure {
        code: error.failure().code().map(str::to_owned),
        note: error.to_string(),
    }
}

impl Settled {
    /// The outcome is not known because of this error.
    pub(super) fn after(error: &ProviderError) -> Self {
        match error {
            ProviderError::Misconfigured { .. } => Self::Stuck(failure(error)),
            ProviderError::Declined { .. }
            | ProviderError::TooLate { .. }
            | ProviderError::Unreachable(_)
            | ProviderError::InDoubt(_) => Self::Later(failure(error)),
        }
    }

    /// The command that stored the result ended this job, where there is one.
    pub(super) const fn with(job: Option<JobId>) -> Self {
        if job.is_some() {
            Self::Ended
        } else {
            Self::Done
        }
    }
}
