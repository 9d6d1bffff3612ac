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
    /// A failure with a code. A code that is empty, too long or not plain ASCII becomes a part of the message.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        let (code, message) = (code.into(), message.into());
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-/.".contains(&byte);
        if !(1..=CODE_BYTES_MAX).contains(&code.len()) || !code.bytes().all(plain) {
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
mod tests {
    use super::{CODE_BYTES_MAX, Failure, FailureKind, MESSAGE_CHARS_MAX, in_words};

    #[test]
    fn a_code_of_any_provider_is_a_code_and_nothing_else_is() {
        let longest = "X".repeat(CODE_BYTES_MAX);
        for code in [
            "REJECT_CARD_PAYMENT",
            "-780/LACK_BALANCE",
            "TimeExpired",
            &longest,
        ] {
            let failure = Failure::new(code, "한도초과: 잔액부족");
            assert_eq!(failure.code(), Some(code));
            assert_eq!(failure.message(), "한도초과: 잔액부족");
            assert_eq!(failure.to_string(), format!("{code}: 한도초과: 잔액부족"));
        }
        for odd in [
            "",
            "<script>alert(1)</script>",
            "한도초과",
            "two words",
            &format!("{longest}X"),
        ] {
            let failure = Failure::new(odd, "no");
            assert_eq!(failure.code(), None, "{odd}");
            assert_eq!(failure.message(), format!("{odd}: no"));
        }
        assert_eq!(Failure::from("CODE: of no provider").code(), None);
    }

    #[test]
    fn a_message_is_cut_at_its_limit() {
        let at = |chars: usize| Failure::from("가".repeat(chars)).message().chars().count();
        assert_eq!(at(MESSAGE_CHARS_MAX), MESSAGE_CHARS_MAX);
        assert_eq!(at(MESSAGE_CHARS_MAX + 1), MESSAGE_CHARS_MAX);
    }

    #[test]
    fn people_read_the_failure_and_then_the_note() {
        let failure = Failure::new("NO", "not now").of_call(FailureKind::InDoubt);
        let words = in_words(Some(&failure), Some("transfer it"));
        assert_eq!(words.as_deref(), Some("in doubt: NO: not now; transfer it"));
        assert_eq!(
            in_words(Some(&failure), None).as_deref(),
            Some("in doubt: NO: not now")
        );
        assert_eq!(
            in_words(None, Some("cancelled")).as_deref(),
            Some("cancelled")
        );
        assert_eq!(in_words(None, None), None);
    }
}
