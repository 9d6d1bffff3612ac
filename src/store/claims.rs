//! Idempotency keys that were remembered long enough. Their rows alone are ever deleted of all that the journal records:
//! the auditor asks nothing of those recorded before [`KEPT`] ran out.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Db, StoreError, query::Arg, sql::statements};

/// How long an answer is given again at least, which is promised to clients.
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// How much longer a row stays: clocks of gateways and of who audits differ, and what goes must have been passed over by
/// every auditor before.
const MARGIN: TimeDelta = TimeDelta::days(1);

statements! {
    PRUNE =
        "DELETE FROM claims WHERE key IN ( \
             SELECT old.key FROM claims AS old WHERE old.claimed_at < $1 ORDER BY old.claimed_at LIMIT $2 FOR UPDATE SKIP LOCKED)";
}

/// Forgets the oldest keys that are past their time, `limit` at most. Says how many.
pub async fn prune(db: &Db, now: DateTime<Utc>, limit: i64) -> Result<u64, StoreError> {
    let before = (now - KEPT - MARGIN).timestamp_micros();
    let args = vec![Arg::Int(before), Arg::Int(limit)];
    db.writer().await?.conn().run(&PRUNE, args).await
}
