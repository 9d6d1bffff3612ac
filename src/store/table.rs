//! A table as the store writes it: many rows by one statement on PostgreSQL and by a few on SQLite, the same but for the
//! way a set of rows travels.

use std::{fmt::Write as _, sync::OnceLock};

use domain::canary::{Canary, is_armed};

use super::{db::Engine, journal::Part};

/// Numbers of rows for which there is a statement of SQLite's, largest first: a set is written by the fewest that make
/// it up. A set given as one JSON text, whose every row is read again for each of its columns, took 1.7 times as long. The
/// largest is half a batch, so that what a prepared statement holds stays small.
pub(crate) const PARTS: [usize; 7] = [64, 32, 16, 8, 4, 2, 1];

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnType {
    Text,
    Int,
}

/// What happens when a row with the same key is there.
#[derive(Debug, Clone, Copy)]
pub(crate) enum OnConflict {
    /// It is an error: rows of this table are only ever added.
    Refused,
    /// Every column is written anew but the key and these, which never change once a row is there. Leaving them out spares
    /// the indexes on them; a row that would change one is not written, and the count of rows tells. What a later version
    /// may write in other words (JSON, what follows from something else) is not among them: it would fit no old row.
    /// On PostgreSQL rows that are known to be there are not sent them at all ([`Table::update_set`]): there a change of
    /// one is not noticed, and the same suite on SQLite has to.
    Replaced(&'static [&'static str]),
    /// As this clause says.
    Merged(&'static str),
}

/// How the rows of a table are recorded in the journal (`store::journal`).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Journaled {
    /// Of its elements, unlike any other table's.
    pub(crate) letter: char,
    /// Whether any column may change and is recorded when it does.
    pub(crate) changes: bool,
    /// Columns that follow from other rows, which are recorded: the auditor works them out.
    derived: &'static [&'static str],
    /// Columns of a table whose rows are only added that are changed all the same, one by one.
    changing: &'static [&'static str],
}

/// The column that says where the fixed part of a row is recorded, and the one for the last version of the rest.
const PLACE: &str = "journal_place";
const REVISION: &str = "journal_revision";

/// A table's name, its columns in the order in which rows are written and read, its key, and the
/// insert statement of each engine, put together once.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [(&'static str, ColumnType)],
    key: &'static str,
    same: OnConflict,
    journaled: Option<Journaled>,
    parts: OnceLock<Vec<Part>>,
    pg: OnceLock<String>,
    pg_known: OnceLock<String>,
    /// For each of [`PARTS`].
    lite: [OnceLock<String>; PARTS.len()],
}

impl Table {
    pub(crate) const fn new(
        name: &'static str,
        key: &'static str,
        same: OnConflict,
        columns: &'static [(&'static str, ColumnType)],
    ) -> Self {
        Self {
            name,
            columns,
            key,
            same,
            journaled: None,
            parts: OnceLock::new(),
            pg: OnceLock::new(),
            pg_known: OnceLock::new(),
            lite: [const { OnceLock::new() }; PARTS.len()],
        }
    }

    /// Its rows are recorded in the journal: everything but `derived`, columns that the auditor works out from other rows.
    pub(crate) const fn journaled(
        mut self,
        letter: char,
        changes: bool,
        derived: &'static [&'static str],
    ) -> Self {
        assert!(
            letter.is_ascii_lowercase() && letter != 'p',
            "P is for the version before"
        );
        self.journaled = Some(Journaled {
            letter,
            changes,
            derived,
            changing: &[],
        });
        self
    }

    /// Like [`Table::journaled`], for a table whose rows are only added but for these columns.
    pub(crate) const fn journaled_but(
        self,
        letter: char,
        changing: &'static [&'static str],
    ) -> Self {
        let mut table = self.journaled(letter, true, &[]);
        if let Some(journaled) = &mut table.journaled {
            journaled.changing = changing;
        }
        table
    }

    pub(crate) const fn journal(&self) -> Option<&Journaled> {
        self.journaled.as_ref()
    }

    /// What a column is to the journal.
    pub(crate) fn part(&self, column: usize) -> Part {
        let parts = self.parts.get_or_init(|| {
            let part = |name: &str| self.part_of(name);
            self.columns.iter().map(|(name, _)| part(name)).collect()
        });
        parts[column]
    }

    fn part_of(&self, name: &str) -> Part {
        let Some(journaled) = &self.journaled else {
            return Part::Derived;
        };
        if name == self.key {
            return Part::Key;
        }
        if journaled.derived.contains(&name) {
            return Part::Derived;
        }
        let fixed = match self.same {
            OnConflict::Refused => !journaled.changing.contains(&name),
            OnConflict::Replaced(fixed) => fixed.contains(&name),
            OnConflict::Merged(_) => false,
        };
        if fixed { Part::Fixed } else { Part::Changing }
    }

    /// The columns as they are written: those of the row, and those that say where it is recorded.
    pub(crate) fn written(&self) -> Vec<(&'static str, ColumnType)> {
        let mut columns = self.columns.to_vec();
        if let Some(journaled) = &self.journaled {
            columns.push((PLACE, ColumnType::Int));
            if journaled.changes {
                columns.push((REVISION, ColumnType::Int));
            }
        }
        columns
    }

    /// PostgreSQL's `INSERT` of a set of rows, given as one array per column.
    pub(crate) fn insert_set(&'static self) -> &'static str {
        self.pg.get_or_init(|| self.write(&self.unnest()))
    }

    /// Whether a column is sent with new values of a row that is there: what never changes is not.
    pub(crate) fn changes(&self, column: &str) -> bool {
        match self.same {
            OnConflict::Replaced(fixed) => {
                column != self.key && column != PLACE && !fixed.contains(&column)
            }
            OnConflict::Refused | OnConflict::Merged(_) => true,
        }
    }

    /// PostgreSQL's `UPDATE` of a set of rows that are there, given as one array for the key and for each column that
    /// [`Table::changes`]: a third less work than an `INSERT` that meets each of them.
    pub(crate) fn update_set(&'static self) -> &'static str {
        self.pg_known.get_or_init(|| {
            let written = self.written();
            let changing = written.iter().filter(|(column, _)| self.changes(column));
            let changing: Vec<&str> = changing.map(|(column, _)| *column).collect();
            let assignments: Vec<String> = changing
                .iter()
                .map(|column| format!("{column} = sent.{column}"))
                .collect();
            let sent = written
                .iter()
                .filter(|(column, _)| *column == self.key || self.changes(column));
            let sent: Vec<(&str, ColumnType)> = sent.copied().collect();
            let names: Vec<&str> = sent.iter().map(|(column, _)| *column).collect();
            let (name, key) = (self.name, self.key);
            format!(
                "UPDATE {name} SET {} FROM UNNEST({}) AS sent({}) WHERE {name}.{key} = sent.{key}",
                assignments.join(", "),
                arrays(&sent),
                names.join(", ")
            )
        })
    }

    /// SQLite's `INSERT` of as many rows, one of [`PARTS`].
    ///
    /// # Panics
    /// For any other number of rows.
    pub(crate) fn insert_rows(&'static self, rows: usize) -> &'static str {
        let place = PARTS.iter().position(|part| *part == rows);
        let place = place.unwrap_or_else(|| panic!("no statement takes {rows} rows"));
        self.lite[place].get_or_init(|| self.write(&self.values(rows)))
    }

    /// Every statement that writes rows on an engine.
    pub(crate) fn writes(&'static self, engine: Engine) -> Vec<&'static str> {
        match engine {
            Engine::Postgres => match self.same {
                OnConflict::Replaced(_) => vec![self.insert_set(), self.update_set()],
                OnConflict::Refused | OnConflict::Merged(_) => vec![self.insert_set()],
            },
            Engine::Sqlite => PARTS.map(|rows| self.insert_rows(rows)).to_vec(),
        }
    }

    /// The columns for a `SELECT`, each under the table's name; after those of the row, where its last version is recorded.
    pub(crate) fn select_list(&self) -> String {
        let mut qualified: Vec<String> = self
            .columns
            .iter()
            .map(|(column, _)| format!("{}.{column}", self.name))
            .collect();
        let name = self.name;
        match &self.journaled {
            // The first version of what changes is recorded right after what does not.
            Some(journaled) if journaled.changes => qualified.push(format!(
                "COALESCE({name}.{REVISION}, {name}.{PLACE} + 1) AS {REVISION}"
            )),
            Some(_) => qualified.push(format!("{name}.{PLACE}")),
            None => {}
        }
        qualified.join(", ")
    }

    fn write(&self, source: &str) -> String {
        let columns: Vec<&str> = self.written().iter().map(|(column, _)| *column).collect();
        let mut sql = format!(
            "INSERT INTO {} ({}) {source}",
            self.name,
            columns.join(", ")
        );
        match self.same {
            OnConflict::Refused => {}
            OnConflict::Merged(clause) => {
                let _ = write!(sql, " {clause}");
            }
            OnConflict::Replaced(fixed) => {
                let set: Vec<String> = columns
                    .iter()
                    .filter(|column| self.changes(column))
                    .map(|column| format!("{column} = excluded.{column}"))
                    .collect();
                let same: Vec<String> = fixed
                    .iter()
                    .map(|column| {
                        format!(
                            "{}.{column} IS NOT DISTINCT FROM excluded.{column}",
                            self.name
                        )
                    })
                    .collect();
                let _ = write!(
                    sql,
                    " ON CONFLICT ({}) DO UPDATE SET {}",
                    self.arbiter(),
                    set.join(", ")
                );
                if !same.is_empty() {
                    let _ = write!(sql, " WHERE {}", same.join(" AND "));
                }
            }
        }
        sql
    }

    /// Which rows are the same. A second payment of an order is another one, and an error.
    fn arbiter(&self) -> &'static str {
        if self.name == "payments" && is_armed(Canary::CheckedBeforeLock) {
            return "order_id";
        }
        self.key
    }

    fn unnest(&self) -> String {
        format!("SELECT * FROM UNNEST({})", arrays(&self.written()))
    }

    /// Parameters without numbers: the driver looks up a numbered one by going through all before it.
    fn values(&self, rows: usize) -> String {
        let row = format!("({})", vec!["?"; self.written().len()].join(", "));
        format!("VALUES {}", vec![row.as_str(); rows].join(", "))
    }
}

/// One array for each column, as parameters of a statement of PostgreSQL's.
fn arrays(columns: &[(&str, ColumnType)]) -> String {
    let array = |(at, (_, kind)): (usize, &(&str, ColumnType))| match kind {
        ColumnType::Text => format!("${at}::text[]"),
        ColumnType::Int => format!("${at}::bigint[]"),
    };
    let arrays: Vec<String> = (1..).zip(columns).map(array).collect();
    arrays.join(", ")
}
