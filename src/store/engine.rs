//! Which database is behind the store, and the rows that come back from it.

use sqlx::{Row as _, postgres::PgRow, sqlite::SqliteRow};

use crate::sealing::Keyring;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Postgres,
    Sqlite,
}

/// A row that came back, with the keys for what is encrypted in it.
#[derive(Debug)]
pub(crate) enum Row {
    Postgres(PgRow, Keyring),
    Sqlite(SqliteRow, Keyring),
}

impl Row {
    pub(crate) const fn keys(&self) -> &Keyring {
        match self {
            Self::Postgres(_, keys) | Self::Sqlite(_, keys) => keys,
        }
    }

    pub(crate) fn text(&self, at: usize) -> Result<Option<&str>, sqlx::Error> {
        match self {
            Self::Postgres(row, _) => row.try_get(at),
            Self::Sqlite(row, _) => row.try_get(at),
        }
    }

    pub(crate) fn int(&self, at: usize) -> Result<Option<i64>, sqlx::Error> {
        match self {
            Self::Postgres(row, _) => row.try_get(at),
            Self::Sqlite(row, _) => row.try_get(at),
        }
    }
}
