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
