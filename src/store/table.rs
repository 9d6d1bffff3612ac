//! A table as the store writes it: many rows by one statement on PostgreSQL and by a few on SQLite. Only the way a
//! set of rows is sent differs.

mod statements;

use std::sync::OnceLock;

/// Numbers of rows for which there is a statement for SQLite, largest first: a set is written by the fewest that add
/// up to it. A set given as one JSON text, whose every row is read again for each of its columns, took 1.7 times as
/// long. The largest is half a batch, to limit the memory of a prepared statement.
pub(crate) const PARTS: [usize; 7] = [64, 32, 16, 8, 4, 2, 1];

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnType {
    Text,
    Int,
}

/// The action when a row with the same key exists.
#[derive(Debug, Clone, Copy)]
pub(crate) enum OnConflict {
    /// It is an error: rows of this table are only ever added.
    Refused,
    /// Every column is written anew except the key and those that are fixed. Leaving them out spares the indexes on
    /// them. A row that would change one is not written, and the count of rows shows it. Columns that a later version
    /// may write in other words (JSON, derived values) are not compared: they would fit no old row.
    /// On PostgreSQL the fixed columns of existing rows are not sent at all ([`Table::update_set`]). A change of one
    /// is not noticed there; the same suite on SQLite has to notice it.
    Replaced,
    /// Merged as this clause says.
    Merged(&'static str),
}

/// A column of a table.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: ColumnType,
    pub(crate) part: Part,
}

/// The column that says where the fixed part of a row is recorded, and the one for the last version of the rest.
const PLACE: &str = "journal_place";
const REVISION: &str = "journal_revision";

/// A table's name, its columns in the order in which rows are written and read, and the statements that write rows,
/// built once. Declared in `store::rows`.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [Column],
    same: OnConflict,
    /// The letter of its rows' elements in the journal, unique per table; none where rows are not recorded. Versions
    /// of the changing part have the same in upper case. Where the rows of a lower-case letter never change, its upper-case
    /// one may be that of another table of such rows.
    pub(crate) letter: Option<char>,
    /// Whether any column is recorded in the journal each time it changes.
    pub(crate) revised: bool,
    pg: OnceLock<String>,
    pg_known: OnceLock<String>,
    /// For each of [`PARTS`].
    lite: [OnceLock<String>; PARTS.len()],
}

impl Table {
    pub(crate) const fn new(
        name: &'static str,
        same: OnConflict,
        letter: Option<char>,
        columns: &'static [Column],
    ) -> Self {
        if let Some(letter) = letter {
            assert!(
                letter.is_ascii_alphabetic() && !letter.eq_ignore_ascii_case(&'p'),
                "P is for the version before"
            );
        }
        let mut revised = false;
        let mut at = 0;
        while at < columns.len() {
            revised |= letter.is_some() && matches!(columns[at].part, Part::Changing);
            at += 1;
        }
        if let Some(letter) = letter {
            assert!(
                letter.is_ascii_lowercase() || !revised,
                "what changes in a row is recorded under the upper-case letter"
            );
        }
        Self {
            name,
            columns,
            same,
            letter,
            revised,
            pg: OnceLock::new(),
            pg_known: OnceLock::new(),
            lite: [const { OnceLock::new() }; PARTS.len()],
        }
    }

    /// The columns with this role in the journal, in the table's order.
    pub(crate) fn of(&self, part: Part) -> impl Iterator<Item = &'static str> {
        let columns = self
            .columns
            .iter()
            .filter(move |column| column.part == part);
        columns.map(|column| column.name)
    }

    /// The name of a row; the first column where several form it.
    pub(crate) fn key(&self) -> &'static str {
        let key = self.of(Part::Key).next();
        key.unwrap_or(self.columns[0].name)
    }

    /// The columns as they are written: those of the row, and those that say where it is recorded.
    pub(crate) fn written(&self) -> Vec<(&'static str, ColumnType)> {
        let columns = self.columns.iter().map(|column| (column.name, column.kind));
        let place = self.letter.map(|_| (PLACE, ColumnType::Int));
        let revision = self.revised.then_some((REVISION, ColumnType::Int));
        columns.chain(place).chain(revision).collect()
    }

    /// Whether a column is sent with new values of an existing row: fixed columns are not.
    pub(crate) fn changes(&self, name: &str) -> bool {
        let column = self.columns.iter().find(|column| column.name == name);
        column.map_or(name == REVISION, |column| {
            matches!(column.part, Part::Changing | Part::Derived)
        })
    }

    /// The columns for a `SELECT`, each under the table's name. The place of the row's last version follows them.
    pub(crate) fn select_list(&self) -> String {
        let mut qualified: Vec<String> = self
            .columns
            .iter()
            .map(|column| format!("{}.{}", self.name, column.name))
            .collect();
        qualified.extend(self.recorded_at(self.name));
        qualified.join(", ")
    }

    /// Where the last version of a row is recorded. The first version of the changing part is recorded right after
    /// the fixed part.
    pub(crate) fn recorded_at(&self, row: &str) -> Option<String> {
        if self.revised {
            let place = format!("COALESCE({row}.{REVISION}, {row}.{PLACE} + 1) AS {REVISION}");
            return Some(place);
        }
        self.letter.map(|_| format!("{row}.{PLACE}"))
    }
}

/// The role of a column in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The row's name: part of both digests.
    Key,
    Fixed,
    /// Never changes either, and was added to rows that had been recorded before: recorded with the fixed part where it
    /// has a value, so that older rows have the digest that they always had.
    Added,
    Changing,
    /// Derived from something else that is recorded.
    Derived,
}
