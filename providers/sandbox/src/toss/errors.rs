//! The documented error codes with their HTTP statuses and Korean messages. Message texts are not stable at Toss; a
//! client must read the code.

mod list;

use serde_json::{Value, json};

use crate::shared::fields::BadField;

use self::list::ALL;
pub(crate) use self::list::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TossError {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: &'static str,
}

impl TossError {
    pub(crate) fn body(self) -> Value {
        json!({"code": self.code, "message": self.message})
    }
}

/// A refused request, with the reason as far as the simulator knows it. The body is the provider's; the detail is
/// sent in a header of our own.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) error: TossError,
    pub(crate) detail: String,
    /// The text in place of the table's message: that of a bank or of a system behind Toss.
    pub(crate) said: Option<String>,
}

impl Refusal {
    /// A refusal with its own text.
    pub(crate) fn saying(error: TossError, said: impl Into<String>) -> Self {
        Self {
            said: Some(said.into()),
            ..Self::from(error)
        }
    }

    pub(crate) fn body(&self) -> Value {
        match &self.said {
            Some(said) => json!({"code": self.error.code, "message": said}),
            None => self.error.body(),
        }
    }
}

impl From<TossError> for Refusal {
    fn from(error: TossError) -> Self {
        Self {
            error,
            detail: String::new(),
            said: None,
        }
    }
}

impl From<BadField> for Refusal {
    fn from(bad: BadField) -> Self {
        Self {
            error: INVALID_REQUEST,
            detail: format!("{} {}", bad.field, bad.problem),
            said: None,
        }
    }
}

pub(crate) type Answer = Result<Value, Refusal>;

/// The error of that code, for `TossPayments-Test-Code`.
pub(crate) fn by_code(code: &str) -> Option<TossError> {
    ALL.iter().copied().find(|error| error.code == code)
}

#[cfg(test)]
#[path = "errors_tests.rs"]
mod tests;
