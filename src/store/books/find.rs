//! The statements of a load. Each takes a set and is skipped when the set is empty.

mod credits;
mod deposits;
mod idempotency_keys;
mod orders;
mod refunds;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{books::ProviderKey, customer::Customer, id::CustomerId};

use super::Loading;
use crate::store::{
    Db, StoreError,
    engine::Row,
    query::Arg,
    rows::{self, Stored},
    sql::{Sql, statements},
};
pub(super) use credits::{
    balances, covering_lots, holds, lapsed_holds, lapsed_lots, lots, lots_that_paid,
    lots_with_credits, open_holds, spends,
};
pub(super) use deposits::{Deposits, deposits, owners};
pub(super) use idempotency_keys::idempotency_keys;
pub(super) use orders::{open_orders, orders, orders_of_depositors, payments, payments_given_back};
pub(super) use refunds::{
    approvals, contradictions_of, open_contradictions, quotes, refunds, refunds_of,
    refunds_to_settle,
};

// A batch finds its rows by the keys it was given, never by a state. An index on a state lists every order that waits
// for its deposit, and a planner without statistics prefers it. No index is on `state || ''`. Two keys are looked up
// one by one, never with `OR`: a plan made while the table was small would always read all of it.
statements! {
    /// The customers whose orders a depositor's name may mean, looked up before anything is locked.
    OWNERS_BY_DEPOSITOR =
        "SELECT DISTINCT customer_id FROM orders WHERE depositor_key = ANY($1) AND depositor_key IS NOT NULL \
         AND state || '' = 'awaiting_deposit'";
    /// Each order by a look-up of its own: with a join, a planner that assumes short tables reads all orders.
    OWNERS_BY_DEPOSIT =
        "SELECT (SELECT orders.customer_id FROM orders WHERE orders.id = deposits.order_id) FROM deposits \
         WHERE deposits.id = ANY($1) AND deposits.order_id IS NOT NULL \
         UNION SELECT (SELECT orders.customer_id FROM orders WHERE orders.id = deposits.order_id) FROM deposits \
         WHERE deposits.key = ANY($2) AND deposits.order_id IS NOT NULL \
         UNION SELECT (SELECT orders.customer_id FROM orders WHERE orders.id = \
             (SELECT deposits.order_id FROM deposits WHERE deposits.id = again.repeat_of AND deposits.order_id IS NOT NULL)) \
         FROM deposits AS again WHERE again.key = ANY($2) AND again.repeat_of IS NOT NULL";
    LOCK_CUSTOMERS = "SELECT {customers} FROM customers WHERE id = ANY($1) ORDER BY id FOR UPDATE";
    /// The meaning of a key never changes, so it can be looked up before the row is locked.
    DEPOSITS_NAMED =
        "SELECT id FROM deposits WHERE key = ANY($1) \
         UNION SELECT repeat_of FROM deposits WHERE key = ANY($1) AND repeat_of IS NOT NULL";
    DEPOSITS_NEARBY =
        "SELECT deposits.id FROM UNNEST($1::text[]) AS near(value) CROSS JOIN deposits \
         WHERE deposits.amount = CAST(SUBSTR(near.value, 1, 18) AS BIGINT) \
         AND deposits.moved_at >= CAST(SUBSTR(near.value, 19, 18) AS BIGINT) \
         AND deposits.moved_at < CAST(SUBSTR(near.value, 37, 18) AS BIGINT) \
         AND ((deposits.moved_at >= CAST(SUBSTR(near.value, 55, 18) AS BIGINT) \
               AND deposits.moved_at < CAST(SUBSTR(near.value, 73, 18) AS BIGINT)) \
              OR (deposits.moved_at + 32400000000) % 86400000000 = 0 \
              OR CAST(deposits.balance AS TEXT) = SUBSTR(near.value, 91))";
    /// The same among deposits that a source other than the first feed reported. Where no other source reports, there
    /// are none.
    DEPOSITS_NEARBY_OF_OTHERS =
        "SELECT deposits.id FROM UNNEST($1::text[]) AS near(value) CROSS JOIN deposits \
         WHERE deposits.source <> 'feed' AND deposits.amount = CAST(SUBSTR(near.value, 1, 18) AS BIGINT) \
         AND deposits.moved_at >= CAST(SUBSTR(near.value, 19, 18) AS BIGINT) \
         AND deposits.moved_at < CAST(SUBSTR(near.value, 37, 18) AS BIGINT) \
         AND ((deposits.moved_at >= CAST(SUBSTR(near.value, 55, 18) AS BIGINT) \
               AND deposits.moved_at < CAST(SUBSTR(near.value, 73, 18) AS BIGINT)) \
              OR (deposits.moved_at + 32400000000) % 86400000000 = 0 \
              OR CAST(deposits.balance AS TEXT) = SUBSTR(near.value, 91))";
    /// The deposits whose money these reports are about.
    DEPOSITS_MEANT = "SELECT COALESCE(repeat_of, id) FROM deposits WHERE id = ANY($1)";
    DEPOSITS_REPEATING = "SELECT id FROM deposits WHERE repeat_of = ANY($1) AND repeat_of IS NOT NULL";
    DEPOSITS = "SELECT {deposits} FROM deposits WHERE id = ANY($1) ORDER BY id FOR UPDATE";
    ORDERS = "SELECT {orders} FROM orders WHERE id = ANY($1)";
    ORDERS_OF_DEPOSITORS =
        "SELECT {orders} FROM orders WHERE depositor_key = ANY($1) AND depositor_key IS NOT NULL \
         AND (state || '' = 'awaiting_deposit' OR closed_at >= $2)";
    OPEN_ORDERS =
        "SELECT {orders} FROM orders WHERE customer_id = ANY($1) \
         AND state || '' IN ('open', 'confirming', 'awaiting_deposit')";
    PAYMENTS =
        "SELECT {payments} FROM payments WHERE id = ANY($1) \
         UNION SELECT {payments} FROM payments WHERE order_id = ANY($2)";
    /// Payments of which others took something, or some was refunded or is on its way.
    PAYMENTS_GIVEN_BACK =
        "SELECT {payments} FROM payments WHERE customer_id = ANY($1) \
         AND credits_revoked + cancelled_outside + refunded + in_flight > 0";
    REFUNDS = "SELECT {refunds} FROM refunds WHERE id = ANY($1)";
    REFUNDS_OF = "SELECT {refunds} FROM refunds WHERE payment_id = ANY($1)";
    /// Open refunds, or refunds of which less was given.
    REFUNDS_TO_SETTLE =
        "SELECT {refunds} FROM refunds WHERE customer_id = ANY($1) AND state || '' IN ('requested', 'sent', 'by_hand', 'bounced') \
         UNION SELECT {refunds} FROM refunds WHERE customer_id = ANY($1) AND settled_amount IS NOT NULL";
    CONTRADICTIONS_OF = "SELECT {contradictions} FROM contradictions WHERE order_id = ANY($1)";
    APPROVALS = "SELECT {approvals} FROM approvals WHERE id = ANY($1)";
    CONTRADICTIONS_OPEN =
        "SELECT {contradictions} FROM contradictions WHERE customer_id = ANY($1) AND state || '' IN ('open', 'refunding')";
    QUOTES = "SELECT {quotes} FROM quotes WHERE id = ANY($1)";
    SPENDS = "SELECT {spends} FROM spends WHERE id = ANY($1)";
    HOLDS = "SELECT {holds} FROM holds WHERE id = ANY($1)";
    OPEN_HOLDS = "SELECT {holds} FROM holds WHERE customer_id = ANY($1) AND state = 'open'";
    LAPSED_HOLDS = "SELECT {holds} FROM holds WHERE customer_id = ANY($1) AND state = 'open' AND expires_at <= $2";
    LOTS = "SELECT {lots} FROM lots WHERE id = ANY($1) UNION SELECT {lots} FROM lots WHERE payment_id = ANY($2) \
         UNION SELECT {lots} FROM lots WHERE bonus_of = ANY($2) AND bonus_of IS NOT NULL";
    LOTS_THAT_PAID = "SELECT {lots} FROM lots WHERE customer_id = ANY($1) AND debt_paid > 0";
    LOTS_WITH_CREDITS =
        "SELECT {lots} FROM lots WHERE customer_id = ANY($1) AND has_remaining = 1 \
         UNION SELECT {lots} FROM lots WHERE customer_id = ANY($1) AND has_held = 1";
    LAPSED_LOTS = "SELECT {lots} FROM lots WHERE customer_id = ANY($1) AND has_remaining = 1 AND expires_at <= $2";
    /// A lot is needed when those before it, in the order of spending, hold less than is asked. Each row also has the
    /// sum of all credits of its customer.
    COVERING_LOTS =
        "SELECT {lots}, total FROM (SELECT lots.*, CAST(SUM(remaining) OVER (PARTITION BY customer_id \
         ORDER BY expires_at, rank, acquired_at, id ROWS UNBOUNDED PRECEDING) AS BIGINT) AS running, \
         CAST(SUM(remaining) OVER (PARTITION BY customer_id) AS BIGINT) AS total \
         FROM lots WHERE customer_id = ANY($1) AND has_remaining = 1 AND expires_at > $2) AS lots \
         WHERE running - remaining < $3";
    BALANCES =
        "SELECT customer_id, CAST(SUM(remaining) AS BIGINT) FROM lots \
         WHERE customer_id = ANY($1) AND has_remaining = 1 AND expires_at > $2 GROUP BY customer_id";
    EVENTS_SEEN = "SELECT provider, event_key FROM inbox WHERE key = ANY($1)";
    /// Inserting a row that is there already is no error: another gateway made it first.
    MAKE_CUSTOMERS =
        "INSERT INTO customers (id, state, debt, seq, head, opened_at) VALUES ($1, 'open', 0, 0, '', $2) \
         ON CONFLICT (id) DO NOTHING";
    IDEMPOTENCY_KEYS = "SELECT {idempotency_keys} FROM idempotency_keys WHERE key = ANY($1)";
}

async fn all<T: Stored>(
    tx: &mut Loading<'_>,
    sql: &'static Sql,
    args: Vec<Arg<'_>>,
) -> Result<Vec<T>, StoreError> {
    let rows = tx.conn().all(sql, args).await?;
    seen(tx, &rows)
}

/// Reads rows, and records where the journal has the last version of each.
fn seen<T: Stored>(tx: &mut Loading<'_>, rows: &[Row]) -> Result<Vec<T>, StoreError> {
    if T::table().letter.is_some() {
        // The place comes after the row's own columns.
        let at = T::table().columns.len();
        for row in rows {
            if let Some((id, place)) = row.text(0)?.zip(row.int(at)?) {
                tx.places.insert(id.to_owned(), place);
            }
        }
    }
    rows::read_all(rows)
}

/// Rows by one set; none when the set is empty.
async fn by_set<T: Stored, V: std::fmt::Display>(
    tx: &mut Loading<'_>,
    sql: &'static Sql,
    values: &BTreeSet<V>,
) -> Result<Vec<T>, StoreError> {
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let set = tx.set(values);
    all(tx, sql, vec![Arg::Set(set)]).await
}

/// Rows by one set and an instant.
async fn by_set_at<T: Stored, V: std::fmt::Display>(
    tx: &mut Loading<'_>,
    sql: &'static Sql,
    values: &BTreeSet<V>,
    at: DateTime<Utc>,
) -> Result<Vec<T>, StoreError> {
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let set = tx.set(values);
    all(
        tx,
        sql,
        vec![Arg::Set(set), Arg::Int(at.timestamp_micros())],
    )
    .await
}

fn keys(pairs: &BTreeSet<ProviderKey>) -> impl Iterator<Item = String> {
    pairs
        .iter()
        .map(|(provider, key)| format!("{provider}/{key}"))
}

/// A column that a statement of this file chose itself and that is never null.
fn text_of(row: &Row, at: usize) -> Result<&str, StoreError> {
    Ok(row.text(at)?.unwrap_or_default())
}

fn customer_of(row: &Row) -> Result<CustomerId, StoreError> {
    let text = text_of(row, 0)?;
    text.parse().map_err(|_| StoreError::Damaged {
        table: "orders",
        id: text.to_owned(),
        column: "customer_id",
        why: "not a customer's id",
    })
}

pub(super) async fn lock_customers(
    tx: &mut Loading<'_>,
    ids: &BTreeSet<CustomerId>,
) -> Result<Vec<Customer>, StoreError> {
    by_set(tx, &LOCK_CUSTOMERS, ids).await
}

pub(super) async fn make_customers(
    db: &Db,
    ids: &[CustomerId],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut sorted: Vec<&CustomerId> = ids.iter().collect();
    sorted.sort_unstable();
    let mut tx = db.begin().await?;
    for id in sorted {
        let args = vec![Arg::Text(id.as_str()), Arg::Int(now.timestamp_micros())];
        tx.conn().run(&MAKE_CUSTOMERS, args).await?;
    }
    tx.commit().await
}

/// Which of these events are in the inbox.
pub(super) async fn events(
    tx: &mut Loading<'_>,
    asked: &BTreeSet<ProviderKey>,
) -> Result<BTreeSet<ProviderKey>, StoreError> {
    if asked.is_empty() {
        return Ok(BTreeSet::new());
    }
    let set = tx.set(keys(asked));
    let found = tx.conn().all(&EVENTS_SEEN, vec![Arg::Set(set)]).await?;
    let pair = |row: &Row| {
        let (provider, key) = (text_of(row, 0)?, text_of(row, 1)?);
        let provider = provider.parse().map_err(|_| StoreError::Damaged {
            table: "inbox",
            id: key.to_owned(),
            column: "provider",
            why: "not a provider",
        })?;
        Ok((provider, key.to_owned()))
    };
    found.iter().map(pair).collect()
}
