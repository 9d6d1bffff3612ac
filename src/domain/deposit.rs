//! Movements on a bank account: stored before they are matched, matched by normalised name and amount.

mod arrived;
mod identity;
mod likeness;
mod name;

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    id::{DepositId, OrderId},
    kind::{ProviderId, UnknownWord, vocabulary},
    mask::shows,
    money::Won,
};

pub use arrived::Arrived;
pub use identity::{Identity, identify};
pub use likeness::Nearby;
pub use name::{PrintedName, depositor_key, normalised_name};

/// How long before an order was opened its deposit may seem to have come, in minutes: bank
/// timestamps may know only the minute and clocks differ (bank-transfer facts, section 1.3 rule 2).
pub const EARLY_SLACK_MINUTES: i64 = 10;

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

shows!(Movement: key, amount);

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

shows!(Deposit: id, state);

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

vocabulary!(
    /// The kind of source that reports movements.
    Reporter, "reporter of movements" {
        /// A feed that signs, and names each movement once and for ever.
        Feed = "feed",
        /// `PayAction`, which names none.
        PayAction = "payaction",
        /// A statement that a person imported. Rows of one form that differ are of different movements.
        Statement = "statement",
    }
);

impl Reporter {
    /// Whether two keys of one source are always two movements.
    pub(super) const fn names_movements(self) -> bool {
        match self {
            Self::Feed | Self::Statement => true,
            Self::PayAction => false,
        }
    }
}

/// The reporter of a movement. Several may report the same one, each under a key of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Source {
    pub reporter: Reporter,
    /// Distinguishes sources of one kind: which secret signs, which columns a statement has. Empty for the first feed.
    pub series: String,
}

impl Source {
    /// The feed whose secret is configured first.
    pub const FEED: Self = Self {
        reporter: Reporter::Feed,
        series: String::new(),
    };

    pub fn new(reporter: Reporter, series: impl Into<String>) -> Self {
        Self {
            reporter,
            series: series.into(),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reporter.as_str())?;
        if self.series.is_empty() {
            Ok(())
        } else {
            write!(f, "/{}", self.series)
        }
    }
}

impl FromStr for Source {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let (reporter, series) = text.split_once('/').unwrap_or((text, ""));
        Ok(Self::new(reporter.parse::<Reporter>()?, series))
    }
}
