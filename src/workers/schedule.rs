//! Regular work by the clock. It books lots and holds whose end has come, gives up orders that nobody paid, deletes old
//! answers under idempotency keys, and sorts the measurements.

use std::time::Duration;

use crate::{app::Shared, flows::expiry};

/// How often the books are swept. Nothing depends on it: an expired lot is not spendable from its
/// instant on, swept or not.
const EVERY: Duration = Duration::from_secs(5);

/// How far the system's clock may be set back without a report: the range that time services correct by themselves.
const BEHIND_MAX: Duration = Duration::from_secs(2);

pub async fn run(app: Shared) {
    loop {
        app.metrics.of_process.upkeep();
        let behind = app.clock.behind();
        if behind > BEHIND_MAX {
            tracing::error!(
                seconds = behind.as_secs(),
                "The system's clock was set back: the gateway's stands still until it has caught up; start it again"
            );
        }
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
