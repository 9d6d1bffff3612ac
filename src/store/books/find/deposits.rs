//! Deposits: those that are asked for, and those that may be of the same movement.

use std::collections::BTreeSet;

use domain::{
    books::Needs,
    deposit::{Deposit, Nearby},
    id::CustomerId,
};

use super::{
    DEPOSITS, DEPOSITS_MEANT, DEPOSITS_NAMED, DEPOSITS_NEARBY, DEPOSITS_NEARBY_OF_OTHERS,
    DEPOSITS_REPEATING, Loading, OWNERS_BY_DEPOSIT, OWNERS_BY_DEPOSITOR, by_set, customer_of, keys,
    text_of,
};
use crate::store::{StoreError, engine::Engine, query::Arg, sql::Sql};

/// PostgreSQL only: SQLite has a single writer anyway. These locks end with the transaction.
static TOGETHER: Sql = Sql::new(
    "SELECT pg_advisory_xact_lock_shared(hashtextextended(account, 0)) FROM UNNEST($1::text[]) AS of(account)",
);
static ALONE: Sql = Sql::new(
    "SELECT pg_advisory_xact_lock(hashtextextended(account, 0)) FROM UNNEST($1::text[]) AS of(account)",
);

/// Keeps two sources from reporting the same movement at once, neither seeing the other's deposit. The first feed
/// distinguishes its own movements. So its batches may run beside each other, but not beside another source's.
async fn lock_accounts(tx: &mut Loading<'_>, nearby: &BTreeSet<Nearby>) -> Result<(), StoreError> {
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

/// Deposits that are asked for by id or by key, and those nearby, all locked.
pub(in crate::store::books) struct Deposits {
    pub(in crate::store::books) found: Vec<Deposit>,
    /// Ids of the deposits that were asked for.
    pub(in crate::store::books) named: BTreeSet<String>,
}

pub(in crate::store::books) async fn deposits(
    tx: &mut Loading<'_>,
    needs: &Needs,
) -> Result<Deposits, StoreError> {
    lock_accounts(tx, &needs.nearby).await?;
    let mut named: BTreeSet<String> = needs.deposits.iter().map(ToString::to_string).collect();
    if !needs.movements.is_empty() {
        let set = tx.set(keys(&needs.movements));
        let rows = tx.conn().all(&DEPOSITS_NAMED, vec![Arg::Set(set)]).await?;
        for row in &rows {
            named.insert(text_of(row, 0)?.to_owned());
        }
    }
    let mut ids = named.clone();
    ids.extend(nearby(tx, &needs.nearby).await?);
    let found = by_set(tx, &DEPOSITS, &ids).await?;
    Ok(Deposits { found, named })
}

/// Deposits that may be the same as a movement, each with all reports of its money. A source's earlier report already
/// shows whether a new report of the same source can be about it.
async fn nearby(
    tx: &mut Loading<'_>,
    nearby: &BTreeSet<Nearby>,
) -> Result<BTreeSet<String>, StoreError> {
    let mut ids = BTreeSet::new();
    let (of_others, of_all): (Vec<&Nearby>, Vec<&Nearby>) =
        nearby.iter().partition(|near| near.of_others);
    for (sql, nearby) in [
        (&DEPOSITS_NEARBY_OF_OTHERS, of_others),
        (&DEPOSITS_NEARBY, of_all),
    ] {
        if nearby.is_empty() {
            continue;
        }
        let set = tx.set(nearby.into_iter().map(near_text));
        for row in &tx.conn().all(sql, vec![Arg::Set(set)]).await? {
            ids.insert(text_of(row, 0)?.to_owned());
        }
    }
    for sql in [&DEPOSITS_MEANT, &DEPOSITS_REPEATING] {
        if ids.is_empty() {
            break;
        }
        let set = tx.set(&ids);
        for row in &tx.conn().all(sql, vec![Arg::Set(set)]).await? {
            ids.insert(text_of(row, 0)?.to_owned());
        }
    }
    Ok(ids)
}

/// The form the statement parses: five numbers of eighteen digits and the balance, if it is reported.
fn near_text(near: &Nearby) -> String {
    let ((from, until), (near_from, near_until)) = (near.within, near.near);
    let [from, until, near_from, near_until] =
        [from, until, near_from, near_until].map(|at| at.timestamp_micros());
    let balance = near
        .balance
        .map_or_else(String::new, |balance| balance.0.to_string());
    let amount = near.amount.get();
    format!("{amount:018}{from:018}{until:018}{near_from:018}{near_until:018}{balance}")
}

/// Customers of the orders that the deposits of this batch belong to or may pay.
pub(in crate::store::books) async fn owners(
    tx: &mut Loading<'_>,
    needs: &Needs,
) -> Result<Vec<CustomerId>, StoreError> {
    let mut found = Vec::new();
    if !needs.depositors.is_empty() {
        let set = tx.set(&needs.depositors);
        found.extend(
            tx.conn()
                .all(&OWNERS_BY_DEPOSITOR, vec![Arg::Set(set)])
                .await?,
        );
    }
    if !needs.deposits.is_empty() || !needs.movements.is_empty() {
        let args = vec![
            Arg::Set(tx.set(&needs.deposits)),
            Arg::Set(tx.set(keys(&needs.movements))),
        ];
        let rows = tx.conn().all(&OWNERS_BY_DEPOSIT, args).await?;
        // The money of a repeated report may belong to no order yet.
        for row in rows {
            if row.text(0)?.is_some() {
                found.push(row);
            }
        }
    }
    found.iter().map(customer_of).collect()
}
