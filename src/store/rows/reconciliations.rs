//! Comparisons of providers' lists with the books.

use domain::reconcile::{Run, Tally};

use super::{Reader, Stored, declare::table};
use crate::store::{StoreError, columns::Rows, table::Table};

table! {
    /// No record: what it counts follows from the books and from the provider.
    pub(crate) RECONCILIATIONS = "reconciliations", Refused {
        key id: id,
        fixed provider: word,
        fixed day: id,
        changing state: word,
        fixed asked_by: id,
        changing holder: text,
        fixed started_at: instant,
        changing leased_until: instant,
        changing finished_at: maybe_instant,
        changing compared: int,
        changing explained: int,
        changing of_others: int,
        changing asked: int,
        changing still_open: int,
        changing error: maybe_text,
        fixed source: word,
        changing won: int,
        changing explained_won: int,
        changing explained_by: json,
    }
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A comparison that `holder` begins.
fn write_run(run: &Run, holder: &str, row: &mut Rows) {
    row.shown(&run.id);
    row.text(run.provider.as_str());
    row.shown(&run.day);
    row.text(run.state.as_str());
    row.shown(&run.asked_by);
    row.text(holder);
    row.instant(run.started_at);
    row.instant(run.leased_until);
    row.maybe_instant(run.finished_at);
    let Tally {
        rows,
        explained,
        won,
        explained_won,
        foreign,
        asked,
        open,
    } = run.tally;
    for count in [rows, explained, foreign, asked, open] {
        row.int(number(count));
    }
    row.maybe_text(run.error.as_deref());
    row.text(run.source.as_str());
    for count in [won, explained_won] {
        row.int(number(count));
    }
    row.json(&run.explained);
}

fn count(row: &mut Reader<'_>) -> Result<u64, StoreError> {
    u64::try_from(row.int()?).map_err(|_| row.damaged("negative"))
}

impl Stored for Run {
    fn table() -> &'static Table {
        &RECONCILIATIONS
    }

    fn write(&self, row: &mut Rows) {
        write_run(self, "", row);
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        let (id, provider, day) = (row.parsed()?, row.parsed()?, row.parsed()?);
        let (state, asked_by, _holder) = (row.parsed()?, row.parsed()?, row.text()?);
        let (started_at, leased_until) = (row.instant()?, row.instant()?);
        let finished_at = row.maybe_instant()?;
        let [rows, explained, foreign, asked, open] = [
            count(row)?,
            count(row)?,
            count(row)?,
            count(row)?,
            count(row)?,
        ];
        let (error, source) = (row.maybe_text()?, row.parsed()?);
        let tally = Tally {
            rows,
            explained,
            won: count(row)?,
            explained_won: count(row)?,
            foreign,
            asked,
            open,
        };
        Ok(Self {
            id,
            provider,
            day,
            source,
            state,
            asked_by,
            started_at,
            leased_until,
            finished_at,
            tally,
            explained: row.json()?,
            error,
        })
    }
}
