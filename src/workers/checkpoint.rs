//! Copies SQLite's log into its file while requests are served, so that no commit has to copy all of it. The commit
//! that reaches the log's limit copies the rest and waits for the disk.

use std::time::Duration;

use crate::{app::Shared, store::engine::Engine};

/// The interval. Copying a tenth of a second's pages takes some ten milliseconds of one core. After a whole second a
/// commit would reach the log's limit first and copy everything itself, and a buyer would wait for it. With nothing new
/// in the log a checkpoint costs one read of shared memory.
const EVERY: Duration = Duration::from_millis(100);
/// The pause after a failure: this often is enough to report a full disk.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);

pub async fn run(app: Shared) {
    if app.db.engine() != Engine::Sqlite {
        return;
    }
    loop {
        let pause = match app.db.checkpoint().await {
            Ok(()) => EVERY,
            // Pages copied earlier may not have reached the disk, and a disk that failed to take them may report it
            // only once. They are still in the log. The next start copies all of it, which only a new process does.
            Err(error) if error.is_disk_failure() => {
                tracing::error!(%error, "The disk under SQLite fails: the gateway ends at once, its log is copied anew at the next start");
                std::process::abort();
            }
            Err(error) => {
                tracing::warn!(%error, "SQLite's log could not be copied into its file and is tried again");
                AFTER_TROUBLE
            }
        };
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}
