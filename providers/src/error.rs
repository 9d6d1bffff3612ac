//! How a call to a provider can fail to give a snapshot.

/// Five outcomes that are told apart because different things may be concluded from them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// The provider definitely refused and nothing moved. Only codes on an adapter's allow-list get here.
    #[error("declined: {code}: {message}")]
    Declined { code: String, message: String },
    /// The provider definitely refused to send money back because its own deadline is over, and nothing
    /// moved. It will never do it: a person has to transfer the money.
    #[error("too late: {code}: {message}")]
    TooLate { code: String, message: String },
    /// The request never reached the provider (no connection, or told to come back later): safe to
    /// repeat under the same key.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// It was sent and the answer is unknown, or cannot be understood: nothing may be concluded.
    #[error("in doubt: {0}")]
    InDoubt(String),
    /// Our key, contract or request is wrong. Nothing moved; a person has to look.
    #[error("misconfigured: {code}: {message}")]
    Misconfigured { code: String, message: String },
}
