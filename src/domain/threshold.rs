//! Thresholds of a customer's available credits: when these fall below one, the seller hears of it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{canary, money::Credits};

/// Most thresholds of one customer. Each command that takes credits compares all of them, and a fall past all of them
/// sends as many events.
pub const THRESHOLDS_MAX: usize = 10;

/// The numbers of credits below which a balance is low: distinct, above zero, the smallest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Credits>", into = "Vec<Credits>")]
pub struct Thresholds(Vec<Credits>);

/// Why numbers of credits are no thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadThresholds {
    #[error("has at most {THRESHOLDS_MAX} thresholds")]
    TooMany,
    #[error("a threshold is at least 1 credit: no balance is below 0")]
    Zero,
    #[error("threshold {0} is there twice")]
    Twice(Credits),
}

impl Thresholds {
    /// Thresholds, given in any order.
    ///
    /// # Errors
    /// When there are more than [`THRESHOLDS_MAX`], when one is zero, or when two are the same.
    pub fn new(mut credits: Vec<Credits>) -> Result<Self, BadThresholds> {
        credits.sort_unstable();
        if credits.len() > THRESHOLDS_MAX {
            return Err(BadThresholds::TooMany);
        }
        if credits.first().is_some_and(|least| least.is_zero()) {
            return Err(BadThresholds::Zero);
        }
        let twice = credits.windows(2).find(|pair| pair[0] == pair[1]);
        match twice {
            Some(pair) => Err(BadThresholds::Twice(pair[0])),
            None => Ok(Self(credits)),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The numbers of credits, the smallest first.
    pub fn credits(&self) -> &[Credits] {
        &self.0
    }

    /// Those that a balance passed on its way down, in the order in which it met them: it was at or above each, and is
    /// below it now. A balance that is below already passes none.
    pub fn passed(&self, before: Credits, after: Credits) -> impl Iterator<Item = Credits> {
        let highest_first = self.0.iter().rev().copied();
        highest_first.filter(move |threshold| {
            canary!(LowToldAgain, true, before >= *threshold) && after < *threshold
        })
    }
}

impl TryFrom<Vec<Credits>> for Thresholds {
    type Error = BadThresholds;

    fn try_from(credits: Vec<Credits>) -> Result<Self, BadThresholds> {
        Self::new(credits)
    }
}

impl From<Thresholds> for Vec<Credits> {
    fn from(thresholds: Thresholds) -> Self {
        thresholds.0
    }
}

/// What was last set for a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThresholdSetting {
    /// How often thresholds were set for this customer, this time included.
    pub number: i64,
    /// The number of the customer's last ledger entry by then. Later ones are compared with these thresholds.
    pub after_entry: i64,
    pub thresholds: Thresholds,
}

/// The words of the audit log: `50, 100; number 1, after entry 7`. The auditor reads them.
impl fmt::Display for ThresholdSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<String> = self.thresholds.0.iter().map(Credits::to_string).collect();
        let all = if all.is_empty() {
            "none".to_owned()
        } else {
            all.join(", ")
        };
        let (number, after) = (self.number, self.after_entry);
        write!(f, "{all}; number {number}, after entry {after}")
    }
}

#[cfg(test)]
#[path = "threshold_tests.rs"]
mod tests;
