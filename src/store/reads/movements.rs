//! Deposits by when the money came, to compare them with a statement.

use chrono::{DateTime, Utc};
use domain::{deposit::Deposit, kind::ProviderId};

use crate::store::{Db, StoreError, query::Arg, rows, sql::statements};

statements! {
    BETWEEN =
        "SELECT {deposits} FROM deposits WHERE provider = $1 AND account = $2 AND moved_at >= $3 AND moved_at < $4 \
         ORDER BY id";
}

/// Deposits on one of our accounts that came at or after `from` and before `until`, oldest first. As many as a
/// statement of that time has: the caller holds the statement in memory.
pub async fn deposits_between(
    db: &Db,
    provider: &ProviderId,
    account: &str,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<Deposit>, StoreError> {
    let args = vec![
        Arg::Text(provider.as_str()),
        Arg::Text(account),
        Arg::Int(from.timestamp_micros()),
        Arg::Int(until.timestamp_micros()),
    ];
    rows::read_all(&db.reader().await?.conn().all(&BETWEEN, args).await?)
}
