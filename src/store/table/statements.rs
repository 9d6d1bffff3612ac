//! The statements that write rows of a table.

use std::fmt::Write as _;

use domain::canary;

use super::{ColumnType, OnConflict, PARTS, Part, Table};
use crate::store::engine::Engine;

impl Table {
    /// PostgreSQL's `INSERT` of a set of rows, given as one array per column.
    pub(crate) fn insert_set(&'static self) -> &'static str {
        self.pg.get_or_init(|| {
            let arrays = arrays(&self.written());
            self.write(&format!("SELECT * FROM UNNEST({arrays})"))
        })
    }

    /// PostgreSQL's `UPDATE` of a set of existing rows, given as one array for the key and for each column that
    /// [`Table::changes`]. It is a third less work than an `INSERT` that conflicts with each of them.
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
                .filter(|(column, _)| *column == self.key() || self.changes(column));
            let sent: Vec<(&str, ColumnType)> = sent.copied().collect();
            let names: Vec<&str> = sent.iter().map(|(column, _)| *column).collect();
            let (name, key) = (self.name, self.key());
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
                OnConflict::Replaced => vec![self.insert_set(), self.update_set()],
                OnConflict::Refused | OnConflict::Merged(_) => vec![self.insert_set()],
            },
            Engine::Sqlite => PARTS.map(|rows| self.insert_rows(rows)).to_vec(),
        }
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
            OnConflict::Replaced => {
                let set: Vec<String> = columns
                    .iter()
                    .filter(|column| self.changes(column))
                    .map(|column| format!("{column} = excluded.{column}"))
                    .collect();
                let same: Vec<String> = self
                    .of(Part::Fixed)
                    .chain(self.of(Part::Added))
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

    /// The conflict target: which rows are the same. A second payment of an order is another one, and an error.
    fn arbiter(&self) -> &'static str {
        match self.name {
            "payments" => canary!(CheckedBeforeLock, "order_id", self.key()),
            _ => self.key(),
        }
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
