//! Why something ended or is delayed.

use super::Failure;

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
