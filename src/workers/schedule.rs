//! The clock's part: lots and holds whose end has come are written down, orders nobody paid are given up, and
//! answers under idempotency keys that were kept long enough are forgotten.

use std::time::Duration;

use crate::{app::Shared, flows::expiry};

/// How often the books are swept. Nothing depends on it: an expired lot is not spendable from its
/// instant on, swept or not.
const EVERY: Duration = Duration::from_secs(5);

pub async fn run(app: Shared) {
    loop {
        if let Err(error) = expiry::sweep(&app).await {
            tracing::warn!(%error, "The sweep could not finish and goes on next time");
        }
        if let Err(error) = expiry::forget(&app).await {
            tracing::warn!(%error, "Old answers could not be forgotten and are next time");
        }
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
