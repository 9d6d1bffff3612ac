//! The two engines. They are opened so that an acknowledged commit survives a power cut, and refused where it would
//! not.

pub(crate) mod aside;
pub(super) mod link;
mod migrate;
mod open;
mod patience;
mod place;
mod pooler;
mod pools;
mod postgres;
mod sqlite;
mod tx;

use chrono::{DateTime, Utc};
use sqlx::{Executor as _, Pool, pool::PoolConnection};

use super::{StoreError, engine::Engine, query::Arg, sql::statements};
use crate::sealing::Keyring;
pub use link::Link;
pub use place::Place;
pub use pooler::{Address, Pooler};
pub use pools::{PostgresPools, SqlitePools};
pub(crate) use tx::Held;
pub use tx::Tx;
use tx::commit_failed;

statements! {
    PROBE =
        "INSERT INTO write_probes (id, probed_at, filler) VALUES (1, $1, $2) \
         ON CONFLICT (id) DO UPDATE SET probed_at = excluded.probed_at, filler = excluded.filler";
}

/// How many bytes a probe writes: some more pages than a grant changes. On a full disk a probe of one page still
/// fitted into SQLite's log when no grant did.
const PROBE_BYTES: usize = 64 * 1024;

/// How to open.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Maximum number of PostgreSQL connections of this process: [`PG_WRITERS`] that write, the rest for reads, of
    /// which there is at least one.
    pub connections_max: u32,
    /// Whether a PostgreSQL that does not wait for its disk is refused. Only tests may set false.
    pub durable: bool,
}

impl Default for Options {
    fn default() -> Self {
        // PostgreSQL's own default allows 100: enough for several gateways and for people.
        Self {
            connections_max: 12,
            durable: true,
        }
    }
}

/// PostgreSQL connections of one process that only write: two for the writer, two for the workers, who claim and end
/// jobs, and one for the deliveries of events. They have their own pool, so that no number of readers can block money
/// from being recorded.
pub const PG_WRITERS: u32 = 5;

/// An open database.
#[derive(Debug, Clone)]
pub enum Db {
    Postgres(PostgresPools),
    Sqlite(SqlitePools),
}

impl Db {
    /// The settings of a PostgreSQL server that would lose acknowledged commits in a power cut. A SQLite file has
    /// none: it is opened with the settings that are needed.
    pub async fn careless(&self) -> Result<Vec<&'static str>, StoreError> {
        match self {
            Self::Postgres(pg) => postgres::careless(&pg.read).await,
            Self::Sqlite(_) => Ok(Vec::new()),
        }
    }

    /// The same with keys for the accounts that refunds go to. Without any, accounts are not written, and those that
    /// are encrypted are not read.
    #[must_use]
    pub fn with_keys(mut self, keys: Keyring) -> Self {
        match &mut self {
            Self::Postgres(pg) => pg.keys = keys,
            Self::Sqlite(lite) => lite.keys = keys,
        }
        self
    }

    pub const fn keys(&self) -> &Keyring {
        match self {
            Self::Postgres(pg) => &pg.keys,
            Self::Sqlite(lite) => &lite.keys,
        }
    }

    pub const fn engine(&self) -> Engine {
        match self {
            Self::Postgres(_) => Engine::Postgres,
            Self::Sqlite(_) => Engine::Sqlite,
        }
    }

    /// Begins a transaction that writes. A transaction that is dropped midway closes its connection, so a task that
    /// may be cancelled loses only that.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Postgres(pg) => {
                pg.damage.check()?;
                let mut link = pg.link(&pg.write).await?;
                link.begin(pg.begin.unwrap_or("BEGIN")).await?;
                Tx::Postgres(link)
            }
            Self::Sqlite(lite) => {
                lite.check()?;
                let mut link = lite.link(&lite.write).await?;
                // IMMEDIATE from the start: a transaction that reads first and then writes is refused without
                // waiting.
                link.begin("BEGIN IMMEDIATE").await?;
                Tx::Sqlite(link)
            }
        })
    }

    /// Begins a transaction that only reads and sees one instant. It takes no lock, so nobody waits for it.
    pub(crate) async fn snapshot(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Postgres(pg) => {
                let mut link = pg.link(&pg.read).await?;
                let begin = if pg.begin.is_some() {
                    pooler::BEGIN_SNAPSHOT_POOLED
                } else {
                    pooler::BEGIN_SNAPSHOT
                };
                link.begin(begin).await?;
                Tx::Postgres(link)
            }
            Self::Sqlite(lite) => {
                let mut link = lite.link(&lite.read).await?;
                // The connection may only read; its first statement fixes the instant.
                link.begin("BEGIN").await?;
                Tx::Sqlite(link)
            }
        })
    }

    /// A connection for several statements that only read. Each may see an instant of its own where a transaction
    /// would cost two more round trips: on PostgreSQL without a pooler. For what is shown and never written.
    pub(crate) async fn glance(&self) -> Result<Tx, StoreError> {
        match self {
            Self::Postgres(pg) if pg.begin.is_none() => Ok(Tx::Postgres(pg.link(&pg.read).await?)),
            Self::Postgres(_) | Self::Sqlite(_) => self.snapshot().await,
        }
    }

    /// A connection for reading.
    pub(crate) async fn reader(&self) -> Result<Held, StoreError> {
        Ok(match self {
            Self::Postgres(pg) => Held::Postgres(pg.link(&pg.read).await?),
            Self::Sqlite(lite) => Held::Sqlite(lite.link(&lite.read).await?),
        })
    }

    /// A connection for a single statement that writes and is its own transaction.
    pub(crate) async fn writer(&self) -> Result<Held, StoreError> {
        Ok(match self {
            Self::Postgres(pg) => {
                pg.damage.check()?;
                Held::Postgres(pg.link(&pg.write).await?)
            }
            Self::Sqlite(lite) => {
                lite.check()?;
                Held::Sqlite(lite.link(&lite.write).await?)
            }
        })
    }

    /// Writes a row as large as a small batch and commits it, to learn whether writing is possible. A disk may be
    /// full and a server may accept only reads, which reading does not show.
    pub async fn probe(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let filler = "0".repeat(PROBE_BYTES);
        let args = vec![Arg::Int(now.timestamp_micros()), Arg::Text(&filler)];
        tx.conn().run(&PROBE, args).await?;
        tx.commit().await
    }

    /// Copies SQLite's log into its file, by a reading connection, beside the writing one. The writing connection
    /// then restarts its log without stopping to copy all of it. PostgreSQL does so itself.
    pub async fn checkpoint(&self) -> Result<(), StoreError> {
        if let Self::Sqlite(lite) = self {
            let copy = lite.read.execute("PRAGMA wal_checkpoint(PASSIVE)");
            copy.await?;
        }
        Ok(())
    }

    /// The connections of each pool, by what they are for. A pool that is shared is named once for each.
    pub fn connections(&self) -> [(&'static str, Connections); 2] {
        match self {
            Self::Postgres(pg) => [("write", of_pool(&pg.write)), ("read", of_pool(&pg.read))],
            Self::Sqlite(lite) => [
                ("write", of_pool(&lite.write)),
                ("read", of_pool(&lite.read)),
            ],
        }
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Postgres(pg) => {
                pg.read.close().await;
                pg.write.close().await;
            }
            Self::Sqlite(lite) => {
                lite.read.close().await;
                lite.write.close().await;
            }
        }
    }
}

/// The connections of a pool at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// Taken by a statement or a transaction.
    pub used: usize,
    /// Open and free.
    pub idle: usize,
}

fn of_pool<DB: sqlx::Database>(pool: &Pool<DB>) -> Connections {
    let idle = pool.num_idle();
    let open = usize::try_from(pool.size()).unwrap_or(usize::MAX);
    Connections {
        used: open.saturating_sub(idle),
        idle,
    }
}

async fn taken<DB: sqlx::Database>(pool: &Pool<DB>) -> Result<PoolConnection<DB>, StoreError> {
    pool.acquire().await.map_err(StoreError::Unreachable)
}
