//! The two engines. They are opened so that an acknowledged commit survives a power cut, and refused where it would
//! not.

pub(super) mod link;
mod open;
mod pooler;

use std::{fs::File, os::unix::fs::MetadataExt as _, path::PathBuf, sync::Arc};

use chrono::{DateTime, Utc};
use sqlx::{
    Connection as _, Executor as _, PgPool, Pool, Postgres, Sqlite, SqlitePool,
    error::DatabaseError, migrate::Migrate, pool::PoolConnection,
};

use super::{
    StoreError,
    columns::Set,
    engine::Engine,
    migrations,
    query::{Arg, Conn},
    sql::statements,
};
use link::Damage;
pub use link::Link;
use open::{
    LITE_READERS, LITE_WRITER_CACHE, Location, check_durable, check_one_name, check_sqlite_version,
    create_private, lite_options, lite_pool, lite_reading, lock, open_pg, open_pg_read_only, place,
};
pub use pooler::{Address, Pooler};

statements! {
    PROBE =
        "INSERT INTO write_probes (id, probed_at, filler) VALUES (1, $1, $2) \
         ON CONFLICT (id) DO UPDATE SET probed_at = excluded.probed_at, filler = excluded.filler";
}

/// How many bytes a probe writes: some more pages than a grant changes. On a full disk a probe of one page still
/// fitted into SQLite's log when no grant did.
const PROBE_BYTES: usize = 64 * 1024;

/// A migration may build an index over all of a large table, so its statements have no time limit. It does not block
/// others while it waits for a lock.
const PG_MIGRATES: &str = "SET statement_timeout = 0; SET lock_timeout = 10000";

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
/// jobs. They have their own pool, so that no number of readers can block money from being recorded.
pub const PG_WRITERS: u32 = 4;

/// An open database.
#[derive(Debug, Clone)]
pub enum Db {
    Postgres(PostgresPools),
    Sqlite(SqlitePools),
}

/// An open PostgreSQL. Sessions of the pool that reads are not set read-only. Behind a pooler a setting of one
/// session may stay with the server's connection, which a writer may get next.
#[derive(Debug, Clone)]
pub struct PostgresPools {
    write: PgPool,
    read: PgPool,
    damage: Damage,
    pooler: Pooler,
    /// How a transaction begins, where a pooler gives each transaction another connection of the server.
    begin: Option<&'static str>,
}

/// An open SQLite file: one connection that writes, some that read.
#[derive(Debug, Clone)]
pub struct SqlitePools {
    write: SqlitePool,
    read: SqlitePool,
    damage: Damage,
    path: PathBuf,
    /// Held while open, so that no second process writes. None when opened for reading or beside a gateway.
    lock: Option<Arc<File>>,
}

impl SqlitePools {
    /// Whether the file may be written: it is sound as far as is known, and its name still refers to it. Writes to a
    /// file that was removed or replaced are lost when this process ends.
    fn check(&self) -> Result<(), StoreError> {
        self.damage.check()?;
        let Some(lock) = &self.lock else {
            return Ok(());
        };
        let same = lock.metadata().and_then(|open| {
            let named = std::fs::metadata(&self.path)?;
            Ok((open.dev(), open.ino()) == (named.dev(), named.ino()))
        });
        if same.is_ok_and(|same| same) {
            Ok(())
        } else {
            Err(StoreError::Unfit(format!(
                "database file {} was removed or replaced while it was open: put it back, or stop this gateway",
                self.path.display()
            )))
        }
    }
}

impl Db {
    /// Opens `postgres://…` or `sqlite:<path>` for reading and writing. Does not migrate.
    pub async fn open(address: impl Into<Address<'_>>) -> Result<Self, StoreError> {
        Self::open_with(address, Options::default()).await
    }

    pub async fn open_with(
        address: impl Into<Address<'_>>,
        options: Options,
    ) -> Result<Self, StoreError> {
        let Address { url, pooler } = address.into();
        match place(url, pooler)? {
            Location::Postgres(connect) => {
                pooler.check(&connect).await?;
                let write = open_pg(*connect.clone(), PG_WRITERS, pooler).await?;
                if options.durable {
                    check_durable(&write).await?;
                }
                let readers = options.connections_max.saturating_sub(PG_WRITERS).max(1);
                let read = open_pg(*connect, readers, pooler).await?;
                Ok(Self::Postgres(PostgresPools {
                    write,
                    read,
                    damage: Damage::default(),
                    pooler,
                    begin: pooler.begin(),
                }))
            }
            Location::Sqlite(path) => {
                if let Some(folder) = path
                    .parent()
                    .filter(|folder| !folder.as_os_str().is_empty())
                {
                    std::fs::create_dir_all(folder).map_err(|error| {
                        StoreError::Unfit(format!("folder {}: {error}", folder.display()))
                    })?;
                }
                create_private(&path)?;
                let lock = lock(&path)?;
                check_one_name(&path)?;
                let base = lite_options(&path);
                let writing = base.clone().pragma("cache_size", LITE_WRITER_CACHE);
                let write = lite_pool(writing.optimize_on_close(true, None), 1).await?;
                check_sqlite_version(&write).await?;
                let read = lite_pool(base.pragma("query_only", "ON"), LITE_READERS).await?;
                Ok(Self::Sqlite(SqlitePools {
                    write,
                    read,
                    damage: Damage::default(),
                    path,
                    lock: Some(Arc::new(lock)),
                }))
            }
        }
    }

    /// Opens for one short write beside a running gateway: for `key` and `sync`. SQLite's own locking orders the two
    /// writers; our own lock only keeps a second gateway away.
    pub async fn open_beside(address: impl Into<Address<'_>>) -> Result<Self, StoreError> {
        let Address { url, pooler } = address.into();
        match place(url, pooler)? {
            Location::Postgres(connect) => {
                pooler.check(&connect).await?;
                let write = open_pg(*connect, PG_WRITERS, pooler).await?;
                check_durable(&write).await?;
                Ok(Self::Postgres(PostgresPools {
                    read: write.clone(),
                    write,
                    damage: Damage::default(),
                    pooler,
                    begin: pooler.begin(),
                }))
            }
            Location::Sqlite(path) => {
                check_one_name(&path)?;
                let write = lite_pool(lite_options(&path), 1).await?;
                check_sqlite_version(&write).await?;
                Ok(Self::Sqlite(SqlitePools {
                    read: write.clone(),
                    write,
                    damage: Damage::default(),
                    path,
                    lock: None,
                }))
            }
        }
    }

    /// Opens for reading only, beside a process that writes: for `audit` and `export`.
    pub async fn open_read_only(address: impl Into<Address<'_>>) -> Result<Self, StoreError> {
        let Address { url, pooler } = address.into();
        match place(url, pooler)? {
            Location::Postgres(connect) => {
                pooler.check(&connect).await?;
                let readers = Options::default().connections_max;
                let read = open_pg_read_only(*connect, readers, pooler).await?;
                Ok(Self::Postgres(PostgresPools {
                    write: read.clone(),
                    read,
                    damage: Damage::default(),
                    pooler,
                    begin: pooler.begin_read_only(),
                }))
            }
            Location::Sqlite(path) => {
                let read = lite_pool(
                    lite_reading(&path)
                        .read_only(true)
                        .pragma("query_only", "ON"),
                    LITE_READERS,
                )
                .await?;
                check_sqlite_version(&read).await?;
                Ok(Self::Sqlite(SqlitePools {
                    write: read.clone(),
                    read,
                    damage: Damage::default(),
                    path,
                    lock: None,
                }))
            }
        }
    }

    /// Host and port of the server that a URL names; none for a file, and for a server on this machine's own socket.
    /// The URL's password is left out.
    ///
    /// # Errors
    /// A URL that names no database.
    pub fn host(url: &str) -> Result<Option<(String, u16)>, StoreError> {
        place(url, Pooler::Session).map(|place| open::host(&place))
    }

    /// The settings of a PostgreSQL server that would lose acknowledged commits in a power cut. A SQLite file has
    /// none: it is opened with the settings that are needed.
    pub async fn careless(&self) -> Result<Vec<&'static str>, StoreError> {
        match self {
            Self::Postgres(pg) => open::careless(&pg.read).await,
            Self::Sqlite(_) => Ok(Vec::new()),
        }
    }

    pub const fn engine(&self) -> Engine {
        match self {
            Self::Postgres(_) => Engine::Postgres,
            Self::Sqlite(_) => Engine::Sqlite,
        }
    }

    /// Applies the migrations that are not applied yet.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let migrator = migrations::migrator(self.engine());
        match self {
            Self::Postgres(pg) => {
                pg.pooler.check_migrates()?;
                let mut conn = taken(&pg.write).await?.detach();
                conn.execute(PG_MIGRATES).await?;
                migrator.run(&mut conn).await?;
                conn.close().await?;
            }
            Self::Sqlite(lite) => migrator.run(&lite.write).await?,
        }
        Ok(())
    }

    /// How many migrations are still to be applied: a server refuses to start while there are any.
    pub async fn migrations_missing(&self) -> Result<usize, StoreError> {
        let migrator = migrations::migrator(self.engine());
        let table = &migrator.table_name;
        // Uses a reader, which cannot create the missing table: a check must change nothing.
        let applied = match self {
            Self::Postgres(pg) => open::migrations_applied(&pg.read).await?,
            Self::Sqlite(lite) => {
                let mut conn = taken(&lite.read).await?;
                let there: bool = sqlx::query_scalar(
                    "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = $1)",
                )
                .bind(&**table)
                .fetch_one(&mut *conn)
                .await?;
                if there {
                    let applied = conn.list_applied_migrations(table).await?;
                    applied.iter().map(|done| done.version).collect()
                } else {
                    Vec::new()
                }
            }
        };
        Ok(migrator
            .iter()
            .filter(|known| !applied.contains(&known.version))
            .count())
    }

    /// Begins a transaction that writes. A transaction that is dropped midway closes its connection, so a task that
    /// may be cancelled loses only that.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Postgres(pg) => {
                pg.damage.check()?;
                let mut link = Link::pg(taken(&pg.write).await?, pg.damage.clone(), pg.begin);
                link.begin(pg.begin.unwrap_or("BEGIN")).await?;
                Tx::Postgres(link)
            }
            Self::Sqlite(lite) => {
                lite.check()?;
                let mut link = Link::lite(taken(&lite.write).await?, lite.damage.clone());
                // IMMEDIATE from the start: a transaction that reads first and then writes is refused without
                // waiting.
                link.begin("BEGIN IMMEDIATE").await?;
                Tx::Sqlite(link)
            }
        })
    }

    /// A connection for reading.
    pub(crate) async fn reader(&self) -> Result<Held, StoreError> {
        Ok(match self {
            Self::Postgres(pg) => Held::Postgres(Link::pg(
                taken(&pg.read).await?,
                pg.damage.clone(),
                pg.begin,
            )),
            Self::Sqlite(lite) => {
                Held::Sqlite(Link::lite(taken(&lite.read).await?, lite.damage.clone()))
            }
        })
    }

    /// A connection for a single statement that writes and is its own transaction.
    pub(crate) async fn writer(&self) -> Result<Held, StoreError> {
        Ok(match self {
            Self::Postgres(pg) => {
                pg.damage.check()?;
                Held::Postgres(Link::pg(
                    taken(&pg.write).await?,
                    pg.damage.clone(),
                    pg.begin,
                ))
            }
            Self::Sqlite(lite) => {
                lite.check()?;
                Held::Sqlite(Link::lite(taken(&lite.write).await?, lite.damage.clone()))
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

async fn taken<DB: sqlx::Database>(pool: &Pool<DB>) -> Result<PoolConnection<DB>, StoreError> {
    pool.acquire().await.map_err(StoreError::Unreachable)
}

/// A transaction that writes. Dropped without a commit, it is rolled back with its connection.
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

fn commit_failed(error: sqlx::Error) -> StoreError {
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

impl Held {
    pub(crate) const fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Postgres(link) => Conn::Postgres(link),
            Self::Sqlite(link) => Conn::Sqlite(link),
        }
    }
}
