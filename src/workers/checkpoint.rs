//! SQLite's log is copied into its file while others are served, so that no commit has to stop for all of it.

use std::time::Duration;

use crate::{app::Shared, store::db::Engine};

/// How often. Copying a tenth of a second's pages takes some ten milliseconds of one core; after a whole second a commit
/// would meet the log's limit first and copy everything itself, which a buyer waits for. With nothing new in the log it
/// costs a look into shared memory.
const EVERY: Duration = Duration::from_millis(100);

pub async fn run(app: Shared) {
    if app.db.engine() != Engine::Lite {
        return;
    }
    loop {
        if let Err(error) = app.db.checkpoint().await {
            tracing::warn!(%error, "SQLite's log could not be copied into its file and is tried again");
        }
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
