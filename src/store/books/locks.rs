//! Locks of names that are no rows: whoever has one reads what others committed under it, and nobody adds to that meanwhile.

use std::collections::BTreeSet;

use domain::deposit::Nearby;

use crate::store::{StoreError, Tx, engine::Engine, query::Arg, sql::Sql};

/// PostgreSQL only: SQLite has a single writer anyway. These locks end with the transaction.
static TOGETHER: Sql = Sql::new(
    "SELECT pg_advisory_xact_lock_shared(hashtextextended(account, 0)) FROM UNNEST($1::text[]) AS of(account)",
);
static ALONE: Sql = Sql::new(
    "SELECT pg_advisory_xact_lock(hashtextextended(account, 0)) FROM UNNEST($1::text[]) AS of(account)",
);

/// Keeps two sources from reporting the same movement at once, neither seeing the other's deposit. The first feed
/// distinguishes its own movements. So its batches may run beside each other, but not beside another source's.
pub(super) async fn lock_accounts(
    tx: &mut Tx,
    nearby: &BTreeSet<Nearby>,
) -> Result<(), StoreError> {
    if tx.engine() == Engine::Sqlite || nearby.is_empty() {
        return Ok(());
    }
    let accounts: BTreeSet<&str> = nearby.iter().map(|near| near.account.as_str()).collect();
    let lock = if nearby.iter().all(|near| near.of_others) {
        &TOGETHER
    } else {
        &ALONE
    };
    let set = tx.set(accounts);
    tx.conn().all(lock, vec![Arg::Set(set)]).await?;
    Ok(())
}

/// Keeps everybody else from recording under these names, in sorted order, until the transaction ends. What is read after it is
/// what others committed.
pub(super) async fn lock_alone(tx: &mut Tx, names: &BTreeSet<String>) -> Result<(), StoreError> {
    if tx.engine() == Engine::Sqlite || names.is_empty() {
        return Ok(());
    }
    let set = tx.set(names);
    tx.conn().all(&ALONE, vec![Arg::Set(set)]).await?;
    Ok(())
}
