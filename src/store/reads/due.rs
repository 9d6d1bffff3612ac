//! Items that have run out and are still to be written into the books.

use chrono::{DateTime, Utc};
use domain::{id::CustomerId, order::Order};

use crate::store::{Db, StoreError, query::Arg, rows, sql::statements};

statements! {
    /// Not those being confirmed: the provider decides whether they were paid, not the clock.
    ORDERS =
        "SELECT {orders} FROM orders WHERE state IN ('open', 'confirming', 'awaiting_deposit') \
         AND state <> 'confirming' AND expires_at <= $1 ORDER BY expires_at LIMIT $2";
    /// In the words of the indexes of lapsing rows (`lots_lapsing`), which no other statement uses. The rows that ended
    /// first are read, and no others: at the end of a month very many end at one instant.
    CUSTOMERS =
        "SELECT customer_id FROM (SELECT customer_id FROM lots WHERE has_remaining + 0 = 1 AND expires_at <= $1 \
             ORDER BY expires_at LIMIT $2) AS lots \
         UNION SELECT customer_id FROM (SELECT customer_id FROM holds WHERE closed_at IS NULL AND expires_at <= $1 \
             ORDER BY expires_at LIMIT $2) AS holds \
         ORDER BY customer_id";
}

/// Unpaid orders whose time ran out at or before `now`, oldest first.
pub async fn orders_to_expire(
    db: &Db,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Order>, StoreError> {
    let args = vec![Arg::Int(now.timestamp_micros()), Arg::Int(limit)];
    rows::read_all(&db.reader().await?.conn().all(&ORDERS, args).await?)
}

/// Customers of the first `rows` lots and the first `rows` open holds whose time ran out at or before `now`.
pub async fn customers_with_lapsed(
    db: &Db,
    now: DateTime<Utc>,
    rows: i64,
) -> Result<Vec<CustomerId>, StoreError> {
    let args = vec![Arg::Int(now.timestamp_micros()), Arg::Int(rows)];
    let found = db.reader().await?.conn().all(&CUSTOMERS, args).await?;
    let id = |row: &crate::store::row::Row| {
        let text = row.text(0)?.unwrap_or_default();
        text.parse().map_err(|_| StoreError::Damaged {
            table: "lots",
            id: text.to_owned(),
            column: "customer_id",
            why: "not a customer's id",
        })
    };
    found.iter().map(id).collect()
}
