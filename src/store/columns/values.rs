//! The values of a row, one column after the other.

use std::{
    fmt::{self, Display, Write as _},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{Arguments as _, error::BoxDynError, sqlite::SqliteArguments};

use super::{
    Form, PgColumn, Rows,
    array::{OID_INT8, OID_TEXT, PgArray},
};
use crate::store::StoreError;

impl Rows {
    pub(crate) fn text(&mut self, value: &str) {
        self.any_text(|out| out.0.extend_from_slice(value.as_bytes()));
    }

    pub(crate) fn maybe_text(&mut self, value: Option<&str>) {
        self.maybe(value, Self::text);
    }

    /// Anything that is written as text: ids, words.
    pub(crate) fn shown(&mut self, value: &impl Display) {
        self.any_text(|out| {
            let _ = write!(out, "{value}");
        });
    }

    pub(crate) fn maybe_shown(&mut self, value: Option<&impl Display>) {
        self.maybe(value, Self::shown);
    }

    /// Two texts joined by a slash: the one column by which a pair is looked up.
    pub(crate) fn pair(&mut self, first: &str, second: &str) {
        self.any_text(|out| {
            for text in [first, "/", second] {
                out.0.extend_from_slice(text.as_bytes());
            }
        });
    }

    pub(crate) fn json(&mut self, value: &impl Serialize) {
        let mut failure = None;
        self.any_text(|out| failure = serde_json::to_writer(&mut *out.0, value).err());
        self.fail(failure.map(StoreError::Unwritable));
    }

    pub(crate) fn maybe_json(&mut self, value: Option<&impl Serialize>) {
        self.maybe(value, Self::json);
    }

    pub(crate) fn int(&mut self, value: i64) {
        if let Some(preimages) = &mut self.recorded {
            preimages.see_int(self.table, self.at, value);
        }
        match self.next() {
            Slot::Int(array) => {
                array.element(|bytes| bytes.extend_from_slice(&value.to_be_bytes()));
            }
            Slot::Text(_) => self.misplaced(),
            Slot::Kept => {}
            Slot::Value(values) => {
                let added = values.add(value);
                self.fail(added.err().map(unbindable));
            }
        }
    }

    pub(crate) fn maybe_int(&mut self, value: Option<i64>) {
        self.maybe(value, Self::int);
    }

    /// An instant, in microseconds since 1970 UTC.
    pub(crate) fn instant(&mut self, value: DateTime<Utc>) {
        self.int(value.timestamp_micros());
    }

    pub(crate) fn maybe_instant(&mut self, value: Option<DateTime<Utc>>) {
        self.maybe(value, Self::instant);
    }

    fn maybe<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        match value {
            Some(value) => write(self, value),
            None => self.null(),
        }
    }

    fn null(&mut self) {
        if let Some(preimages) = &mut self.recorded {
            preimages.see(self.table, self.at, None);
        }
        match self.next() {
            Slot::Text(array) => array.null(),
            Slot::Int(array) => array.null(),
            Slot::Kept => {}
            Slot::Value(values) => {
                let added = values.add(None::<i64>);
                self.fail(added.err().map(unbindable));
            }
        }
    }

    fn any_text(&mut self, write: impl FnOnce(&mut Out<'_>)) {
        let mut text = std::mem::take(&mut self.text);
        let mut recorded = self.recorded.take();
        let (table, at) = (self.table, self.at);
        let mut see = |written: &[u8]| {
            if let Some(preimages) = &mut recorded {
                preimages.see(table, at, Some(written));
            }
        };
        match self.next() {
            Slot::Text(array) => array.element(|bytes| {
                let start = bytes.len();
                write(&mut Out(bytes));
                see(&bytes[start..]);
            }),
            Slot::Int(_) => self.misplaced(),
            Slot::Kept => {}
            Slot::Value(values) => {
                write(&mut Out(&mut text));
                see(&text);
                let whole = str::from_utf8(&text).expect("texts are made of texts");
                let added = values.add(Arc::<str>::from(whole));
                self.fail(added.err().map(unbindable));
                text.clear();
            }
        }
        self.text = text;
        self.recorded = recorded;
    }

    fn next(&mut self) -> Slot<'_> {
        let at = self.at;
        self.at += 1;
        match &mut self.form {
            Form::Postgres(columns) => match &mut columns[at] {
                PgColumn::Text(array) => Slot::Text(array),
                PgColumn::Int(array) => Slot::Int(array),
                PgColumn::Kept => Slot::Kept,
            },
            Form::Sqlite(parts) => {
                let part = parts.last_mut().expect("a row was begun");
                Slot::Value(&mut part.values)
            }
        }
    }

    pub(super) fn fail(&mut self, failure: Option<StoreError>) {
        self.failure = self.failure.take().or(failure);
    }

    fn misplaced(&self) -> ! {
        panic!(
            "column {} of {} has another type",
            self.table.columns[self.at - 1].name,
            self.table.name
        )
    }
}

fn unbindable(error: BoxDynError) -> StoreError {
    StoreError::Database(sqlx::Error::Encode(error))
}

enum Slot<'a> {
    Text(&'a mut PgArray<OID_TEXT>),
    Int(&'a mut PgArray<OID_INT8>),
    Value(&'a mut SqliteArguments),
    /// The value is not sent.
    Kept,
}

/// The buffer a text is written to.
pub(super) struct Out<'a>(pub(super) &'a mut Vec<u8>);

impl fmt::Write for Out<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}
