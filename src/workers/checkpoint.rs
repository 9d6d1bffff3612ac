//! SQLite's log is copied into its file while others are served, so that no commit has to copy all of it: the one that
//! meets the log's limit copies what is left and waits for the disk.

use std::time::Duration;

use crate::{app::Shared, store::db::Engine};

/// How often. Copying a tenth of a second's pages takes some ten milliseconds of one core; after a whole second a commit
/// would meet the log's limit first and copy everything itself, which a buyer waits for. With nothing new in the log it
/// costs a look into shared memory.
const EVERY: Duration = Duration::from_millis(100);
/// How long it is left alone after it could not be done: a full disk is told often enough so.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);

pub async fn run(app: Shared) {
    if app.db.engine() != Engine::Sqlite {
        return;
    }
    loop {
        let pause = match app.db.checkpoint().await {
            Ok(()) => EVERY,
            // Pages copied earlier may not have reached the disk, and a disk that failed to take them may say so only once.
            // They are still in the log: the next start copies all of it, which only a new process does.
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
