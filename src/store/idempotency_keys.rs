//! Idempotency keys that were remembered long enough. Of everything the journal records, only their rows are ever
//! deleted. The auditor does not check those recorded before [`KEPT`] ran out.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Db, StoreError, query::Arg, sql::statements};

/// The minimum time for which an answer is given again; clients rely on it.
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// How much longer a row stays. Clocks of gateways and of auditors differ, and every auditor must already skip a row
/// before it is deleted.
const MARGIN: TimeDelta = TimeDelta::days(1);

statements! {
    PRUNE =
        "DELETE FROM idempotency_keys WHERE key IN ( \
             SELECT old.key FROM idempotency_keys AS old WHERE old.answered_at < $1 ORDER BY old.answered_at LIMIT $2 FOR UPDATE SKIP LOCKED)";
}

/// Deletes the oldest keys that are past their time, `limit` at most. Returns how many.
pub async fn prune(db: &Db, now: DateTime<Utc>, limit: i64) -> Result<u64, StoreError> {
    let before = (now - KEPT - MARGIN).timestamp_micros();
    let args = vec![Arg::Int(before), Arg::Int(limit)];
    db.writer().await?.conn().run(&PRUNE, args).await
}
