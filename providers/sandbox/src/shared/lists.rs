//! What a list of movements leaves out by a fault.

use chrono::{DateTime, TimeDelta, Utc};

use super::faults::{FaultKind, Operation};
use super::simulator::{ProviderState, Simulator};

/// How far a list that lags is behind.
const LAG_HOURS: i64 = 24;

/// What one answer leaves out.
pub(crate) struct Hidden {
    /// Rows after this instant.
    pub(crate) after: DateTime<Utc>,
    /// The newest row of those that are left.
    pub(crate) newest: bool,
}

impl Hidden {
    pub(crate) fn drawn<S: ProviderState>(app: &Simulator<S>, now: DateTime<Utc>) -> Self {
        let lags = app.happens(Operation::Lookup, FaultKind::ListLags);
        let lag = TimeDelta::hours(if lags { LAG_HOURS } else { 0 });
        Self {
            after: now - lag,
            newest: app.happens(Operation::Lookup, FaultKind::RowUnlisted),
        }
    }
}
