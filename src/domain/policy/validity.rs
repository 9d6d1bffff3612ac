//! How long credits live.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calendar::Period;

/// How long credits live, by kind. Expiry does not roll over holidays: its exact instant is shown to
/// the buyer beforehand (Civil Act art. 155).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    pub promotional: Lifetime,
    pub membership: Lifetime,
    pub purchased: Lifetime,
    pub bulk: Bulk,
}

/// How long credits of one kind live, counted from `from`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lifetime {
    pub period: Period,
    /// The event that starts it, in words.
    pub from: String,
    pub section: String,
}

/// Packages bought at once make one lot that lives longer the more there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bulk {
    /// Ascending by number of packages. No other number is for sale.
    pub table: Vec<BulkRow>,
    pub from: String,
    pub says: String,
    pub section: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkRow {
    pub packages: i64,
    /// Validity of the whole purchase.
    pub months: u32,
}
