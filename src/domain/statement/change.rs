//! What an entry or a posting changes of the accounts that a customer sees.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ledger::{Account, Entry, Unit};

/// Changes, negative for what goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "StatementChange")]
pub struct Change {
    pub available: i64,
    pub held: i64,
    pub debt: i64,
    /// Won that came for credits, less what went back.
    pub won: i64,
}

impl Change {
    pub fn of(entry: &Entry) -> Self {
        Self::between(entry.from, entry.to, entry.unit, entry.amount)
    }

    /// The change by an amount that leaves one account and reaches another.
    pub fn between(from: Account, to: Account, unit: Unit, amount: i64) -> Self {
        let of = |account| {
            let into = if to == account { amount } else { 0 };
            let out = if from == account { amount } else { 0 };
            into.saturating_sub(out)
        };
        match unit {
            Unit::Credits => Self {
                available: of(Account::Available),
                held: of(Account::Held),
                debt: of(Account::Owed),
                won: 0,
            },
            Unit::Won => Self {
                won: of(Account::Receivable),
                ..Self::default()
            },
        }
    }

    /// Both together. A sum that is out of range stays at the limit: only a forged statement has one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            available: self.available.saturating_add(other.available),
            held: self.held.saturating_add(other.held),
            debt: self.debt.saturating_add(other.debt),
            won: self.won.saturating_add(other.won),
        }
    }

    /// What undoes it.
    pub(super) fn opposite(self) -> Self {
        Self {
            available: self.available.saturating_neg(),
            held: self.held.saturating_neg(),
            debt: self.debt.saturating_neg(),
            won: self.won.saturating_neg(),
        }
    }

    /// The name of the first member in which two differ.
    pub(super) fn differs(self, other: Self) -> Option<&'static str> {
        [
            ("available", self.available, other.available),
            ("held", self.held, other.held),
            ("debt", self.debt, other.debt),
            ("won", self.won, other.won),
        ]
        .into_iter()
        .find_map(|(name, one, two)| (one != two).then_some(name))
    }
}
