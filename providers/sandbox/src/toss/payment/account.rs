//! The virtual account of a payment.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// When a virtual account stops taking money.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Due {
    Hours(i64),
    At(DateTime<Utc>),
}

impl Due {
    pub(crate) fn instant(self, issued_at: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Hours(hours) => issued_at + TimeDelta::hours(hours),
            Self::At(at) => at,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VirtualAccount {
    pub(crate) number: String,
    pub(crate) due: DateTime<Utc>,
    pub(crate) depositor: Option<String>,
}
