//! Lists are read in pages, from a cursor on.

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
