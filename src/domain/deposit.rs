//! Movements on a bank account: stored before they are matched, matched by normalised name and amount.

mod identity;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::{
    id::{DepositId, OrderId},
    kind::{ProviderId, vocabulary},
    money::Won,
};

pub use identity::{Identity, Nearby, Reporter, Source, identify};

/// Won on the account right after a movement. It may be below zero, and is only ever compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Balance(pub i64);

/// A name as a bank printed it, which no log may show.
#[derive(Clone, PartialEq, Eq)]
pub struct PrintedName(pub String);

impl std::fmt::Debug for PrintedName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PrintedName(…)")
    }
}

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

/// The form in which depositor names are compared, for equality only: NFKC (which folds full-width
/// forms and ㈜), without white space, brackets and punctuation, without `주식회사` and `(주)`, ASCII
/// in upper case (bank-transfer facts, section 1.3 rule 8).
pub fn normalised_name(name: &str) -> String {
    let folded: String = name.nfkc().collect();
    let bare = folded.replace("(주)", "").replace("주식회사", "");
    bare.chars()
        .filter(|c| !c.is_whitespace() && !"()[]{}.,-_*/·'\"".contains(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// The key under which a transfer from `name` to our `account` finds the orders it may pay.
pub fn depositor_key(account: &str, name: &str) -> String {
    format!("{account}|{}", normalised_name(name))
}

#[cfg(test)]
mod tests {
    use super::normalised_name;

    #[test]
    fn depositor_names_are_compared_by_what_a_person_would_read() {
        for (given, meant) in [
            ("홍 길동", "홍길동"),
            ("홍길동", "홍길동"),
            ("ｈｏｎｇ４８２１", "HONG4821"),
            ("㈜크레딧", "크레딧"),
            ("(주) 크레딧", "크레딧"),
            ("주식회사 크레딧", "크레딧"),
            ("홍-길.동 (본인)", "홍길동본인"),
            (" '홍길동' ", "홍길동"),
        ] {
            assert_eq!(normalised_name(given), meant, "{given}");
        }
        assert_ne!(normalised_name("홍길동"), normalised_name("홍길순"));
    }
}
