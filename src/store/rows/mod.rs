//! Conversion of every row of the books to and from its columns. Most are declared (`declare`); some are written and
//! read by functions, in the order of their table's columns.

mod approvals;
mod contradictions;
mod credits;
mod declare;
mod money;
mod record;
mod refunds;
mod reply;

use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;

use super::{StoreError, columns::Rows, row::Row, table::Table};
pub(crate) use record::{
    API_KEYS, AUDIT_LOG, EVENTS, IDEMPOTENCY_KEYS, JOBS, JOURNAL, KeptKey, POLICIES, read_answered,
    read_event, write_answered, write_block, write_event, write_job, write_key, write_policy,
};
pub use record::{ApiKey, StoredEvent};
pub(crate) use reply::Kept;

/// All tables that are written in sets.
pub(crate) static TABLES: &[&Table] = &[
    &money::CUSTOMERS,
    &money::ORDERS,
    &money::PAYMENTS,
    &refunds::REFUNDS,
    &refunds::QUOTES,
    &money::DEPOSITS,
    &contradictions::CONTRADICTIONS,
    &approvals::APPROVALS,
    &credits::LOTS,
    &credits::SPENDS,
    &credits::HOLDS,
    &record::ENTRIES,
    &record::INBOX,
    &record::IDEMPOTENCY_KEYS,
    &record::JOBS,
    &record::EVENTS,
    &record::AUDIT_LOG,
    &record::API_KEYS,
    &record::POLICIES,
    &record::JOURNAL,
];

/// A thing with a table of its own.
pub(crate) trait Stored: Sized {
    fn table() -> &'static Table;
    fn write(&self, row: &mut Rows);
    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError>;
}

/// Reads rows that a statement over `{table}` returned.
pub(crate) fn read_all<T: Stored>(rows: &[Row]) -> Result<Vec<T>, StoreError> {
    rows.iter().map(read_one).collect()
}

pub(crate) fn read_one<T: Stored>(row: &Row) -> Result<T, StoreError> {
    read_with(row, T::table(), T::read)
}

pub(crate) fn read_with<T>(
    row: &Row,
    table: &'static Table,
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    read(&mut Reader { row, table, at: 0 })
}

/// Reads the columns of a row one after the other.
#[derive(Debug)]
pub(crate) struct Reader<'r> {
    row: &'r Row,
    table: &'static Table,
    at: usize,
}

impl<'r> Reader<'r> {
    pub(crate) fn text(&mut self) -> Result<String, StoreError> {
        self.raw_text().map(str::to_owned)
    }

    pub(crate) fn maybe_text(&mut self) -> Result<Option<String>, StoreError> {
        Ok(self.next_text()?.map(str::to_owned))
    }

    /// An id or a word of a vocabulary.
    pub(crate) fn parsed<T: FromStr>(&mut self) -> Result<T, StoreError> {
        let text = self.raw_text()?;
        text.parse()
            .map_err(|_| self.damaged("neither id nor word of its kind"))
    }

    pub(crate) fn maybe_parsed<T: FromStr>(&mut self) -> Result<Option<T>, StoreError> {
        let text = self.next_text()?;
        text.map(str::parse)
            .transpose()
            .map_err(|_| self.damaged("neither id nor word of its kind"))
    }

    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Result<T, StoreError> {
        let text = self.raw_text()?;
        serde_json::from_str(text).map_err(|_| self.damaged("not JSON of the expected shape"))
    }

    pub(crate) fn maybe_json<T: DeserializeOwned>(&mut self) -> Result<Option<T>, StoreError> {
        let text = self.next_text()?;
        text.map(serde_json::from_str)
            .transpose()
            .map_err(|_| self.damaged("not JSON of the expected shape"))
    }

    pub(crate) fn int(&mut self) -> Result<i64, StoreError> {
        self.next_int()?.ok_or_else(|| self.damaged("missing"))
    }

    pub(crate) fn maybe_int(&mut self) -> Result<Option<i64>, StoreError> {
        self.next_int()
    }

    /// Won or credits that may be missing.
    pub(crate) fn maybe_amount<T: TryFrom<i64>>(&mut self) -> Result<Option<T>, StoreError> {
        let amount = self.next_int()?;
        let amount = amount.map(T::try_from).transpose();
        amount.map_err(|_| self.damaged("an amount out of range"))
    }

    /// Won or credits.
    pub(crate) fn amount<T: TryFrom<i64>>(&mut self) -> Result<T, StoreError> {
        let amount = self.int()?;
        T::try_from(amount).map_err(|_| self.damaged("an amount out of range"))
    }

    pub(crate) fn instant(&mut self) -> Result<DateTime<Utc>, StoreError> {
        let micros = self.int()?;
        DateTime::from_timestamp_micros(micros).ok_or_else(|| self.damaged("not an instant"))
    }

    pub(crate) fn maybe_instant(&mut self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let Some(micros) = self.next_int()? else {
            return Ok(None);
        };
        DateTime::from_timestamp_micros(micros)
            .map(Some)
            .ok_or_else(|| self.damaged("not an instant"))
    }

    /// The error that names this row and the column read last.
    pub(crate) fn damaged(&self, why: &'static str) -> StoreError {
        let table = self.table;
        let id = self
            .row
            .text(0)
            .ok()
            .flatten()
            .unwrap_or("(no id)")
            .to_owned();
        StoreError::Damaged {
            table: table.name,
            id,
            column: table.columns[self.at.saturating_sub(1)].name,
            why,
        }
    }

    fn raw_text(&mut self) -> Result<&'r str, StoreError> {
        self.next_text()?.ok_or_else(|| self.damaged("missing"))
    }

    fn next_text(&mut self) -> Result<Option<&'r str>, StoreError> {
        let at = self.at;
        self.at += 1;
        self.row.text(at).map_err(|_| self.damaged("not a text"))
    }

    fn next_int(&mut self) -> Result<Option<i64>, StoreError> {
        let at = self.at;
        self.at += 1;
        self.row.int(at).map_err(|_| self.damaged("not a number"))
    }
}

#[cfg(test)]
mod tests {
    use super::TABLES;
    use crate::store::table::Part;

    /// A change that declares another such table must have the auditor derive it from other rows.
    #[test]
    fn what_the_journal_does_not_record_is_known() {
        let recorded = TABLES.iter().filter(|table| table.letter.is_some());
        let derived = recorded.flat_map(|table| {
            let columns = table.of(Part::Derived);
            columns.map(|column| format!("{}.{column}", table.name))
        });
        let known = [
            "payments.refunded",
            "payments.in_flight",
            "payments.cancelled_outside",
            "payments.credits_revoked",
            "lots.remaining",
            "lots.held",
            "lots.spent",
            "lots.refunded",
            "lots.expired",
            "lots.revoked",
            "lots.debt_paid",
            "lots.bonus_gone",
            "spends.parts",
            "spends.reversed_at",
        ];
        assert_eq!(derived.collect::<Vec<_>>(), known);
        let not_recorded = TABLES.iter().filter(|table| table.letter.is_none());
        let names: Vec<&str> = not_recorded.map(|table| table.name).collect();
        // Customers are derived from their ledger, jobs are work, and the journal chains itself.
        assert_eq!(names, ["customers", "jobs", "journal"]);
    }
}
