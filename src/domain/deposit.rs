//! Movements on a bank account: stored before they are matched, matched by normalised name and amount.

mod identity;
mod likeness;
mod name;
mod nearby;
mod source;
mod times;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    id::{DepositId, OrderId},
    kind::{ProviderId, vocabulary},
    money::Won,
};

pub use identity::{Identity, identify};
pub use name::{PrintedName, depositor_key, normalised_name};
pub use nearby::Nearby;
pub use source::{Reporter, Source};

/// Won on the account right after a movement. It may be below zero, and is only ever compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Balance(pub i64);

/// A report of money that came in. It is the one snapshot that cannot be asked for again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    pub provider: ProviderId,
    /// The source's own name of the movement, or a hash of the whole report. Other sources have other keys for it.
    pub key: String,
    /// Who reports it.
    pub source: Source,
    /// Our account it arrived on, by its configured name (never the number).
    pub account: String,
    /// Depositor as printed on the passbook.
    pub name: String,
    pub amount: Won,
    /// When it arrived, by the bank's report. Some feeds know only the minute, and midnight in Korea means that only
    /// the day is known.
    pub at: DateTime<Utc>,
    /// The balance, where the report states it.
    pub balance: Option<Balance>,
}

impl Movement {
    /// The provider's name and the movement's own key. The deposit of this report is found by them.
    pub fn named(&self) -> (ProviderId, String) {
        (self.provider.clone(), self.key.clone())
    }
}

impl std::fmt::Debug for Movement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Movement")
            .field("key", &self.key)
            .field("amount", &self.amount)
            .finish_non_exhaustive()
    }
}

/// A movement in the deposit queue.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deposit {
    pub id: DepositId,
    pub movement: Movement,
    pub state: DepositState,
    /// In words: why it is in this state, with the facts.
    pub reason: String,
    pub order: Option<OrderId>,
    /// The deposit whose money this report repeats, or may repeat. That deposit is never itself such a report.
    pub repeat_of: Option<DepositId>,
    pub received_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Deposit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Deposit")
            .field("id", &self.id)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

vocabulary!(
    /// Where a deposit stands (bank-transfer facts, sections 1.3 and 9).
    DepositState, "state of a deposit" {
        /// It paid an order.
        Matched = "matched",
        /// No order waits for this name.
        Unmatched = "unmatched",
        /// More than one order could be meant: never guessed.
        Ambiguous = "ambiguous",
        /// One order waits for this name, for more money.
        Underpaid = "underpaid",
        /// One order waits for this name, for less money.
        Overpaid = "overpaid",
        /// The order it fits was given up before the money came.
        Late = "late",
        /// The order it fits is already paid.
        Duplicate = "duplicate",
        /// It came before the order it fits was opened.
        Early = "early",
        /// It may be the money of another deposit, reported again: a person tells them apart.
        PossibleRepeat = "possible_repeat",
        /// The money of another deposit, reported again.
        Repeated = "repeated",
        /// A person sent the money back.
        Returned = "returned",
        /// The bank took it back.
        Reversed = "reversed",
    }
);

impl DepositState {
    /// Whether a person still has to decide.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Matched | Self::Repeated | Self::Returned | Self::Reversed => false,
            Self::Unmatched
            | Self::Ambiguous
            | Self::Underpaid
            | Self::Overpaid
            | Self::Late
            | Self::Duplicate
            | Self::Early
            | Self::PossibleRepeat => true,
        }
    }
}
