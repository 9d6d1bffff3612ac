//! Lists are read in pages, from a cursor on, and those with instants within a time.

use chrono::{DateTime, TimeDelta, Utc};
use domain::id::{Least, SpendId};

/// Most rows of one page: enough for a screen or a CSV loop, small enough for one short read.
pub const PAGE_MAX: i64 = 500;

/// Which part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Id of the last item seen; none for the first page.
    pub after: Option<String>,
    /// Most items to return, at most [`PAGE_MAX`].
    pub limit: i64,
}

impl Page {
    pub const fn first(limit: i64) -> Self {
        Self { after: None, limit }
    }

    /// The cursor of a list from the newest to the oldest: `~` sorts after every id.
    pub(super) fn before(&self) -> &str {
        self.after.as_deref().unwrap_or("~")
    }

    pub(super) fn limit(&self) -> i64 {
        self.limit.clamp(1, PAGE_MAX)
    }
}

/// A page of a timeline that is numbered per customer: entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeline {
    /// Number of the last entry seen; 0 for the first page.
    pub after: i64,
    pub limit: i64,
}

impl Timeline {
    pub(super) fn limit(self) -> i64 {
        self.limit.clamp(1, PAGE_MAX)
    }
}

/// A time, half-open. Without an end on a side it has none there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// Inclusive.
    pub from: Option<DateTime<Utc>>,
    /// Exclusive.
    pub until: Option<DateTime<Utc>>,
}

impl Span {
    /// In microseconds, as the columns have them.
    pub(super) fn micros(self) -> (i64, i64) {
        let from = self.from.map_or(i64::MIN, |at| at.timestamp_micros());
        let until = self.until.map_or(i64::MAX, |at| at.timestamp_micros());
        (from, until)
    }

    /// The least id of a spend of that time, and the least of those after it. An id begins with its millisecond.
    pub(super) fn spends(self) -> (String, String) {
        let least = |at| SpendId::new(at, &mut Least).to_string();
        let first = self.from.map_or_else(String::new, least);
        let after = self.until.map(|at| at + TimeDelta::milliseconds(1));
        (first, after.map_or_else(|| "~".to_owned(), least))
    }
}
