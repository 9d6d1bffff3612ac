//! The statements of a load. Each takes a set and is skipped when the set is empty.

mod deposits;
mod idempotency_keys;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::{
    approval::Approval,
    books::ProviderKey,
    canary,
    contradiction::Contradiction,
    customer::Customer,
    id::{ApprovalId, CustomerId, HoldId, LotId, OrderId, PaymentId, QuoteId, RefundId, SpendId},
    lot::Lot,
    money::Credits,
    order::Order,
    payment::Payment,
    refund::{Quote, Refund},
    spend::{Hold, Spend},
};

use super::Loading;
use crate::store::{
    Db, StoreError,
    query::Arg,
    row::Row,
    rows::{self, Stored},
    sql::{Sql, statements},
};
pub(super) use deposits::{Deposits, deposits, owners};
pub(super) use idempotency_keys::idempotency_keys;

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

pub(super) async fn orders(
    tx: &mut Loading<'_>,
    ids: &BTreeSet<OrderId>,
) -> Result<Vec<Order>, StoreError> {
    by_set(tx, &ORDERS, ids).await
}

pub(super) async fn orders_of_depositors(
    tx: &mut Loading<'_>,
    depositors: &BTreeSet<String>,
    closed_since: DateTime<Utc>,
) -> Result<Vec<Order>, StoreError> {
    by_set_at(tx, &ORDERS_OF_DEPOSITORS, depositors, closed_since).await
}

pub(super) async fn open_orders(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
) -> Result<Vec<Order>, StoreError> {
    by_set(tx, &OPEN_ORDERS, of).await
}

pub(super) async fn payments(
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
pub(super) async fn payments_given_back(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
) -> Result<Vec<Payment>, StoreError> {
    by_set(tx, &PAYMENTS_GIVEN_BACK, of).await
}

pub(super) async fn refunds(
    tx: &mut Loading<'_>,
    ids: &BTreeSet<RefundId>,
) -> Result<Vec<Refund>, StoreError> {
    by_set(tx, &REFUNDS, ids).await
}

pub(super) async fn refunds_of(
    tx: &mut Loading<'_>,
    payments: impl ExactSizeIterator<Item = &PaymentId>,
) -> Result<Vec<Refund>, StoreError> {
    if payments.len() == 0 {
        return Ok(Vec::new());
    }
    let set = tx.set(payments);
    all(tx, &REFUNDS_OF, vec![Arg::Set(set)]).await
}

/// Refunds that are open, or of which the provider gave less than was asked for.
pub(super) async fn refunds_to_settle(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
) -> Result<Vec<Refund>, StoreError> {
    by_set(tx, &REFUNDS_TO_SETTLE, of).await
}

/// Contradictions of these orders. Open orders have none.
pub(super) async fn contradictions_of(
    tx: &mut Loading<'_>,
    orders: &BTreeSet<OrderId>,
) -> Result<Vec<Contradiction>, StoreError> {
    by_set(tx, &CONTRADICTIONS_OF, orders).await
}

pub(super) async fn approvals(
    tx: &mut Loading<'_>,
    ids: &BTreeSet<ApprovalId>,
) -> Result<Vec<Approval>, StoreError> {
    by_set(tx, &APPROVALS, ids).await
}

/// Contradictions about these customers' money that wait for a person.
pub(super) async fn open_contradictions(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
) -> Result<Vec<Contradiction>, StoreError> {
    by_set(tx, &CONTRADICTIONS_OPEN, of).await
}

pub(super) async fn quotes(
    tx: &mut Loading<'_>,
    ids: &BTreeSet<QuoteId>,
) -> Result<Vec<Quote>, StoreError> {
    by_set(tx, &QUOTES, ids).await
}

pub(super) async fn spends(
    tx: &mut Loading<'_>,
    ids: &BTreeSet<SpendId>,
) -> Result<Vec<Spend>, StoreError> {
    by_set(tx, &SPENDS, ids).await
}

pub(super) async fn holds(
    tx: &mut Loading<'_>,
    ids: &BTreeSet<HoldId>,
) -> Result<Vec<Hold>, StoreError> {
    by_set(tx, &HOLDS, ids).await
}

pub(super) async fn open_holds(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
) -> Result<Vec<Hold>, StoreError> {
    by_set(tx, &OPEN_HOLDS, of).await
}

pub(super) async fn lapsed_holds(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
    now: DateTime<Utc>,
) -> Result<Vec<Hold>, StoreError> {
    by_set_at(tx, &LAPSED_HOLDS, of, now).await
}

pub(super) async fn lots(
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
pub(super) async fn lots_that_paid(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
) -> Result<Vec<Lot>, StoreError> {
    by_set(tx, &LOTS_THAT_PAID, of).await
}

pub(super) async fn lots_with_credits(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
) -> Result<Vec<Lot>, StoreError> {
    by_set(tx, &LOTS_WITH_CREDITS, of).await
}

pub(super) async fn lapsed_lots(
    tx: &mut Loading<'_>,
    of: &BTreeSet<CustomerId>,
    now: DateTime<Utc>,
) -> Result<Vec<Lot>, StoreError> {
    by_set_at(tx, &LAPSED_LOTS, of, now).await
}

pub(super) async fn covering_lots(
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
pub(super) async fn balances(
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
