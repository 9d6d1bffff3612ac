//! How each engine is opened: the settings, and the conditions for refusal.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    str::FromStr as _,
    time::Duration,
};

use sqlx::{
    ConnectOptions as _, Executor as _, PgPool, Row as _, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Pooler, link::in_time};
use crate::store::StoreError;

/// How long a caller waits for a connection: longer than any healthy batch, shorter than a client's patience.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// How long SQLite waits for another process that reads or backs up. Nobody else may write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections for reading a SQLite file. Reads are short and come from a page cache.
pub(super) const LITE_READERS: u32 = 4;
/// SQLite's page cache of a connection that reads, in KiB when negative: the upper levels of every index of some
/// million rows. Other pages come from the system's own cache.
const LITE_CACHE: &str = "-8192";
/// The same for the one connection that writes: a batch changes some thousand pages of 4 KiB all over the indexes.
pub(super) const LITE_WRITER_CACHE: &str = "-16384";
/// Below this version SQLite may corrupt a WAL file when a checkpoint meets a reset (fixed in 3.51.3).
const SQLITE_MIN: (u32, u32, u32) = (3, 51, 3);
/// Limits of every PostgreSQL session, in milliseconds. A statement of ours takes some. A lock is waited for no
/// longer than a few batches of another gateway take. A transaction of a stalled process must release its locks.
///
/// Every statement of a batch finds its rows one by one, by an index. A plan is kept for as long as its session. A
/// plan made while a table was empty would go on reading or joining the whole of it. Measured, that halves the rate
/// of mints within seconds.
///
/// The server sends keepalives: it releases the locks of a gateway that went silent.
const PG_SESSION: &str = "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3; \
    SET statement_timeout = 10000; SET lock_timeout = 1000; \
    SET idle_in_transaction_session_timeout = 10000; SET jit = off; \
    SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off";
const PG_READ_ONLY: &str = "SET default_transaction_read_only = on; \
    SET enable_seqscan = on; SET enable_hashjoin = on; SET enable_mergejoin = on";
/// Ends any transaction that the previous borrower left open. A BEGIN first keeps the server from warning in the
/// usual case, in which there is none to roll back.
const PG_CLEAN: &str = "BEGIN; ROLLBACK";
/// A server answers that in a millisecond. Three silent connections are skipped within [`ACQUIRE_TIMEOUT`].
const PG_CLEAN_DEADLINE: Duration = Duration::from_millis(750);

pub(super) enum Location {
    Postgres(Box<PgConnectOptions>),
    Sqlite(PathBuf),
}

pub(super) fn place(url: &str, pooler: Pooler) -> Result<Location, StoreError> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        // The parse error may repeat the URL, which may hold a password.
        let unreadable = |_| StoreError::Unfit("the database's URL cannot be read".to_owned());
        let connect = PgConnectOptions::from_str(url).map_err(unreadable)?;
        return Ok(Location::Postgres(Box::new(pooler.options(connect))));
    }
    let path = url
        .strip_prefix("sqlite://")
        .or_else(|| url.strip_prefix("sqlite:"));
    match path.map(|path| path.split_once('?').map_or(path, |(path, _)| path)) {
        Some("" | ":memory:") => Err(StoreError::Unfit(
            "a database in memory forgets money: name a file".to_owned(),
        )),
        Some(path) => Ok(Location::Sqlite(PathBuf::from(path))),
        None => Err(StoreError::Unfit(
            "a database is named by postgres://… or sqlite:<path>".to_owned(),
        )),
    }
}

pub(super) async fn open_pg(
    connect: PgConnectOptions,
    connections: u32,
    pooler: Pooler,
) -> Result<PgPool, StoreError> {
    let pool = match pooler {
        Pooler::Session => pg_pool(connections).after_connect(|conn, _| {
            Box::pin(async move { conn.execute(PG_SESSION).await.map(drop) })
        }),
        Pooler::Transaction => pg_pool(connections),
    };
    Ok(pool.connect_with(connect).await?)
}

/// The same, where the server itself refuses every change. Audits and exports read whole tables.
pub(super) async fn open_pg_read_only(
    connect: PgConnectOptions,
    connections: u32,
    pooler: Pooler,
) -> Result<PgPool, StoreError> {
    let pool = match pooler {
        Pooler::Session => pg_pool(connections).after_connect(|conn, _| {
            Box::pin(async move {
                conn.execute(PG_SESSION).await?;
                let only = conn.execute(PG_READ_ONLY);
                only.await.map(drop)
            })
        }),
        Pooler::Transaction => pg_pool(connections),
    };
    Ok(pool.connect_with(connect).await?)
}

fn pg_pool(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        // The statement below asks the server anyway. A connection that does not answer is closed, and the next is
        // tried.
        .test_before_acquire(false)
        .before_acquire(|conn, _| {
            Box::pin(async move {
                let clean = in_time(Some(PG_CLEAN_DEADLINE), conn.execute(PG_CLEAN));
                Ok(clean.await.is_ok())
            })
        })
}

pub(super) async fn check_durable(pool: &PgPool) -> Result<(), StoreError> {
    match careless(pool).await?.first() {
        None => Ok(()),
        Some(setting) => Err(StoreError::Unfit(format!(
            "PostgreSQL has {setting} = off: a power cut would lose money"
        ))),
    }
}

/// The settings of a server that make it acknowledge a commit before it is safe.
pub(super) async fn careless(pool: &PgPool) -> Result<Vec<&'static str>, StoreError> {
    let mut off = Vec::new();
    for (setting, shown) in [
        ("fsync", "SHOW fsync"),
        ("synchronous_commit", "SHOW synchronous_commit"),
        ("full_page_writes", "SHOW full_page_writes"),
    ] {
        // Plain statements need no prepared state on the server's connection.
        let value: String = sqlx::raw_sql(shown).fetch_one(pool).await?.try_get(0)?;
        if value == "off" {
            off.push(setting);
        }
    }
    Ok(off)
}

/// Versions of the migrations that a server's database has. Uses a reader, which cannot create the missing table.
pub(super) async fn migrations_applied(pool: &PgPool) -> Result<Vec<i64>, StoreError> {
    let there = sqlx::raw_sql("SELECT to_regclass('_sqlx_migrations') IS NOT NULL");
    if !there.fetch_one(pool).await?.try_get::<bool, _>(0)? {
        return Ok(Vec::new());
    }
    let applied = sqlx::raw_sql("SELECT version FROM _sqlx_migrations");
    let rows = applied.fetch_all(pool).await?;
    let versions = rows.iter().map(|row| row.try_get(0));
    Ok(versions.collect::<Result<_, _>>()?)
}

/// Host and port of a server that is reached over the network.
pub(super) fn host(place: &Location) -> Option<(String, u16)> {
    let Location::Postgres(connect) = place else {
        return None;
    };
    let local = connect.get_socket().is_some() || connect.get_host().starts_with('/');
    (!local).then(|| (connect.get_host().to_owned(), connect.get_port()))
}

/// Creates a missing file with access for its owner only: it holds names and account numbers. SQLite gives its log
/// and its shared memory the same mode. An existing file keeps the mode that somebody gave it.
pub(super) fn create_private(path: &Path) -> Result<(), StoreError> {
    match private().write(true).create_new(true).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::Unfit(format!(
            "database file {}: {error}",
            path.display()
        ))),
    }
}

pub(super) fn lite_options(path: &Path) -> SqliteConnectOptions {
    lite_reading(path)
        .journal_mode(SqliteJournalMode::Wal)
        // Set explicitly: this setting makes an acknowledged commit survive a power cut.
        .synchronous(SqliteSynchronous::Full)
}

/// Options for reading. None of them writes to the file: a copy made by `VACUUM INTO` has no log, and a backup may be
/// read-only.
pub(super) fn lite_reading(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY_TIMEOUT)
        .foreign_keys(true)
        // Makes the triggers that refuse deletes also see those of `INSERT OR REPLACE`.
        .pragma("recursive_triggers", "ON")
        .pragma("trusted_schema", "OFF")
        .pragma("mmap_size", "0")
        .pragma("cache_size", LITE_CACHE)
        // In pages. A full batch writes some thousand. At SQLite's own limit of a thousand every commit would copy
        // the whole log, and write the pages that change with each batch twice. A worker copies meanwhile
        // (`workers::checkpoint`), so the commit that passes this limit copies only what was written since.
        .pragma("wal_autocheckpoint", "16384")
        // The journal that rolls back one statement of a batch: some pages that no disk needs.
        .pragma("temp_store", "MEMORY")
        .row_buffer_size(512)
        // Every statement of ours, including each table's insert for each number of rows.
        .statement_cache_capacity(256)
        .disable_statement_logging()
}

pub(super) async fn lite_pool(
    options: SqliteConnectOptions,
    connections: u32,
) -> Result<SqlitePool, StoreError> {
    Ok(SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT + BUSY_TIMEOUT)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options)
        .await?)
}

fn private() -> OpenOptions {
    let mut options = File::options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// An exclusive lock on the database file itself, so that no other name bypasses it: a link, or a removed lock file.
/// SQLite locks ranges of the file by another mechanism of the system; the two do not conflict. The operating system
/// releases the lock when the process ends, however it ends.
pub(super) fn lock(path: &Path) -> Result<File, StoreError> {
    let failed = |error: std::io::Error| {
        StoreError::Unfit(format!("database file {}: {error}", path.display()))
    };
    let file = File::open(path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(error) => {
            // Closing it would release all locks that SQLite has on the same file in this process.
            std::mem::forget(file);
            Err(match error {
                TryLockError::WouldBlock => StoreError::Unfit(format!(
                    "another process has {} open: stop it first",
                    path.display()
                )),
                TryLockError::Error(error) => failed(error),
            })
        }
    }
}

/// Refuses a file that has a second name. SQLite names its log after the file. A process that opens it by the other
/// name does not see the log's contents, and overwrites them.
pub(super) fn check_one_name(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    if let Ok(facts) = std::fs::metadata(path)
        && std::os::unix::fs::MetadataExt::nlink(&facts) > 1
    {
        return Err(StoreError::Unfit(format!(
            "{} has another name (a hard link), under which its log would not be seen: remove that name",
            path.display()
        )));
    }
    Ok(())
}

pub(super) async fn check_sqlite_version(pool: &SqlitePool) -> Result<(), StoreError> {
    let version: String = sqlx::query_scalar("SELECT sqlite_version()")
        .fetch_one(pool)
        .await?;
    if is_sqlite_fit(&version) {
        Ok(())
    } else {
        let (major, minor, patch) = SQLITE_MIN;
        Err(StoreError::Unfit(format!(
            "SQLite {version} may corrupt its log: {major}.{minor}.{patch} or newer is needed"
        )))
    }
}

fn is_sqlite_fit(version: &str) -> bool {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next()) >= SQLITE_MIN
}

#[cfg(test)]
mod tests {
    use super::{Location, Pooler, is_sqlite_fit};

    fn place(url: &str) -> Result<Location, crate::store::StoreError> {
        super::place(url, Pooler::default())
    }

    #[test]
    fn a_sqlite_that_may_corrupt_its_log_is_refused() {
        for (version, fit) in [
            ("3.51.3", true),
            ("3.51.2", false),
            ("3.40.1", false),
            ("3.52.0", true),
            ("4.0.0", true),
        ] {
            assert_eq!(is_sqlite_fit(version), fit, "{version}");
        }
    }

    #[test]
    fn urls_name_a_server_or_a_file() {
        assert!(
            matches!(place("sqlite:./data/gateway.db"), Ok(Location::Sqlite(path)) if path == std::path::Path::new("./data/gateway.db"))
        );
        assert!(
            matches!(place("sqlite:///tmp/x.db?mode=rwc"), Ok(Location::Sqlite(path)) if path == std::path::Path::new("/tmp/x.db"))
        );
        assert!(matches!(
            place("postgres://u:p@localhost/db"),
            Ok(Location::Postgres(_))
        ));
        for url in ["sqlite::memory:", "sqlite:", "mysql://x", "gateway.db"] {
            assert!(place(url).is_err(), "{url}");
        }
    }
}
