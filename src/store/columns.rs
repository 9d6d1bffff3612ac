//! Rows on their way to the database, written value by value straight into the form that is sent. PostgreSQL needs no
//! string per value, SQLite one per text. This is the hot path of every commit.

mod array;

use std::{
    fmt::{self, Display, Write as _},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{Arguments as _, error::BoxDynError, sqlite::SqliteArguments};

use super::{
    StoreError,
    engine::Engine,
    journal::{draft::Draft, preimages::Preimages},
    table::{ColumnType, PARTS, Table},
};
use array::{OID_INT8, OID_TEXT, PgArray};

/// One column of a set of rows.
#[derive(Debug)]
pub(crate) enum PgColumn {
    Text(PgArray<OID_TEXT>),
    Int(PgArray<OID_INT8>),
    /// A column of existing rows that never changes and is not sent.
    Kept,
}

/// Rows of one table.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) table: &'static Table,
    /// Whether every row exists already, so that only its changing columns are sent.
    pub(crate) known: bool,
    form: Form,
    at: usize,
    pub(crate) count: u64,
    /// How many are still to come.
    left: usize,
    /// A text that is being built.
    text: Vec<u8>,
    /// The columns of the current row, when the row will be recorded in the journal.
    recorded: Option<Box<Preimages>>,
    /// A spare buffer for the next row's columns.
    spare: Box<Preimages>,
    failure: Option<StoreError>,
}

#[derive(Debug)]
pub(crate) enum Form {
    Postgres(Vec<PgColumn>),
    Sqlite(Vec<Part>),
}

/// The rows of one statement of SQLite.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(crate) rows: usize,
    filled: usize,
    pub(crate) values: SqliteArguments,
}

impl Rows {
    /// Reserves space for exactly `rows` rows.
    pub(crate) fn new(engine: Engine, table: &'static Table, rows: usize) -> Self {
        Self::of(engine, table, rows, false)
    }

    /// Reserves space for exactly `rows` new values of existing rows. SQLite writes them like new ones.
    pub(crate) fn known(engine: Engine, table: &'static Table, rows: usize) -> Self {
        Self::of(engine, table, rows, engine == Engine::Postgres)
    }

    fn of(engine: Engine, table: &'static Table, rows: usize, known: bool) -> Self {
        let kept = |name| known && !table.changes(name) && name != table.key();
        let column = |(name, kind): &(&'static str, ColumnType)| match kind {
            _ if kept(*name) => PgColumn::Kept,
            // Most texts are ids (30 bytes) or words.
            ColumnType::Text => PgColumn::Text(PgArray::with_capacity(rows, 36)),
            ColumnType::Int => PgColumn::Int(PgArray::with_capacity(rows, 12)),
        };
        let form = match engine {
            Engine::Postgres => Form::Postgres(table.written().iter().map(column).collect()),
            Engine::Sqlite => Form::Sqlite(Vec::new()),
        };
        Self {
            table,
            known,
            form,
            at: 0,
            count: 0,
            left: rows,
            text: Vec::new(),
            recorded: None,
            spare: Box::default(),
            failure: None,
        }
    }

    /// Writes one row: `write` gives the value of each column, in the table's order.
    ///
    /// # Panics
    /// When it gives too few or too many: a bug of ours that must not become a wrong row.
    pub(crate) fn row(&mut self, write: impl FnOnce(&mut Self)) {
        self.begin_row();
        write(self);
        self.end_row((None, None));
    }

    /// Writes one row, and records it in the journal if its table is recorded.
    ///
    /// # Panics
    /// Like [`Rows::row`].
    pub(crate) fn recorded(&mut self, draft: &mut Draft, write: impl FnOnce(&mut Self)) {
        // The fixed part of an existing row was recorded before.
        let recorded = self.table.letter.is_some() && (!self.known || self.table.revised);
        self.begin_row();
        self.recorded = recorded.then(|| std::mem::take(&mut self.spare));
        write(self);
        let places = self.recorded.take().map(|mut preimages| {
            let places = draft.record(self.table, &preimages);
            preimages.clear();
            self.spare = preimages;
            places
        });
        self.end_row(places.unwrap_or_default());
    }

    fn begin_row(&mut self) {
        self.at = 0;
        if let Form::Sqlite(parts) = &mut self.form
            && parts.last().is_none_or(|part| part.filled == part.rows)
        {
            let mut part = Part {
                rows: part_of(self.left),
                ..Part::default()
            };
            part.values
                .reserve(part.rows * self.table.written().len(), 0);
            parts.push(part);
        }
    }

    fn end_row(&mut self, (place, revision): (Option<i64>, Option<i64>)) {
        assert_eq!(
            self.at,
            self.table.columns.len(),
            "a row of {} has not all its columns",
            self.table.name
        );
        if self.table.letter.is_some() {
            self.maybe_int(place);
        }
        if self.table.revised {
            self.maybe_int(revision);
        }
        if let Form::Sqlite(parts) = &mut self.form
            && let Some(part) = parts.last_mut()
        {
            part.filled += 1;
        }
        self.count += 1;
        self.left = self.left.saturating_sub(1);
    }

    /// The rows in the form in which they are bound.
    ///
    /// # Panics
    /// When fewer rows were written than were reserved: SQLite's statement would read the missing ones as empty rows.
    pub(crate) fn into_form(self) -> Result<Form, StoreError> {
        assert_eq!(self.left, 0, "rows of {} are missing", self.table.name);
        self.failure.map_or(Ok(self.form), Err)
    }

    pub(crate) fn text(&mut self, value: &str) {
        self.any_text(|out| out.0.extend_from_slice(value.as_bytes()));
    }

    pub(crate) fn maybe_text(&mut self, value: Option<&str>) {
        match value {
            Some(value) => self.text(value),
            None => self.null(),
        }
    }

    /// Anything that is written as text: ids, words.
    pub(crate) fn shown(&mut self, value: &impl Display) {
        self.any_text(|out| {
            let _ = write!(out, "{value}");
        });
    }

    pub(crate) fn maybe_shown(&mut self, value: Option<&impl Display>) {
        match value {
            Some(value) => self.shown(value),
            None => self.null(),
        }
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
        match value {
            Some(value) => self.json(value),
            None => self.null(),
        }
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
        match value {
            Some(value) => self.int(value),
            None => self.null(),
        }
    }

    /// An instant, in microseconds since 1970 UTC.
    pub(crate) fn instant(&mut self, value: DateTime<Utc>) {
        self.int(value.timestamp_micros());
    }

    pub(crate) fn maybe_instant(&mut self, value: Option<DateTime<Utc>>) {
        match value {
            Some(value) => self.instant(value),
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

    fn fail(&mut self, failure: Option<StoreError>) {
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

/// How many of `left` rows the next statement takes: the largest of [`PARTS`] that fits.
fn part_of(left: usize) -> usize {
    PARTS.into_iter().find(|rows| *rows <= left).unwrap_or(1)
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
struct Out<'a>(&'a mut Vec<u8>);

impl fmt::Write for Out<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

/// A set of texts to look up by, in the form that is sent.
#[derive(Debug)]
pub(crate) enum Set {
    Postgres(PgArray<OID_TEXT>),
    Sqlite(Vec<u8>),
}

impl Set {
    pub(crate) fn of<T: Display>(engine: Engine, values: impl IntoIterator<Item = T>) -> Self {
        match engine {
            Engine::Postgres => {
                let mut array = PgArray::with_capacity(16, 36);
                for value in values {
                    array.element(|bytes| {
                        let _ = write!(Out(bytes), "{value}");
                    });
                }
                Self::Postgres(array)
            }
            Engine::Sqlite => {
                let mut json = vec![b'['];
                let mut text = String::new();
                for value in values {
                    if json.len() > 1 {
                        json.push(b',');
                    }
                    text.clear();
                    let _ = write!(text, "{value}");
                    // Writing a text into memory cannot fail.
                    let _ = serde_json::to_writer(&mut json, &text);
                }
                json.push(b']');
                Self::Sqlite(json)
            }
        }
    }
}
