//! Regular work by the clock: a sweep of the books, policies that were published, and SQLite's log copied into its file.

use std::time::Duration;

use super::stops_within;
use crate::{
    app::Shared,
    flows::{endpoints, expiry, membership, notices, policies, policy_notices, reconcile, stream},
    store::engine::Engine,
};

/// How often the books are swept. An expired lot is not spendable from its instant on, swept or not. A membership's month
/// is given within this time from its due instant.
const SWEPT_EVERY: Duration = Duration::from_secs(5);

/// How far the system's clock may be set back without a report: the range that time services correct by themselves.
const BEHIND_MAX: Duration = Duration::from_secs(2);

/// How often SQLite's log is copied. Copying a tenth of a second's pages takes some ten milliseconds of one core. After a
/// whole second a commit would reach the log's limit first and copy everything itself, and a buyer would wait for it. With
/// nothing new in the log a checkpoint costs one read of shared memory.
const COPIED_EVERY: Duration = Duration::from_millis(100);
/// The pause after a failure: this often is enough to report a full disk.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);

/// Gives the months of memberships that are due, sends the notices of credits that end soon, books lots and holds whose end has come, gives up orders that nobody paid, deletes old answers under idempotency keys,
/// and sorts the measurements.
pub async fn sweep(app: Shared) {
    loop {
        app.metrics.of_process.upkeep();
        let behind = app.clock.behind();
        if behind > BEHIND_MAX {
            tracing::error!(
                seconds = behind.as_secs(),
                "The system's clock was set back: the gateway's stands still until it has caught up; start it again"
            );
        }
        if let Err(error) = membership::sweep(&app).await {
            tracing::warn!(%error, "Months of memberships could not all be given and are next time");
        }
        if let Err(error) = notices::sweep(&app).await {
            tracing::warn!(%error, "Notices of credits that end soon could not all be sent and are next time");
        }
        if let Err(error) = policy_notices::sweep(&app).await {
            tracing::warn!(%error, "Notices of a version of the policy could not all be sent and are next time");
        }
        if let Err(error) = expiry::sweep(&app).await {
            tracing::warn!(%error, "The sweep could not finish and goes on next time");
        }
        if let Err(error) = expiry::forget(&app).await {
            tracing::warn!(%error, "Old answers could not be forgotten and are next time");
        }
        if let Err(error) = endpoints::forget(&app).await {
            tracing::warn!(%error, "Old deliveries could not be forgotten and are next time");
        }
        if stops_within(&app, SWEPT_EVERY).await {
            return;
        }
    }
}

/// How often it is looked whether a provider's day is due to be compared with the books. Nothing waits for it.
const COMPARED_EVERY: Duration = Duration::from_mins(1);

/// Compares providers' lists with the books, day by day. It has a task of its own, because a list may take minutes.
pub async fn reconcile(app: Shared) {
    while !stops_within(&app, COMPARED_EVERY).await {
        if let Err(error) = reconcile::sweep(&app).await {
            tracing::warn!(%error, "Providers' lists could not all be compared and are next time");
        }
    }
}

/// Takes up policies that were published since, whoever published them.
pub async fn take_up_policies(app: Shared) {
    loop {
        if let Err(error) = policies::take_up(&app).await {
            tracing::warn!(%error, "Published policies could not be read and are next time");
        }
        if stops_within(&app, policies::TAKEN_UP_EVERY).await {
            return;
        }
    }
}

/// Wakes streams of balances for what other gateways and commands changed. It asks nothing while no stream is open.
pub async fn look(app: Shared) {
    while !stops_within(&app, stream::LOOKED_EVERY).await {
        if let Err(error) = stream::look(&app).await {
            tracing::warn!(%error, "Changes by other gateways could not be looked for");
        }
    }
}

/// Copies SQLite's log into its file while requests are served, so that no commit has to copy all of it. The commit
/// that reaches the log's limit copies the rest and waits for the disk.
pub async fn copy_log(app: Shared) {
    if app.db.engine() != Engine::Sqlite {
        return;
    }
    loop {
        let pause = match app.db.checkpoint().await {
            Ok(()) => COPIED_EVERY,
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
        if stops_within(&app, pause).await {
            return;
        }
    }
}
