//! A movement of money that a settlement will have.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A movement of money that will be settled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Sold {
    pub(crate) key: String,
    pub(crate) payment_key: String,
    pub(crate) order_id: String,
    /// Negative where it went back.
    pub(crate) amount: i64,
    pub(crate) at: DateTime<Utc>,
}
