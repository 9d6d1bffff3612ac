//! A provider's failure as data: how its call ended, its code, where it gave one, and its message.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kind::vocabulary;

/// Longest code in bytes: the longest documented has 47.
pub const CODE_BYTES_MAX: usize = 100;

/// Longest message in characters. Adapters keep 200 of a provider's own text; the others are for our words about it.
pub const MESSAGE_CHARS_MAX: usize = 500;

vocabulary!(
    /// How a call to a provider failed.
    FailureKind, "kind of failure" {
        /// The provider definitely refused.
        Declined = "declined",
        /// The provider refused for good, because its own deadline is over.
        TooLate = "too_late",
        /// The request was not processed.
        Unreachable = "unreachable",
        /// The request was sent, and its outcome is not known.
        InDoubt = "in_doubt",
        /// A key, a contract or the request is wrong.
        Misconfigured = "misconfigured",
    }
);

/// Why a provider did not do something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Failure {
    /// Null where no call failed: the provider reports a payment or a cancel as failed.
    kind: Option<FailureKind>,
    /// The provider's own code, or the gateway's where the provider was not asked. Null where there is none.
    code: Option<String>,
    message: String,
}

impl Failure {
    /// A failure with a code. A code that is empty, too long or not plain ASCII becomes a part of the message. So does
    /// one without a capital or a digit: every known code has one or the other, and plain words do not.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        let (code, message) = (code.into(), message.into());
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-/.".contains(&byte);
        let telling = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let is_code =
            code.len() <= CODE_BYTES_MAX && code.bytes().all(plain) && code.bytes().any(telling);
        if !is_code {
            return format!("{code}: {message}").into();
        }
        Self {
            code: Some(code),
            ..message.into()
        }
    }

    /// The same, as the end of a call.
    #[must_use]
    pub fn of_call(self, kind: FailureKind) -> Self {
        Self {
            kind: Some(kind),
            ..self
        }
    }

    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    pub fn message(&self) -> &str {
        &self.message
    }
}

impl From<String> for Failure {
    /// A failure without a code.
    fn from(mut message: String) -> Self {
        if let Some((end, _)) = message.char_indices().nth(MESSAGE_CHARS_MAX) {
            message.truncate(end);
        }
        Self {
            kind: None,
            code: None,
            message,
        }
    }
}

impl From<&str> for Failure {
    fn from(message: &str) -> Self {
        message.to_owned().into()
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(kind) = self.kind {
            write!(f, "{}: ", kind.as_str().replace('_', " "))?;
        }
        if let Some(code) = &self.code {
            write!(f, "{code}: ")?;
        }
        f.write_str(&self.message)
    }
}

/// Why something ended or is delayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The provider's reason.
    Failure(Failure),
    /// A person's words, or the gateway's own.
    Note(String),
}

impl From<Failure> for Why {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<&str> for Why {
    fn from(note: &str) -> Self {
        Self::Note(note.to_owned())
    }
}

impl Why {
    /// The two columns that hold it: the failure and the note.
    pub(crate) fn columns(self) -> (Option<Failure>, Option<String>) {
        match self {
            Self::Failure(failure) => (Some(failure), None),
            Self::Note(note) => (None, Some(note)),
        }
    }
}

/// A failure and a note as one text for people: `in doubt: CODE: message; note`. `None` where there is neither.
pub fn in_words(failure: Option<&Failure>, note: Option<&str>) -> Option<String> {
    match (failure, note) {
        (Some(failure), Some(note)) => Some(format!("{failure}; {note}")),
        (Some(failure), None) => Some(failure.to_string()),
        (None, note) => note.map(str::to_owned),
    }
}

#[cfg(test)]
#[path = "failure_tests.rs"]
mod tests;
