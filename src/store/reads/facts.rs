//! What the books have of orders, for comparing a provider's list with them. A day is read by its hours, so that no statement
//! holds more than one of them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    contradiction::Contradiction,
    dispute::{Dispute, DisputeDecision, Disputed},
    id::{Least, OrderId},
    kind::ProviderId,
    order::Order,
    payment::Payment,
    reconcile::Facts,
    refund::Refund,
};

use crate::store::{
    Db, StoreError,
    columns::Set,
    engine::Row,
    query::Arg,
    sql::{Sql, statements},
};

/// Orders whose money is read at once.
const ORDERS_MAX: usize = 200;

statements! {
    PAID = "SELECT order_id FROM payments WHERE paid_at >= $1 AND paid_at < $2 AND provider || '' = $3";
    GIVEN =
        "SELECT payments.order_id FROM refunds JOIN payments ON payments.id = refunds.payment_id \
         WHERE refunds.settled_at IS NOT NULL AND refunds.settled_at >= $1 AND refunds.settled_at < $2 \
         AND refunds.provider || '' = $3";
    UNPAID =
        "SELECT id FROM orders WHERE id >= $1 AND id < $2 AND provider || '' = $3 AND state || '' <> 'completed' \
         AND session IS NOT NULL";
    OF_KEYS = "SELECT order_id FROM payments WHERE provider = $1 AND payment_key = ANY($2)";
    ORDERS = "SELECT {orders} FROM orders WHERE id = ANY($1)";
    PAYMENTS = "SELECT {payments} FROM payments WHERE order_id = ANY($1)";
    REFUNDS = "SELECT {refunds} FROM refunds WHERE payment_id = ANY($1)";
    DISPUTES = "SELECT {disputes} FROM disputes WHERE payment_id = ANY($1)";
    DECISIONS = "SELECT {dispute_decisions} FROM dispute_decisions WHERE payment_id = ANY($1)";
    CONTRADICTIONS = "SELECT {contradictions} FROM contradictions WHERE order_id = ANY($1)";
    FIRST = "SELECT opened_at FROM orders WHERE id > '' ORDER BY id LIMIT 1";
}

fn order(row: &Row) -> Result<OrderId, StoreError> {
    let text = row.text(0)?.unwrap_or_default();
    let damaged = |_| StoreError::damaged("orders", text, "id", "not an order's id");
    text.parse().map_err(damaged)
}

/// Adds the orders that a statement finds in each hour of a time.
async fn by_hours(
    db: &Db,
    sql: &'static Sql,
    provider: &ProviderId,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    found: &mut BTreeSet<OrderId>,
) -> Result<(), StoreError> {
    let mut hour = from;
    while hour < until {
        let next = (hour + TimeDelta::hours(1)).min(until);
        let micros = [hour, next].map(|at| Arg::Int(at.timestamp_micros()));
        let mut args = Vec::from(micros);
        args.push(Arg::Text(provider.as_str()));
        for row in db.rows(sql, args).await? {
            found.insert(order(&row)?);
        }
        hour = next;
    }
    Ok(())
}

/// The orders of a provider with a payment or a refund dated within a time.
pub async fn moved(
    db: &Db,
    provider: &ProviderId,
    time: (DateTime<Utc>, DateTime<Utc>),
) -> Result<BTreeSet<OrderId>, StoreError> {
    let mut found = BTreeSet::new();
    by_hours(db, &PAID, provider, time, &mut found).await?;
    by_hours(db, &GIVEN, provider, time, &mut found).await?;
    Ok(found)
}

/// The orders of a provider that were opened within a time, got a session there and are not completed.
pub async fn unpaid(
    db: &Db,
    provider: &ProviderId,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<OrderId>, StoreError> {
    let [first, end] = [from, until].map(|at| OrderId::new(at, &mut Least).to_string());
    let args = vec![
        Arg::Text(&first),
        Arg::Text(&end),
        Arg::Text(provider.as_str()),
    ];
    let rows = db.rows(&UNPAID, args).await?;
    rows.iter().map(order).collect()
}

/// The orders of these payments, by the provider's names of them.
pub async fn of_keys(
    db: &Db,
    provider: &ProviderId,
    keys: &[&str],
) -> Result<Vec<OrderId>, StoreError> {
    let mut found = Vec::new();
    for some in keys.chunks(ORDERS_MAX) {
        let args = vec![
            Arg::Text(provider.as_str()),
            Arg::Set(Set::of(db.engine(), some.iter().copied())),
        ];
        for row in db.rows(&OF_KEYS, args).await? {
            found.push(order(&row)?);
        }
    }
    Ok(found)
}

/// What the books have of these orders, of which a provider is compared; nothing of those that they do not have.
pub async fn of(
    db: &Db,
    provider: &ProviderId,
    orders: &BTreeSet<OrderId>,
) -> Result<BTreeMap<OrderId, Facts>, StoreError> {
    let mut facts = BTreeMap::new();
    let orders: Vec<&OrderId> = orders.iter().collect();
    for some in orders.chunks(ORDERS_MAX) {
        let keyed = || vec![Arg::Set(Set::of(db.engine(), some.iter().copied()))];
        let found: Vec<Order> = db.things(&ORDERS, keyed()).await?;
        let payments: Vec<Payment> = db.things(&PAYMENTS, keyed()).await?;
        let contradictions: Vec<Contradiction> = db.things(&CONTRADICTIONS, keyed()).await?;
        let ids = payments.iter().map(|payment| payment.id);
        let ids: Vec<_> = ids.collect();
        let of_payments = || vec![Arg::Set(Set::of(db.engine(), ids.iter().copied()))];
        let refunds: Vec<Refund> = db.things(&REFUNDS, of_payments()).await?;
        let disputes: Vec<Dispute> = db.things(&DISPUTES, of_payments()).await?;
        let decisions: Vec<DisputeDecision> = if disputes.is_empty() {
            Vec::new()
        } else {
            db.things(&DECISIONS, of_payments()).await?
        };
        for order in found {
            let payment = payments.iter().find(|it| it.order == order.id);
            let is_of = |refund: &&Refund| payment.is_some_and(|it| it.id == refund.payment);
            let refunds: Vec<Refund> = refunds.iter().filter(is_of).cloned().collect();
            let disputes = disputes.iter();
            let disputes = disputes.filter(|it| payment.is_some_and(|of| of.id == it.payment));
            let disputes: Vec<Disputed> = disputes
                .map(|it| Disputed::of(it.clone(), &decisions))
                .collect();
            let of_order = |it: &&Contradiction| it.order == order.id;
            let told: Vec<Contradiction> =
                contradictions.iter().filter(of_order).cloned().collect();
            facts.insert(
                order.id,
                Facts::of(provider, &order, payment, (&refunds, &disputes), &told),
            );
        }
    }
    Ok(facts)
}

/// When the first order was opened: nothing is older.
pub async fn first_order_at(db: &Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    let found = db.rows(&FIRST, Vec::new()).await?;
    let at = found.first().map(|row| row.int(0)).transpose()?.flatten();
    Ok(at.and_then(DateTime::from_timestamp_micros))
}
