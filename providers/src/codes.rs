//! What a provider's error code lets us conclude, and what a person is told about it. Each adapter has
//! one table of [`Row`]s; a code that is not in it is in doubt, whatever its HTTP status.

use crate::error::ProviderError;

/// What a code lets us conclude about one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A definite refusal; no money moved and this payment or cancel is dead.
    NothingMoved,
    /// A definite refusal of a refund, because the provider's own deadline is over. No money moved.
    TooLate,
    /// Sent, outcome unknown.
    InDoubt,
    /// Not carried out now; the same request may succeed later.
    RetryLater,
    /// Key, contract or request is wrong. Nothing moved.
    Misconfigured,
    /// Something already happened to this payment, or it is in another state than we thought: ask.
    Settled,
}

impl Meaning {
    /// What a refusal with this meaning comes to when nothing else can be found out.
    pub fn error(self, code: String, message: String) -> ProviderError {
        match self {
            Self::NothingMoved => ProviderError::Declined { code, message },
            Self::TooLate => ProviderError::TooLate { code, message },
            Self::Misconfigured => ProviderError::Misconfigured { code, message },
            Self::RetryLater => ProviderError::Unreachable(format!("{code}: {message}")),
            Self::InDoubt | Self::Settled => ProviderError::InDoubt(format!("{code}: {message}")),
        }
    }
}

/// What people read about a code. The provider's own message is never shown to a buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// A sentence for the buyer, in Korean.
    pub buyer_ko: &'static str,
    /// The same in English.
    pub buyer_en: &'static str,
    /// What support should know or do.
    pub support: &'static str,
}

/// One documented code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    pub code: &'static str,
    /// For taking the money.
    pub confirm: Meaning,
    /// For giving it back.
    pub cancel: Meaning,
    pub words: Words,
}

/// The row of a code, if it is documented.
pub fn find<'a>(table: &'a [Row], code: &str) -> Option<&'a Row> {
    table.iter().find(|row| row.code == code)
}
