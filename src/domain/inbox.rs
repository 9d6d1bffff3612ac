//! Webhooks from a provider's server, stored before they have any effect.

use chrono::{DateTime, Utc};

use crate::{
    id::InboxId,
    kind::{ProviderId, vocabulary},
    mask::shows,
};

/// A webhook as received.
#[derive(Clone, PartialEq, Eq)]
pub struct Received {
    pub id: InboxId,
    pub provider: ProviderId,
    /// The same event has the same key. Webhooks that are not believed get a key of their own, so that a forged one can
    /// never block the genuine one.
    pub event_key: String,
    pub verdict: Verdict,
    /// Why it was not believed, or how it was verified.
    pub note: String,
    /// JSON object of the headers that were kept.
    pub headers: String,
    pub body: Body,
    /// Its effect, in words.
    pub effect: String,
    pub received_at: DateTime<Utc>,
    /// When a person settled one that waits for a person: see [`Verdict::waits`].
    pub settled_at: Option<DateTime<Utc>>,
}

impl Received {
    /// The provider's name and the event's own key. The same event is found by them.
    pub(crate) fn named(&self) -> (ProviderId, String) {
        (self.provider.clone(), self.event_key.clone())
    }

    /// Whether it waits for a person.
    pub const fn is_open(&self) -> bool {
        self.verdict.waits() && self.settled_at.is_none()
    }
}

shows!(Received: id, verdict);

vocabulary!(
    /// How far a webhook is believed.
    Verdict, "verdict on a webhook" {
        Signed = "signed",
        /// The provider signs nothing: a hint to go and ask.
        Unsigned = "unsigned",
        /// Not believed: nothing of it is taken for true.
        Rejected = "rejected",
        /// Its signature or key is right, and what it says cannot be read. Nothing followed; a person has to look.
        Unreadable = "unreadable",
        /// Its signature or key is right, and the same event or movement was reported before with another content. Nothing
        /// followed; a person has to look.
        Contradictory = "contradictory",
    }
);

impl Verdict {
    /// Whether a webhook with this verdict waits for a person.
    pub const fn waits(self) -> bool {
        match self {
            Self::Unreadable | Self::Contradictory => true,
            Self::Signed | Self::Unsigned | Self::Rejected => false,
        }
    }
}

/// Raw bytes in a form that both databases store as text. They are stored as they are when they are UTF-8 without NUL,
/// else in hex.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    Text(String),
    Hex(String),
}

/// Lengths only: a raw body is never written to a log.
impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (form, length) = match self {
            Self::Text(text) => ("Text", text.len()),
            Self::Hex(hex) => ("Hex", hex.len()),
        };
        write!(f, "{form}({length} bytes)")
    }
}

impl Body {
    pub fn of(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => Self::Text(text.to_owned()),
            _ => Self::Hex(
                bytes
                    .iter()
                    .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
                    .collect(),
            ),
        }
    }

    /// Whether there is nothing in it: its content was removed, or never there.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) | Self::Hex(text) => text.is_empty(),
        }
    }

    /// The original bytes. `None` when a stored hex text is damaged.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Text(text) => Some(text.clone().into_bytes()),
            Self::Hex(hex) => (0..hex.len())
                .step_by(2)
                .map(|at| {
                    hex.get(at..at + 2)
                        .and_then(|two| u8::from_str_radix(two, 16).ok())
                })
                .collect(),
        }
    }
}

fn digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0')
}
