//! The acts of the gateway, one file per act. Flows carry answers from providers to the books and have them stored
//! once. They decide nothing about credits (the domain does) and write no SQL.

pub mod account_keys;
pub mod accounts;
pub mod approvals;
pub mod audit_log;
pub mod auditing;
pub mod auditor;
pub mod by_hand;
pub mod campaigns;
pub mod cash_receipt;
pub mod checkout;
pub mod contracts;
pub mod contradiction;
pub mod credits;
pub mod deliveries;
pub mod deposit;
pub mod desk;
pub mod disputes;
pub mod endpoints;
pub mod events;
pub mod expiry;
pub mod explain;
pub mod figures;
pub mod history;
pub mod import;
pub mod inbox;
pub mod jobs;
pub mod keys;
pub mod looks;
pub mod measured;
pub mod membership;
pub mod my;
pub mod notices;
pub mod operators;
pub mod outcome;
pub mod outgoing;
pub mod pace;
pub mod page;
pub mod pay;
pub mod payment;
pub mod policies;
pub mod policy_notices;
pub mod ready;
pub mod reconcile;
pub mod refund;
pub mod renew;
pub mod retention;
pub mod seals;
pub mod search;
pub mod series;
pub mod settlements;
pub mod standing;
pub mod statement;
pub mod story;
pub mod stream;
pub mod suggest;
pub mod tax_invoices;
pub mod thresholds;
pub mod unsigned;
pub mod views;
pub mod walks;
pub mod webhook;

use domain::{
    command::WrongAnswer,
    id::{JobId, RefundId},
    kind::ProviderId,
    policy::Fault,
    refusal::Refusal,
};
use providers::{error::ProviderError, provider::Unverified};

use self::explain::Explanation;
use crate::store::{StoreError, Trouble, outbox::JobFailure, writer::WriteError};

/// What an act gives, or why it did not happen.
pub type Result<T, E = FlowError> = std::result::Result<T, E>;

/// Why an act did not happen. Refusals come from the rules, the rest from outside or from the caller.
#[derive(Debug, thiserror::Error)]
pub enum FlowError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A field of the request breaks a rule.
    #[error("{field}: {rule}")]
    Invalid { field: &'static str, rule: String },
    #[error("no {0} of that name")]
    NotFound(&'static str),
    /// The money goes to an account that nobody has given.
    #[error("refund {0} has no account to transfer it to: ask the customer for one")]
    NoRefundAccount(RefundId),
    /// An account was given to a gateway that has no key to encrypt it with.
    #[error("no account can be stored: this gateway has no account_keys")]
    NoAccountKey,
    #[error("no provider `{0}` is configured")]
    NoProvider(ProviderId),
    /// A way to pay that the policy announces and nobody sells yet.
    #[error("{detail}")]
    NotAvailableYet {
        field: &'static str,
        /// The policy's own sentence.
        says: String,
        /// What was asked for, the place in the policy, and the sentence.
        detail: String,
    },
    /// A document in a request is not a policy, or cannot be published: each rule with its key in the document.
    #[error("{field}: the document breaks {} rules", .faults.len())]
    BadDocument {
        field: &'static str,
        faults: Vec<Fault>,
    },
    /// A request cannot have so much done.
    #[error("too large for a request: {0}")]
    TooLarge(String),
    /// As many streams of balances are open as there may be.
    #[error("{0}")]
    TooManyStreams(String),
    /// The same request is being worked on right now.
    #[error("a request with this idempotency key is still running")]
    StillRunning,
    #[error("the webhook is not believed: {0}")]
    Unverified(Unverified),
    /// The signed state of a URL is altered, expired or for another purpose.
    #[error("the link is not valid: {0}")]
    BadLink(String),
    #[error("{error}")]
    Provider {
        error: ProviderError,
        explanation: Option<Explanation>,
    },
    /// The queue to the books is full. Nothing was done. Try again shortly.
    #[error("the gateway is busy")]
    Busy,
    /// The database cannot be reached or written. The same request under the same key continues where this one ended.
    #[error("the database cannot be reached or written: {0}")]
    Unavailable(String),
    /// Others hold the row of a customer. Nothing was done. Requests about other customers are served.
    #[error("others are at work on this customer: {0}")]
    Locked(String),
    #[error("the gateway is shutting down")]
    Stopping,
    /// The commit was sent and its outcome is unknown. The same request under the same key shows it.
    #[error("the change may or may not have been written: {0}")]
    InDoubt(String),
    #[error("internal error: {0}")]
    Failed(String),
}

impl FlowError {
    fn invalid(field: &'static str, rule: impl Into<String>) -> Self {
        let rule = rule.into();
        Self::Invalid { field, rule }
    }
}

impl From<WriteError> for FlowError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Refused(refusal) => Self::Refused(refusal),
            WriteError::Busy => Self::Busy,
            WriteError::Stopped => Self::Stopping,
            WriteError::Outage(why) => Self::Unavailable(why),
            WriteError::Locked(why) => Self::Locked(why),
            WriteError::Failed(why) => Self::Failed(why),
            WriteError::InDoubt(why) => Self::InDoubt(why),
        }
    }
}

impl From<StoreError> for FlowError {
    fn from(error: StoreError) -> Self {
        match error.trouble() {
            Trouble::Outage => Self::Unavailable(error.to_string()),
            Trouble::Locked => Self::Locked(error.to_string()),
            Trouble::Again | Trouble::Content => Self::Failed(error.to_string()),
        }
    }
}

impl From<WrongAnswer> for FlowError {
    fn from(bug: WrongAnswer) -> Self {
        Self::Failed(bug.to_string())
    }
}

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
    fn after(error: &ProviderError) -> Self {
        match error {
            ProviderError::Misconfigured { .. } => Self::Stuck(failure(error)),
            ProviderError::Declined { .. }
            | ProviderError::TooLate { .. }
            | ProviderError::Unreachable(_)
            | ProviderError::InDoubt(_) => Self::Later(failure(error)),
        }
    }

    /// The command that stored the result ended this job, where there is one.
    const fn with(job: Option<JobId>) -> Self {
        if job.is_some() {
            Self::Ended
        } else {
            Self::Done
        }
    }
}

/// Longest meter name and longest reference. They are indexed words, not documents.
pub const METER_MAX: usize = 100;
pub const REFERENCE_MAX: usize = 200;

fn check_text(field: &'static str, text: &str, max: usize) -> Result<()> {
    if text.trim().is_empty() || text.chars().count() > max || text.chars().any(char::is_control) {
        let rule = format!("has 1 to {max} characters, none of them a control character");
        return Err(FlowError::invalid(field, rule));
    }
    Ok(())
}

/// Longest evidence of a transfer made by hand: a bank's reference, not a full text.
pub const EVIDENCE_MAX: usize = 100;
