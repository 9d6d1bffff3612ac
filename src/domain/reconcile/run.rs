//! A comparison of one provider's day as it is stored, so that its progress and its result can be shown.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Compared, Explained, Source};
use crate::{
    actor::Actor,
    id::ReconciliationId,
    kind::{ProviderId, vocabulary},
};

/// All, in the parts in which results are told: 100.000 %.
pub const PARTS_OF_ALL: u64 = 100_000;

vocabulary!(
    /// Where a comparison stands.
    RunState, "state of a reconciliation" {
        Running = "running",
        /// All rows were compared.
        Finished = "finished",
        /// The provider could not be asked, or not to the end. The schedule tries again.
        Failed = "failed",
    }
);

/// What a comparison counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub rows: u64,
    pub explained: u64,
    /// Won of the rows, without signs.
    pub won: u64,
    /// Won of the explained ones.
    pub explained_won: u64,
    /// Rows of other systems on the same merchant account.
    pub foreign: u64,
    /// Orders whose provider was asked because a row was not explained.
    pub asked: u64,
    /// Differences that are open after it.
    pub open: u64,
}

impl Tally {
    /// What was compared, after `asked` orders were looked up.
    pub fn of(compared: &Compared, asked: u64) -> Self {
        Self {
            rows: compared.rows,
            explained: compared.explained,
            won: compared.won,
            explained_won: compared.explained_won,
            foreign: compared.foreign,
            asked,
            open: 0,
        }
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            rows: self.rows.saturating_add(other.rows),
            explained: self.explained.saturating_add(other.explained),
            won: self.won.saturating_add(other.won),
            explained_won: self.explained_won.saturating_add(other.explained_won),
            foreign: self.foreign.saturating_add(other.foreign),
            asked: self.asked.saturating_add(other.asked),
            open: self.open.saturating_add(other.open),
        }
    }

    /// Won of the rows that nothing explains, without signs.
    pub const fn unexplained_won(&self) -> u64 {
        self.won.saturating_sub(self.explained_won)
    }

    /// The explained rows in parts of [`PARTS_OF_ALL`], rounded down: it is all only when every row is explained.
    pub fn explained_parts(&self) -> u64 {
        parts(self.explained, self.rows)
    }

    /// The explained won in parts of [`PARTS_OF_ALL`], rounded down.
    pub fn explained_won_parts(&self) -> u64 {
        parts(self.explained_won, self.won)
    }

    /// The explained rows as people read it: `99.998 %`.
    pub fn explained_percent(&self) -> String {
        percent(self.explained_parts())
    }

    /// The same of the won.
    pub fn explained_won_percent(&self) -> String {
        percent(self.explained_won_parts())
    }
}

fn parts(explained: u64, all: u64) -> u64 {
    let parts = u128::from(explained) * u128::from(PARTS_OF_ALL);
    let parts = parts.checked_div(u128::from(all));
    parts.map_or(PARTS_OF_ALL, |parts| {
        u64::try_from(parts).unwrap_or(PARTS_OF_ALL)
    })
}

fn percent(parts: u64) -> String {
    format!("{}.{:03} %", parts / 1000, parts % 1000)
}

/// A comparison of one provider's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub id: ReconciliationId,
    pub provider: ProviderId,
    /// The day of Seoul.
    pub day: NaiveDate,
    /// What was compared.
    pub source: Source,
    pub state: RunState,
    /// Who asked for it: the schedule, or a person.
    pub asked_by: Actor,
    pub started_at: DateTime<Utc>,
    /// Until when nobody else takes it up. Renewed while it goes on.
    pub leased_until: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub tally: Tally,
    pub explained: Explained,
    /// Why it failed.
    pub error: Option<String>,
}
