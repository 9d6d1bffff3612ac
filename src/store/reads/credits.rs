//! Lots, spends, holds and entries of a customer.

use chrono::{DateTime, Utc};
use domain::{
    id::{CustomerId, PaymentId},
    ledger::Entry,
    lot::Lot,
    spend::{Hold, Spend},
};

use super::{
    ENTRIES_OF, HOLDS_BY_REFERENCE, HOLDS_OF, LOTS_OF, LOTS_OF_PAYMENT, SPENDS_BY_REFERENCE,
    SPENDS_OF, many, one, used,
};
use crate::store::{Db, Page, StoreError, Timeline, query::Arg};

/// A customer's lots, newest first; all, or those that end before an instant.
pub async fn lots_of(
    db: &Db,
    customer: &CustomerId,
    expiring_before: Option<DateTime<Utc>>,
    page: &Page,
) -> Result<Vec<Lot>, StoreError> {
    let args = vec![
        Arg::Text(customer.as_str()),
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
        Arg::Int(expiring_before.map_or(i64::MAX, |at| at.timestamp_micros())),
    ];
    many(db, &LOTS_OF, args).await
}

/// A customer's spends, newest first; all, or those under one of the seller's references.
pub async fn spends_of(
    db: &Db,
    customer: &CustomerId,
    reference: Option<&str>,
    page: &Page,
) -> Result<Vec<Spend>, StoreError> {
    let sql = [&SPENDS_OF, &SPENDS_BY_REFERENCE];
    used(db, sql, customer, reference, page).await
}

/// The same of a customer's holds.
pub async fn holds_of(
    db: &Db,
    customer: &CustomerId,
    reference: Option<&str>,
    page: &Page,
) -> Result<Vec<Hold>, StoreError> {
    let sql = [&HOLDS_OF, &HOLDS_BY_REFERENCE];
    used(db, sql, customer, reference, page).await
}

/// A customer's ledger, oldest first: it is read forwards, because each hash covers the previous one.
pub async fn entries_of(
    db: &Db,
    customer: &CustomerId,
    page: Timeline,
) -> Result<Vec<Entry>, StoreError> {
    many(
        db,
        &ENTRIES_OF,
        vec![
            Arg::Text(customer.as_str()),
            Arg::Int(page.after),
            Arg::Int(page.limit()),
        ],
    )
    .await
}

/// The lot that a payment bought.
pub async fn lot_of_payment(db: &Db, payment: PaymentId) -> Result<Option<Lot>, StoreError> {
    one(db, &LOTS_OF_PAYMENT, &payment.to_string()).await
}
