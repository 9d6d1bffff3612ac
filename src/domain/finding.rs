//! What the auditor beside a running gateway has found, and how far it has come.

use chrono::{DateTime, Utc};

use crate::{
    id::{AuditPassId, FindingId},
    kind::vocabulary,
};

vocabulary!(
    /// What became of a finding.
    FindingState, "state of a finding" {
        /// The last slice that had the row found it broken.
        Open = "open",
        /// A whole pass found it broken no more.
        Cleared = "cleared",
    }
);

vocabulary!(
    /// What becomes of a pass.
    PassState, "state of a pass" {
        Running = "running",
        Finished = "finished",
    }
);

/// A row that breaks an invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub id: FindingId,
    /// The invariant, by the auditor's name.
    pub kind: String,
    /// The row: its id, or `customer/number` of an entry.
    pub subject: String,
    /// Whose it is, where that is known. What is damaged may name nobody, or what is no customer's id.
    pub customer: Option<String>,
    /// Ids, words and numbers only.
    pub detail: String,
    pub first_seen_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    /// The pass that saw it last.
    pub pass: AuditPassId,
    pub cleared_at: Option<DateTime<Utc>>,
}

impl Finding {
    pub const fn state(&self) -> FindingState {
        match self.cleared_at {
            None => FindingState::Open,
            Some(_) => FindingState::Cleared,
        }
    }
}

/// A pass of the auditor through everything that is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPass {
    pub id: AuditPassId,
    pub state: PassState,
    pub started_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    /// What the next slice is of, and after what it begins; the last ones of a pass that is over.
    pub stage: String,
    pub place: String,
    /// What the next slice goes on from.
    pub progress: String,
    pub slices: i64,
    /// Rows that were read.
    pub rows: i64,
    /// Broken rows that its slices named.
    pub found: i64,
    /// When the next slice is due.
    pub next_at: DateTime<Utc>,
    /// Who evaluates it.
    pub holder: String,
    pub leased_until: DateTime<Utc>,
}
