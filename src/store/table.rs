//! A table as the store writes it: many rows by one statement, the same for both engines but for
//! the way a set of rows travels.

use std::{fmt::Write as _, sync::OnceLock};

use domain::canary::{Canary, is_armed};

use super::db::Engine;

/// SQLite's rows, each made a text once: taken from `json_each` directly, a row would be written out again for each of
/// its columns, which takes twice as long.
const GIVEN: &str = "WITH given(row) AS MATERIALIZED (SELECT value FROM json_each($1)) ";

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Int,
}

/// What happens when a row with the same key is there.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Same {
    /// It is an error: rows of this table are only ever added.
    Refused,
    /// Every column is written anew but the key and these, which never change once a row is there. Leaving them out spares
    /// the indexes on them; a row that would change one is not written, and the count of rows tells. What a later version
    /// may write in other words (JSON, what follows from something else) is not among them: it would fit no old row.
    Replaced(&'static [&'static str]),
    /// As this clause says.
    Merged(&'static str),
}

/// A table's name, its columns in the order in which rows are written and read, its key, and the
/// insert statement of each engine, put together once.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [(&'static str, Kind)],
    key: &'static str,
    same: Same,
    pg: OnceLock<String>,
    lite: OnceLock<String>,
}

impl Table {
    pub(crate) const fn new(
        name: &'static str,
        key: &'static str,
        same: Same,
        columns: &'static [(&'static str, Kind)],
    ) -> Self {
        Self {
            name,
            columns,
            key,
            same,
            pg: OnceLock::new(),
            lite: OnceLock::new(),
        }
    }

    /// `INSERT` of a set of rows. PostgreSQL gets one array per column, SQLite one JSON array of rows.
    pub(crate) fn insert(&'static self, engine: Engine) -> &'static str {
        match engine {
            Engine::Pg => self.pg.get_or_init(|| self.write("", &self.unnest())),
            Engine::Lite => self.lite.get_or_init(|| self.write(GIVEN, &self.values())),
        }
    }

    /// The columns for a `SELECT`, each under the table's name.
    pub(crate) fn select_list(&self) -> String {
        let qualified: Vec<String> = self
            .columns
            .iter()
            .map(|(column, _)| format!("{}.{column}", self.name))
            .collect();
        qualified.join(", ")
    }

    fn write(&self, given: &str, source: &str) -> String {
        let columns: Vec<&str> = self.columns.iter().map(|(column, _)| *column).collect();
        let mut sql = format!(
            "{given}INSERT INTO {} ({}) {source}",
            self.name,
            columns.join(", ")
        );
        match self.same {
            Same::Refused => {}
            Same::Merged(clause) => {
                let _ = write!(sql, " {clause}");
            }
            Same::Replaced(fixed) => {
                let set: Vec<String> = columns
                    .iter()
                    .filter(|column| **column != self.key && !fixed.contains(column))
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
        let arrays: Vec<String> = (1..)
            .zip(self.columns)
            .map(|(at, (_, kind))| match kind {
                Kind::Text => format!("${at}::text[]"),
                Kind::Int => format!("${at}::bigint[]"),
            })
            .collect();
        format!("SELECT * FROM UNNEST({})", arrays.join(", "))
    }

    fn values(&self) -> String {
        let values: Vec<String> = (0..self.columns.len())
            .map(|at| format!("row->>{at}"))
            .collect();
        // Without a WHERE the parser takes ON CONFLICT for a join's ON.
        format!("SELECT {} FROM given WHERE true", values.join(", "))
    }
}
