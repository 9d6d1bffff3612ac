//! What a gateway needs to audit its books: the copy of a slice, the days off, and the pace.

use chrono::TimeDelta;

use crate::store::audit::{Auditor, DaysOff};

/// See [`super::auditing`].
#[derive(Debug)]
pub struct Auditing {
    pub(super) auditor: Auditor,
    pub(super) off: DaysOff,
    /// Rows that are read in a second; none where it does not run.
    rows_per_second: u32,
}

impl Auditing {
    pub fn new(off: DaysOff, rows_per_second: u32) -> Self {
        Self {
            auditor: Auditor::default(),
            off,
            rows_per_second,
        }
    }

    pub const fn runs(&self) -> bool {
        self.rows_per_second > 0
    }

    /// The time that so many rows take at this pace.
    pub(super) fn time_of(&self, rows: u64) -> TimeDelta {
        let micros = rows
            .saturating_mul(1_000_000)
            .checked_div(u64::from(self.rows_per_second))
            .unwrap_or_default();
        TimeDelta::microseconds(i64::try_from(micros).unwrap_or(i64::MAX / 2))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::Auditing;
    use crate::store::audit::DaysOff;

    #[test]
    fn so_many_rows_take_their_time() {
        let pace = |rows| Auditing::new(DaysOff::default(), rows);
        assert_eq!(pace(2_000).time_of(1_000), TimeDelta::milliseconds(500));
        assert_eq!(pace(1).time_of(3), TimeDelta::seconds(3));
        assert!(!pace(0).runs());
    }
}
