//! Which database is behind the store, and the rows that come back from it.

use sqlx::{Row as _, postgres::PgRow, sqlite::SqliteRow};

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Postgres,
    Sqlite,
}

/// A row that came back.
#[derive(Debug)]
pub(crate) enum Row {
    Postgres(PgRow),
    Sqlite(SqliteRow),
}

impl Row {
    pub(crate) fn text(&self, at: usize) -> Result<Option<&str>, sqlx::Error> {
        match self {
            Self::Postgres(row) => row.try_get(at),
            Self::Sqlite(row) => row.try_get(at),
        }
    }

    pub(crate) fn int(&self, at: usize) -> Result<Option<i64>, sqlx::Error> {
        match self {
            Self::Postgres(row) => row.try_get(at),
            Self::Sqlite(row) => row.try_get(at),
        }
    }
}
