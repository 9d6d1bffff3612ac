//! What a customer used in a time, summed. A spend counts when it was made, a captured hold by its capture. What was
//! reversed since is counted apart, because it cost nothing in the end.

use crate::{
    canary,
    id::{CustomerId, SpendId},
    kind::vocabulary,
    money::Credits,
};

vocabulary!(
    /// What uses are summed by.
    UsageBy, "grouping of usage" {
        /// The seller's own word for what was used.
        Meter = "meter",
        /// Days of the Korean calendar.
        Day = "day",
        /// The seller's own reference.
        Reference = "reference",
        /// The API key that asked for the use.
        ApiKey = "api_key",
    }
);

/// The name of the spends that no API key is on record for. No key's id has this form.
pub const NO_KEY: &str = "none";

/// The spends of one meter, day, reference or API key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    pub customer: CustomerId,
    /// The meter or the reference; a day as `2026-04-08`; an API key's id, or [`NO_KEY`].
    pub of: String,
    /// The first spend of the group in the time asked for: groups are listed in the order in which they began.
    pub first: SpendId,
    /// Spends that stand.
    pub used: Sum,
    /// Spends that were reversed since, whenever that was.
    pub reversed: Sum,
}

/// A number of spends, and their credits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    pub spends: i64,
    pub credits: Credits,
}

/// Divides `all` spends into those that stand and those that were `reversed`.
pub fn standing(all: Sum, reversed: Sum) -> Sum {
    let spends = all.spends.saturating_sub(reversed.spends);
    let credits = all.credits.minus_or_zero(reversed.credits);
    canary!(ReversedIsUsed, all, Sum { spends, credits })
}

#[cfg(test)]
#[path = "usage_tests.rs"]
mod tests;
