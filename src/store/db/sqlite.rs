//! How a SQLite file is opened: the settings of its connections, and the conditions for refusal.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::Path,
    time::Duration,
};

use sqlx::{
    ConnectOptions as _, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::pools::ACQUIRE_TIMEOUT;
use crate::store::StoreError;

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
        // (`workers::schedule`), so the commit that passes this limit copies only what was written since.
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

pub(super) fn is_sqlite_fit(version: &str) -> bool {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next()) >= SQLITE_MIN
}
