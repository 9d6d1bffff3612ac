//! A transaction that writes, and a connection outside a transaction.

use sqlx::{Postgres, Sqlite, error::DatabaseError};

use super::link::Link;
use crate::{
    sealing::Keyring,
    store::{StoreError, columns::Set, engine::Engine, query::Conn},
};

/// A transaction that writes, or reads at one instant (`Db::snapshot`). Dropped without a commit, it is rolled back with its connection.
#[derive(Debug)]
pub enum Tx {
    Postgres(Link<Postgres>),
    Sqlite(Link<Sqlite>),
}

impl Tx {
    pub(crate) const fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Postgres(link) => Conn::Postgres(link),
            Self::Sqlite(link) => Conn::Sqlite(link),
        }
    }

    pub(crate) const fn engine(&self) -> Engine {
        match self {
            Self::Postgres(_) => Engine::Postgres,
            Self::Sqlite(_) => Engine::Sqlite,
        }
    }

    pub(crate) const fn keys(&self) -> &Keyring {
        match self {
            Self::Postgres(link) => link.keys(),
            Self::Sqlite(link) => link.keys(),
        }
    }

    pub(crate) fn set<T: std::fmt::Display>(&self, values: impl IntoIterator<Item = T>) -> Set {
        Set::of(self.engine(), values)
    }

    /// Commits. An error that is not plainly a refusal by the database leaves the outcome in doubt.
    pub async fn commit(self) -> Result<(), StoreError> {
        let done = match self {
            Self::Postgres(mut link) => link.commit().await,
            Self::Sqlite(mut link) => link.commit().await,
        };
        done.map_err(commit_failed)
    }

    pub async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Self::Postgres(mut link) => link.rollback().await,
            Self::Sqlite(mut link) => link.rollback().await,
        }
    }
}

pub(super) fn commit_failed(error: sqlx::Error) -> StoreError {
    let code = error.as_database_error().and_then(DatabaseError::code);
    if code.is_some_and(|code| is_plainly_refused(&code)) {
        StoreError::Database(error)
    } else {
        StoreError::CommitInDoubt(error)
    }
}

/// Whether this code of a failed commit says that nothing was committed. After any other answer, or none, the commit
/// record may be on disk.
fn is_plainly_refused(code: &str) -> bool {
    match code {
        // PostgreSQL rolled back: serialization, deadlock, a constraint.
        "40001" | "40P01" => true,
        _ if code.len() == 5 => code.starts_with("23"),
        // SQLite found no space for its log, or was blocked by others. The record that commits comes last, and the
        // connection is closed before it could be written.
        _ => code
            .parse::<i64>()
            .is_ok_and(|code| matches!(code & 0xff, 5 | 13)),
    }
}

/// A connection outside a transaction.
#[derive(Debug)]
pub(crate) enum Held {
    Postgres(Link<Postgres>),
    Sqlite(Link<Sqlite>),
}

impl From<Tx> for Held {
    fn from(tx: Tx) -> Self {
        match tx {
            Tx::Postgres(link) => Self::Postgres(link),
            Tx::Sqlite(link) => Self::Sqlite(link),
        }
    }
}

impl Held {
    pub(crate) const fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Postgres(link) => Conn::Postgres(link),
            Self::Sqlite(link) => Conn::Sqlite(link),
        }
    }
}
