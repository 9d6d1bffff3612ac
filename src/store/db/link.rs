//! A connection taken from a pool. It goes back to the pool only when it is known to be sound. It is closed when it
//! is still inside a transaction, did not answer in time or its engine failed; the pool then opens another.
//!
//! sqlx counts transactions itself and its count becomes wrong when a commit fails (a full disk). So transactions are
//! begun and ended here, by plain statements.

use std::{
    fmt,
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sqlx::{Database, Executor, Postgres, Sqlite, pool::PoolConnection};
use tokio::time::timeout;

use crate::{
    sealing::Keyring,
    store::{StoreError, Trouble},
};

/// How long a statement may take on PostgreSQL as we see it, including both network ways. It is above the limit that
/// the server itself keeps (10 s, `statement_timeout`), so that only an unreachable server exceeds it.
pub(super) const PG_DEADLINE: Duration = Duration::from_secs(12);

/// Waits for a statement no longer than the deadline.
pub(crate) async fn in_time<T>(
    deadline: Option<Duration>,
    statement: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    let Some(deadline) = deadline else {
        return statement.await;
    };
    timeout(deadline, statement).await.unwrap_or_else(|_| {
        let kind = std::io::ErrorKind::TimedOut;
        let silent = std::io::Error::new(kind, "the database did not answer in time");
        Err(sqlx::Error::Io(silent))
    })
}

/// Whether the database was seen to be damaged. This process then stops writing to it. A person has to check it, and
/// later changes on top of the damage may have to be discarded.
#[derive(Debug, Clone, Default)]
pub(super) struct Damage(Arc<AtomicBool>);

impl Damage {
    pub(super) fn check(&self) -> Result<(), StoreError> {
        if self.0.load(Ordering::Relaxed) {
            return Err(StoreError::Unfit(
                "the database is damaged: nothing is written until a person has looked and started the gateway again"
                    .to_owned(),
            ));
        }
        Ok(())
    }
}

pub struct Link<DB: Database> {
    conn: PoolConnection<DB>,
    damage: Damage,
    /// What the rows that it reads are decrypted with.
    keys: Keyring,
    /// `None` where the engine cannot go silent: SQLite is in this process.
    deadline: Option<Duration>,
    /// How a transaction begins where a pooler gives each transaction another connection of the server.
    pooled: Option<&'static str>,
    in_transaction: bool,
    broken: bool,
}

impl Link<Postgres> {
    pub(super) const fn pg(
        conn: PoolConnection<Postgres>,
        damage: Damage,
        keys: Keyring,
        pooled: Option<&'static str>,
        deadline: Duration,
    ) -> Self {
        let mut link = Self::new(conn, damage, keys, Some(deadline));
        link.pooled = pooled;
        link
    }

    /// For statements that read whole tables.
    pub(crate) const fn set_deadline(&mut self, deadline: Duration) {
        self.deadline = Some(deadline);
    }
}

impl Link<Sqlite> {
    pub(super) const fn lite(conn: PoolConnection<Sqlite>, damage: Damage, keys: Keyring) -> Self {
        Self::new(conn, damage, keys, None)
    }
}

impl<DB: Database> Link<DB> {
    const fn new(
        conn: PoolConnection<DB>,
        damage: Damage,
        keys: Keyring,
        deadline: Option<Duration>,
    ) -> Self {
        Self {
            conn,
            damage,
            keys,
            deadline,
            pooled: None,
            in_transaction: false,
            broken: false,
        }
    }

    pub(crate) const fn keys(&self) -> &Keyring {
        &self.keys
    }

    pub(crate) const fn pooled(&self) -> Option<&'static str> {
        self.pooled
    }

    pub(crate) const fn is_in_transaction(&self) -> bool {
        self.in_transaction
    }

    pub(crate) const fn deadline(&self) -> Option<Duration> {
        self.deadline
    }

    /// Notes what a statement's result shows about the connection.
    pub(crate) fn judge<T>(&mut self, done: Result<T, sqlx::Error>) -> Result<T, StoreError> {
        done.map_err(|error| {
            let error = StoreError::from(error);
            self.broken |= error.trouble() == Trouble::Outage;
            if error.is_damage() {
                self.damage.0.store(true, Ordering::Relaxed);
            }
            error
        })
    }
}

impl<DB: Database> Link<DB>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    async fn plain(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        let statement = self.conn.execute(sql);
        in_time(self.deadline, statement).await.map(drop)
    }

    /// Begins a transaction, by a statement that suits the engine.
    pub(crate) async fn begin(&mut self, sql: &'static str) -> Result<(), StoreError> {
        // Set before anything is sent: a caller that is cancelled from here on leaves a connection that is not given
        // back.
        self.in_transaction = true;
        let begun = self.plain(sql).await;
        self.judge(begun)
    }

    /// Commits. On an error the connection is closed when it is dropped.
    pub(super) async fn commit(&mut self) -> Result<(), sqlx::Error> {
        self.plain("COMMIT").await?;
        self.in_transaction = false;
        Ok(())
    }

    /// Sends a statement as it is.
    pub(crate) async fn execute_plain(&mut self, sql: &'static str) -> Result<(), StoreError> {
        let done = self.plain(sql).await;
        self.judge(done)
    }

    /// Ends a transaction without writing; nothing to do where none was begun.
    pub(crate) async fn rollback(&mut self) -> Result<(), StoreError> {
        if !self.in_transaction {
            return Ok(());
        }
        let done = self.plain("ROLLBACK").await;
        self.judge(done)?;
        self.in_transaction = false;
        Ok(())
    }
}

impl<DB: Database> Drop for Link<DB> {
    fn drop(&mut self) {
        if self.in_transaction || self.broken {
            self.conn.close_on_drop();
        }
    }
}

impl<DB: Database> Deref for Link<DB> {
    type Target = DB::Connection;

    fn deref(&self) -> &Self::Target {
        &self.conn
    }
}

impl<DB: Database> DerefMut for Link<DB> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.conn
    }
}

impl<DB: Database> fmt::Debug for Link<DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link")
            .field("in_transaction", &self.in_transaction)
            .field("broken", &self.broken)
            .finish_non_exhaustive()
    }
}
