//! Rows on their way to the database, written value by value straight into the form that is sent. PostgreSQL needs no
//! string per value, SQLite one per text. This is the hot path of every commit.

mod array;
mod sealed;
mod values;

use sqlx::{Arguments as _, sqlite::SqliteArguments};

use super::{
    StoreError,
    engine::Engine,
    journal::{draft::Draft, preimages::Preimages},
    table::{ColumnType, PARTS, Table},
};
use crate::sealing::Sealer;
pub(crate) use array::Set;
use array::{OID_INT8, OID_TEXT, PgArray};
pub(crate) use sealed::{Secret, place, place_in_request};
use values::Out;

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
    /// Lent by the draft while a row is written.
    sealer: Option<Box<Sealer>>,
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
            sealer: None,
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
        std::mem::swap(&mut self.sealer, draft.sealer());
        write(self);
        std::mem::swap(&mut self.sealer, draft.sealer());
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
}

/// How many of `left` rows the next statement takes: the largest of [`PARTS`] that fits.
fn part_of(left: usize) -> usize {
    PARTS.into_iter().find(|rows| *rows <= left).unwrap_or(1)
}
