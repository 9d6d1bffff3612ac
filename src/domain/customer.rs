//! The account that owns credits, as the books see it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    id::CustomerId,
    kind::vocabulary,
    ledger::{Hash, NO_HASH},
    money::Credits,
};

/// A customer. Its row is the lock under which everything of the customer changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    pub id: CustomerId,
    pub state: CustomerState,
    /// Credits that were spent and whose payment was then taken back by others. The next purchase pays them first.
    pub debt: Credits,
    /// Number of the last ledger entry.
    pub seq: i64,
    /// Hash of the last ledger entry.
    pub head: Hash,
    pub opened_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
}

vocabulary!(
    CustomerState, "state of a customer" {
        Open = "open",
        /// For good: a closed id never comes back.
        Closed = "closed",
    }
);

impl Customer {
    pub fn new(id: CustomerId, now: DateTime<Utc>) -> Self {
        Self {
            id,
            state: CustomerState::Open,
            debt: Credits::ZERO,
            seq: 0,
            head: NO_HASH,
            opened_at: now,
            closed_at: None,
        }
    }
}
