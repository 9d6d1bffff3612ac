//! Removals of personal data: what was removed of which row, and when.

use chrono::{DateTime, Utc};
use domain::retention::Removal;

use super::declare::{stored, table};

stored! {
    /// The letter is an upper-case one, for the others are taken: nothing of such a row ever changes.
    pub(crate) REMOVALS = "removals", Refused, journal 'C': Removed {
        key id: text,
        fixed removal: word,
        fixed row_id: text,
        fixed digest_before: maybe_text,
        fixed digest_after: maybe_text,
        fixed removed_at: instant = at,
    }
}

/// One removal of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Removed {
    /// The removal's word, the row's id and the instant.
    pub(crate) id: String,
    pub(crate) removal: Removal,
    pub(crate) row_id: String,
    /// The digest of the columns that never change, as the journal had it; none where the removal touched none.
    pub(crate) digest_before: Option<String>,
    /// The same since.
    pub(crate) digest_after: Option<String>,
    pub(crate) at: DateTime<Utc>,
}
