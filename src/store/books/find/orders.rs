//! Orders and payments by the keys of a batch.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{
    id::{CustomerId, OrderId, PaymentId},
    order::Order,
    payment::Payment,
};

use super::{
    OPEN_ORDERS, ORDERS, ORDERS_OF_DEPOSITORS, PAYMENTS, PAYMENTS_GIVEN_BACK, all, by_set,
    by_set_at,
};
use crate::store::{StoreError, books::Loading, query::Arg};

pub(in crate::store::books) async fn orders(
    tx: &mut Loading<'_>,
    ids: &BTreeSet<OrderId>,
) -> Result<Vec<Order>, StoreError> {
    by_set(tx, &ORDERS, ids).await
}

pub(in crate::store::books) async fn orders_of_depositors(
    tx: &mut Loading<'_>,
    depositors: &BTreeSet<String>,
    closed_since: DateTime<Utc>,
) -> Result<Vec<Order>, StoreError> {
    by_set_at(tx, &ORDERS_OF_DEPOSITORS, depositors, closed_since).await
}

pub(in crate::store::books) async fn open_orders(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
) -> Result<Vec<Order>, StoreError> {
    by_set(tx, &OPEN_ORDERS, of).await
}

pub(in crate::store::books) async fn payments(
    tx: &mut Loading<'_>,
    ids: &BTreeSet<PaymentId>,
    orders: &BTreeSet<OrderId>,
) -> Result<Vec<Payment>, StoreError> {
    if ids.is_empty() && orders.is_empty() {
        return Ok(Vec::new());
    }
    let args = vec![Arg::Set(tx.set(ids)), Arg::Set(tx.set(orders))];
    all(tx, &PAYMENTS, args).await
}

/// Payments of these customers of which others took something, and credits with it, or of which some was refunded.
pub(in crate::store::books) async fn payments_given_back(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
) -> Result<Vec<Payment>, StoreError> {
    by_set(tx, &PAYMENTS_GIVEN_BACK, of).await
}
