//! The order of spending, as a document states it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kind::{Kind, vocabulary};

/// The order in which lots are spent. A document cannot change it, only state the one that is kept by
/// [`crate::lot::Lot::spending_key`]; one that states another is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spending {
    pub order: Vec<SpendingKey>,
    /// Kinds in the order in which they are spent; kinds in one list are alike.
    pub kinds: Vec<Vec<Kind>>,
    pub says: String,
    pub section: String,
}

vocabulary!(
    /// One key of the order of spending.
    SpendingKey, "key of the order of spending" {
        EarliestExpiry = "earliest_expiry",
        Kind = "kind",
        EarliestAcquired = "earliest_acquired",
        Id = "id",
    }
);
