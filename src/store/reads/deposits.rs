//! Deposits that wait for a person, as far as they may be for an order that waits for its transfer; and those of an amount.

use chrono::{DateTime, Utc};
use domain::{
    deposit::{Deposit, DepositState},
    kind::ProviderId,
    money::Won,
};

use super::{DEPOSITS_OF_AMOUNT, DEPOSITS_SINCE, ORDERS_AWAITING};
use crate::store::{Db, StoreError, columns::Set, query::Arg};

/// Deposits looked at for one page. More than these wait for a person only where nobody works on the queue.
const LOOKED_AT_MAX: i64 = 200;

/// The deposits on an account that came at or after `since` and wait for a person, newest first.
pub async fn arrived(
    db: &Db,
    provider: &ProviderId,
    account: &str,
    since: DateTime<Utc>,
) -> Result<Vec<Deposit>, StoreError> {
    let open = DepositState::ALL.iter().filter(|state| state.is_open());
    let open: Vec<DepositState> = open.copied().collect();
    let args = vec![
        Arg::Set(Set::of(db.engine(), &open)),
        Arg::Text(provider.as_str()),
        Arg::Text(account),
        Arg::Int(since.timestamp_micros()),
        Arg::Int(LOOKED_AT_MAX),
    ];
    db.things(&DEPOSITS_SINCE, args).await
}

/// The deposits of an amount, in all states, the latest to arrive first.
pub async fn deposits_of_amount(
    db: &Db,
    amount: Won,
    limit: i64,
) -> Result<Vec<Deposit>, StoreError> {
    let args = vec![Arg::Int(amount.get()), Arg::Int(limit)];
    db.things(&DEPOSITS_OF_AMOUNT, args).await
}

/// Whether at most one order waits for a transfer of this amount to this account.
pub async fn waits_alone(db: &Db, account: &str, amount: Won) -> Result<bool, StoreError> {
    let of_account = format!("{account}|");
    let args = vec![Arg::Int(amount.get()), Arg::Text(&of_account)];
    let waiting = db.rows(&ORDERS_AWAITING, args).await?;
    Ok(waiting.len() < 2)
}
