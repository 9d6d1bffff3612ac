//! The two engines: opened so that a commit that was acknowledged survives a power cut, and refused
//! where it would not.

use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
    str::FromStr as _,
    sync::Arc,
    time::Duration,
};

use sqlx::{
    PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    migrate::Migrate,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    ConnectOptions as _, Executor as _,
};

use super::{StoreError, columns::Set, migrations, query::Conn};

/// How long a caller waits for a connection: longer than any healthy batch, shorter than a client's patience.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// How long SQLite waits for another process that reads or backs up. Nobody else may write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections for reading a SQLite file. Reads are short and come from a page cache.
const LITE_READERS: u32 = 4;
/// Below this SQLite may corrupt a WAL file when a checkpoint meets a reset (fixed in 3.51.3).
const SQLITE_MIN: (u32, u32, u32) = (3, 51, 3);
/// Limits of every PostgreSQL session, in milliseconds: a statement of ours takes some; a lock is waited for no longer
/// than a few batches of another gateway take; a transaction of a process that stalled must let go of its locks.
const PG_SESSION: &str = "SET statement_timeout = 10000; SET lock_timeout = 5000; \
    SET idle_in_transaction_session_timeout = 10000; SET jit = off";
/// Ends whatever transaction the borrower before left open. Beginning one first keeps the server from
/// warning in the usual case, in which there is none to roll back.
const PG_CLEAN: &str = "BEGIN; ROLLBACK";

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Pg,
    Lite,
}

/// How to open.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Most PostgreSQL connections of this process: writers, and reads at one time.
    pub connections_max: u32,
    /// Whether a PostgreSQL that does not wait for its disk is refused. Only tests may say no.
    pub durable: bool,
}

impl Default for Options {
    fn default() -> Self {
        // PostgreSQL's own default allows 100: room for several gateways and for people.
        Self { connections_max: 12, durable: true }
    }
}

/// An open database.
#[derive(Debug, Clone)]
pub enum Db {
    Pg(PgPool),
    Lite(Lite),
}

/// An open SQLite file: one connection that writes, some that read.
#[derive(Debug, Clone)]
pub struct Lite {
    write: SqlitePool,
    read: SqlitePool,
    /// Held while open, so that no second process writes. None when opened for reading.
    _lock: Option<Arc<File>>,
}

impl Db {
    /// Opens `postgres://…` or `sqlite:<path>` for reading and writing. Does not migrate.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, Options::default()).await
    }

    pub async fn open_with(url: &str, options: Options) -> Result<Self, StoreError> {
        match place(url)? {
            Place::Pg(connect) => Ok(Self::Pg(open_pg(connect, options, false).await?)),
            Place::Lite(path) => {
                if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                    std::fs::create_dir_all(folder)
                        .map_err(|error| StoreError::Unfit(format!("folder {}: {error}", folder.display())))?;
                }
                let lock = lock(&path)?;
                let base = lite_options(&path);
                let write = lite_pool(base.clone().create_if_missing(true).optimize_on_close(true, None), 1).await?;
                check_sqlite_version(&write).await?;
                let read = lite_pool(base.pragma("query_only", "ON"), LITE_READERS).await?;
                Ok(Self::Lite(Lite { write, read, _lock: Some(Arc::new(lock)) }))
            }
        }
    }

    /// Opens for one short write beside a gateway that runs: for `key` and `sync`. SQLite's own locking
    /// orders the two; the lock file only keeps a second gateway away.
    pub async fn open_beside(url: &str) -> Result<Self, StoreError> {
        match place(url)? {
            Place::Pg(connect) => Ok(Self::Pg(open_pg(connect, Options::default(), false).await?)),
            Place::Lite(path) => {
                let write = lite_pool(lite_options(&path), 1).await?;
                check_sqlite_version(&write).await?;
                Ok(Self::Lite(Lite { read: write.clone(), write, _lock: None }))
            }
        }
    }

    /// Opens for reading only, beside a process that writes: for `audit` and `export`.
    pub async fn open_read_only(url: &str) -> Result<Self, StoreError> {
        match place(url)? {
            Place::Pg(connect) => Ok(Self::Pg(open_pg(connect, Options::default(), true).await?)),
            Place::Lite(path) => {
                let read = lite_pool(lite_options(&path).read_only(true).pragma("query_only", "ON"), LITE_READERS).await?;
                check_sqlite_version(&read).await?;
                Ok(Self::Lite(Lite { write: read.clone(), read, _lock: None }))
            }
        }
    }

    pub const fn engine(&self) -> Engine {
        match self {
            Self::Pg(_) => Engine::Pg,
            Self::Lite(_) => Engine::Lite,
        }
    }

    /// Applies the migrations that are not applied yet.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let migrator = migrations::migrator(self.engine());
        match self {
            Self::Pg(pool) => migrator.run(pool).await?,
            Self::Lite(lite) => migrator.run(&lite.write).await?,
        }
        Ok(())
    }

    /// How many migrations are still to be applied: a server refuses to start while there are any.
    pub async fn migrations_missing(&self) -> Result<usize, StoreError> {
        let migrator = migrations::migrator(self.engine());
        let table = &migrator.table_name;
        let applied = match self {
            Self::Pg(pool) => {
                let mut conn = pool.acquire().await?;
                conn.ensure_migrations_table(table).await?;
                conn.list_applied_migrations(table).await?
            }
            Self::Lite(lite) => {
                let mut conn = lite.write.acquire().await?;
                conn.ensure_migrations_table(table).await?;
                conn.list_applied_migrations(table).await?
            }
        };
        Ok(migrator.iter().filter(|known| applied.iter().all(|done| done.version != known.version)).count())
    }

    /// Begins a transaction that writes. Only for tasks that are never cancelled: on PostgreSQL a `begin` that is
    /// dropped half-way leaves its connection inside a transaction.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Pg(pool) => Tx::Pg(pool.begin().await?),
            // At once IMMEDIATE: a transaction that reads first and then wants to write is refused without waiting.
            Self::Lite(lite) => Tx::Lite(lite.write.begin_with("BEGIN IMMEDIATE").await?),
        })
    }

    /// A connection for reading.
    pub(crate) async fn reader(&self) -> Result<Held, StoreError> {
        Ok(match self {
            Self::Pg(pool) => Held::Pg(pool.acquire().await?),
            Self::Lite(lite) => Held::Lite(lite.read.acquire().await?),
        })
    }

    /// A connection for a single statement that writes and is its own transaction.
    pub(crate) async fn writer(&self) -> Result<Held, StoreError> {
        Ok(match self {
            Self::Pg(pool) => Held::Pg(pool.acquire().await?),
            Self::Lite(lite) => Held::Lite(lite.write.acquire().await?),
        })
    }

    /// Moves SQLite's write-ahead log into the file and cuts it, which bounds its length. PostgreSQL does so itself.
    pub async fn checkpoint(&self) -> Result<(), StoreError> {
        if let Self::Lite(lite) = self {
            lite.write.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(())
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Pg(pool) => pool.close().await,
            Self::Lite(lite) => {
                lite.read.close().await;
                lite.write.close().await;
            }
        }
    }
}

/// A transaction that writes. Dropped without a commit, it is rolled back.
#[derive(Debug)]
pub enum Tx {
    Pg(Transaction<'static, Postgres>),
    Lite(Transaction<'static, Sqlite>),
}

impl Tx {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Pg(tx) => Conn::Pg(tx),
            Self::Lite(tx) => Conn::Lite(tx),
        }
    }

    pub(crate) const fn engine(&self) -> Engine {
        match self {
            Self::Pg(_) => Engine::Pg,
            Self::Lite(_) => Engine::Lite,
        }
    }

    pub(crate) fn set<T: std::fmt::Display>(&self, values: impl IntoIterator<Item = T>) -> Set {
        Set::of(self.engine(), values)
    }

    /// Commits. An error that is not plainly a refusal by the database leaves the outcome in doubt.
    pub async fn commit(self) -> Result<(), StoreError> {
        let done = match self {
            Self::Pg(tx) => tx.commit().await,
            Self::Lite(tx) => tx.commit().await,
        };
        done.map_err(|error| {
            // Class 40 but for 40003 and class 23: PostgreSQL rolled back. Whatever else was answered, or not, the
            // commit record may be on disk.
            let code = error.as_database_error().and_then(|refusal| refusal.code());
            match code.as_deref() {
                Some("40001" | "40P01") => StoreError::Database(error),
                Some(code) if code.len() == 5 && code.starts_with("23") => StoreError::Database(error),
                _ => StoreError::CommitInDoubt(error),
            }
        })
    }

    pub async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Self::Pg(tx) => tx.rollback().await?,
            Self::Lite(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}

/// A connection outside a transaction.
#[derive(Debug)]
pub(crate) enum Held {
    Pg(PoolConnection<Postgres>),
    Lite(PoolConnection<Sqlite>),
}

impl Held {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Pg(conn) => Conn::Pg(conn),
            Self::Lite(conn) => Conn::Lite(conn),
        }
    }
}

enum Place {
    Pg(PgConnectOptions),
    Lite(PathBuf),
}

fn place(url: &str) -> Result<Place, StoreError> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        // The error of a URL that cannot be read may repeat it, and it may hold a password.
        let unreadable = |_| StoreError::Unfit("the database's URL cannot be read".to_owned());
        let connect = PgConnectOptions::from_str(url).map_err(unreadable)?;
        return Ok(Place::Pg(connect.application_name("credit-gateway").disable_statement_logging()));
    }
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"));
    match path.map(|path| path.split_once('?').map_or(path, |(path, _)| path)) {
        Some("" | ":memory:") => Err(StoreError::Unfit("a database in memory forgets money: name a file".to_owned())),
        Some(path) => Ok(Place::Lite(PathBuf::from(path))),
        None => Err(StoreError::Unfit("a database is named by postgres://… or sqlite:<path>".to_owned())),
    }
}

async fn open_pg(connect: PgConnectOptions, options: Options, read_only: bool) -> Result<PgPool, StoreError> {
    let pool = PgPoolOptions::new()
        .max_connections(options.connections_max)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        // The statement below asks the server anyway.
        .test_before_acquire(false)
        .after_connect(move |conn, _| {
            Box::pin(async move {
                conn.execute(PG_SESSION).await?;
                if read_only {
                    conn.execute("SET default_transaction_read_only = on").await?;
                }
                Ok(())
            })
        })
        .before_acquire(|conn, _| Box::pin(async move { Ok(conn.execute(PG_CLEAN).await.is_ok()) }))
        .connect_with(connect)
        .await?;
    if options.durable && !read_only {
        for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
            let value: String =
                sqlx::query_scalar("SELECT current_setting($1)").bind(setting).fetch_one(&pool).await?;
            if value == "off" {
                return Err(StoreError::Unfit(format!("PostgreSQL has {setting} = off: a power cut would lose money")));
            }
        }
    }
    Ok(pool)
}

fn lite_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        // Said explicitly: it is what makes an acknowledged commit survive a power cut.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        .foreign_keys(true)
        // Lets the triggers that refuse deletes see those of `INSERT OR REPLACE` as well.
        .pragma("recursive_triggers", "ON")
        .pragma("trusted_schema", "OFF")
        .pragma("mmap_size", "0")
        // 64 MiB, in KiB when negative: the upper levels of every index of some million rows.
        .pragma("cache_size", "-65536")
        .row_buffer_size(512)
        .disable_statement_logging()
}

async fn lite_pool(options: SqliteConnectOptions, connections: u32) -> Result<SqlitePool, StoreError> {
    Ok(SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT + BUSY_TIMEOUT)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options)
        .await?)
}

/// An exclusive lock on `<file>.lock`, which the operating system lets go when the process ends however it ends.
fn lock(path: &Path) -> Result<File, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let name = PathBuf::from(name);
    let failed = |error: std::io::Error| StoreError::Unfit(format!("lock file {}: {error}", name.display()));
    let file = File::options().create(true).truncate(false).write(true).open(&name).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(StoreError::Unfit(format!("another process has {} open: stop it first", path.display())))
        }
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

async fn check_sqlite_version(pool: &SqlitePool) -> Result<(), StoreError> {
    let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(pool).await?;
    if is_sqlite_fit(&version) {
        Ok(())
    } else {
        let (major, minor, patch) = SQLITE_MIN;
        Err(StoreError::Unfit(format!("SQLite {version} may corrupt its log: {major}.{minor}.{patch} or newer is needed")))
    }
}

fn is_sqlite_fit(version: &str) -> bool {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next()) >= SQLITE_MIN
}

#[cfg(test)]
mod tests {
    use super::{Place, is_sqlite_fit, place};

    #[test]
    fn a_sqlite_that_may_corrupt_its_log_is_refused() {
        for (version, fit) in [("3.51.3", true), ("3.51.2", false), ("3.40.1", false), ("3.52.0", true), ("4.0.0", true)] {
            assert_eq!(is_sqlite_fit(version), fit, "{version}");
        }
    }

    #[test]
    fn urls_name_a_server_or_a_file() {
        assert!(matches!(place("sqlite:./data/gateway.db"), Ok(Place::Lite(path)) if path == std::path::Path::new("./data/gateway.db")));
        assert!(matches!(place("sqlite:///tmp/x.db?mode=rwc"), Ok(Place::Lite(path)) if path == std::path::Path::new("/tmp/x.db")));
        assert!(matches!(place("postgres://u:p@localhost/db"), Ok(Place::Pg(_))));
        for url in ["sqlite::memory:", "sqlite:", "mysql://x", "gateway.db"] {
            assert!(place(url).is_err(), "{url}");
        }
    }
}
