//! Spends, holds, lots and balances by the keys of a batch.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::{
    canary,
    id::{CustomerId, HoldId, LotId, PaymentId, SpendId},
    lot::Lot,
    money::Credits,
    spend::{Hold, Spend},
};

use super::{
    BALANCES, COVERING_LOTS, HOLDS, LAPSED_HOLDS, LAPSED_LOTS, LOTS, LOTS_THAT_PAID,
    LOTS_WITH_CREDITS, OPEN_HOLDS, SPENDS, all, by_set, by_set_at, customer_of, seen,
};
use crate::store::{StoreError, books::Loading, engine::Row, query::Arg, rows::Stored as _};

pub(in crate::store::books) async fn spends(
    tx: &mut Loading<'_>,
    ids: &BTreeSet<SpendId>,
) -> Result<Vec<Spend>, StoreError> {
    by_set(tx, &SPENDS, ids).await
}

pub(in crate::store::books) async fn holds(
    tx: &mut Loading<'_>,
    ids: &BTreeSet<HoldId>,
) -> Result<Vec<Hold>, StoreError> {
    by_set(tx, &HOLDS, ids).await
}

pub(in crate::store::books) async fn open_holds(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
) -> Result<Vec<Hold>, StoreError> {
    by_set(tx, &OPEN_HOLDS, of).await
}

pub(in crate::store::books) async fn lapsed_holds(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
    now: DateTime<Utc>,
) -> Result<Vec<Hold>, StoreError> {
    by_set_at(tx, &LAPSED_HOLDS, of, now).await
}

pub(in crate::store::books) async fn lots(
    tx: &mut Loading<'_>,
    ids: &BTreeSet<LotId>,
    payments: impl ExactSizeIterator<Item = &PaymentId>,
) -> Result<Vec<Lot>, StoreError> {
    if ids.is_empty() && payments.len() == 0 {
        return Ok(Vec::new());
    }
    let args = vec![Arg::Set(tx.set(ids)), Arg::Set(tx.set(payments))];
    all(tx, &LOTS, args).await
}

/// Lots that paid debts of these customers.
pub(in crate::store::books) async fn lots_that_paid(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
) -> Result<Vec<Lot>, StoreError> {
    by_set(tx, &LOTS_THAT_PAID, of).await
}

pub(in crate::store::books) async fn lots_with_credits(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
) -> Result<Vec<Lot>, StoreError> {
    by_set(tx, &LOTS_WITH_CREDITS, of).await
}

pub(in crate::store::books) async fn lapsed_lots(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
    now: DateTime<Utc>,
) -> Result<Vec<Lot>, StoreError> {
    by_set_at(tx, &LAPSED_LOTS, of, now).await
}

pub(in crate::store::books) async fn covering_lots(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
    asked: Credits,
    now: DateTime<Utc>,
    balances: &mut BTreeMap<CustomerId, Credits>,
) -> Result<Vec<Lot>, StoreError> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let args = vec![
        Arg::Set(tx.set(of)),
        Arg::Int(now.timestamp_micros() - canary!(SpendableAtExpiry, 1, 0)),
        // A caller that asks for zero credits still gets the balance.
        Arg::Int(asked.get().max(1)),
    ];
    balances.extend(of.iter().map(|id| (id.clone(), Credits::ZERO)));
    let total = Lot::table().columns.len() + 1;
    let found = tx.conn().all(&COVERING_LOTS, args).await?;
    let lots: Vec<Lot> = seen(tx, &found)?;
    for (row, lot) in found.iter().zip(&lots) {
        balances.insert(lot.customer.clone(), sum_of(row, total, &lot.customer)?);
    }
    Ok(lots)
}

/// Live credits of each customer asked for; zero for one who has none.
pub(in crate::store::books) async fn balances(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
    now: DateTime<Utc>,
) -> Result<BTreeMap<CustomerId, Credits>, StoreError> {
    let mut balances: BTreeMap<CustomerId, Credits> =
        of.iter().map(|id| (id.clone(), Credits::ZERO)).collect();
    if of.is_empty() {
        return Ok(balances);
    }
    let args = vec![Arg::Set(tx.set(of)), Arg::Int(now.timestamp_micros())];
    for row in tx.conn().all(&BALANCES, args).await? {
        let customer = customer_of(&row)?;
        let sum = sum_of(&row, 1, &customer)?;
        balances.insert(customer, sum);
    }
    Ok(balances)
}

/// A sum of credits of one customer.
fn sum_of(row: &Row, at: usize, customer: &CustomerId) -> Result<Credits, StoreError> {
    Credits::new(row.int(at)?.unwrap_or_default()).map_err(|_| StoreError::Damaged {
        table: "lots",
        id: customer.to_string(),
        column: "remaining",
        why: "the sum is out of range",
    })
}
