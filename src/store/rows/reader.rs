//! Reading the columns of a row one after the other.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;

use crate::store::{StoreError, engine::Row, table::Table};

/// Reads the columns of a row one after the other.
#[derive(Debug)]
pub(crate) struct Reader<'r> {
    pub(super) row: &'r Row,
    pub(super) table: &'static Table,
    pub(super) at: usize,
}

impl<'r> Reader<'r> {
    pub(crate) fn text(&mut self) -> Result<String, StoreError> {
        let text = self.maybe_text()?;
        self.there(text)
    }

    pub(crate) fn maybe_text(&mut self) -> Result<Option<String>, StoreError> {
        Ok(self.next_text()?.map(str::to_owned))
    }

    /// An id or a word of a vocabulary.
    pub(crate) fn parsed<T: FromStr>(&mut self) -> Result<T, StoreError> {
        let parsed = self.maybe_parsed()?;
        self.there(parsed)
    }

    pub(crate) fn maybe_parsed<T: FromStr>(&mut self) -> Result<Option<T>, StoreError> {
        let parsed = self.next_text()?.map(str::parse).transpose();
        parsed.map_err(|_| self.damaged("neither id nor word of its kind"))
    }

    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Result<T, StoreError> {
        let value = self.maybe_json()?;
        self.there(value)
    }

    pub(crate) fn maybe_json<T: DeserializeOwned>(&mut self) -> Result<Option<T>, StoreError> {
        let value = self.next_text()?.map(serde_json::from_str).transpose();
        value.map_err(|_| self.damaged("not JSON of the expected shape"))
    }

    pub(crate) fn int(&mut self) -> Result<i64, StoreError> {
        let int = self.maybe_int()?;
        self.there(int)
    }

    pub(crate) fn maybe_int(&mut self) -> Result<Option<i64>, StoreError> {
        let at = self.at;
        self.at += 1;
        self.row.int(at).map_err(|_| self.damaged("not a number"))
    }

    /// Won or credits.
    pub(crate) fn amount<T: TryFrom<i64>>(&mut self) -> Result<T, StoreError> {
        let amount = self.maybe_amount()?;
        self.there(amount)
    }

    /// Won or credits that may be missing.
    pub(crate) fn maybe_amount<T: TryFrom<i64>>(&mut self) -> Result<Option<T>, StoreError> {
        let amount = self.maybe_int()?.map(T::try_from).transpose();
        amount.map_err(|_| self.damaged("an amount out of range"))
    }

    pub(crate) fn instant(&mut self) -> Result<DateTime<Utc>, StoreError> {
        let instant = self.maybe_instant()?;
        self.there(instant)
    }

    pub(crate) fn maybe_instant(&mut self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let Some(micros) = self.maybe_int()? else {
            return Ok(None);
        };
        let instant = DateTime::from_timestamp_micros(micros);
        instant
            .map(Some)
            .ok_or_else(|| self.damaged("not an instant"))
    }

    /// A column that is never NULL.
    fn there<T>(&self, value: Option<T>) -> Result<T, StoreError> {
        value.ok_or_else(|| self.damaged("missing"))
    }

    /// The error that names this row and the column read last.
    pub(crate) fn damaged(&self, why: &'static str) -> StoreError {
        let id = self.row.text(0).ok().flatten();
        StoreError::Damaged {
            table: self.table.name,
            id: id.unwrap_or("(no id)").to_owned(),
            column: self.table.columns[self.at.saturating_sub(1)].name,
            why,
        }
    }

    pub(super) fn next_text(&mut self) -> Result<Option<&'r str>, StoreError> {
        let at = self.at;
        self.at += 1;
        self.row.text(at).map_err(|_| self.damaged("not a text"))
    }
}
