//! A balance by kind and by end: the same statements as `balance`, not summed over lots.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use domain::{
    id::{CustomerId, LotId},
    kind::Kind,
    money::Credits,
    spend::Part,
};

use super::balance::{damaged_parts, given_back};
use crate::store::{
    Db, StoreError,
    engine::Row,
    query::Arg,
    sql::{Sql, statements},
};

// Rows of four sorts in one answer, because the parts of a balance must be those of one instant: the debt, one row that
// says that there is the customer; credits by kind and end; the parts of lapsed holds; and what of bonuses is to go.
statements! {
    NOW =
        "SELECT 'debt', CAST(NULL AS TEXT), CAST(NULL AS BIGINT), debt, CAST(0 AS BIGINT) FROM customers WHERE id = $1 \
         UNION ALL \
         SELECT 'credits', kind, expires_at, CAST(SUM(available) AS BIGINT), CAST(SUM(held) AS BIGINT) FROM ( \
             SELECT kind, expires_at, remaining AS available, 0 AS held FROM lots \
                 WHERE customer_id = $1 AND has_remaining = 1 AND expires_at > $2 \
             UNION ALL SELECT kind, expires_at, 0, held FROM lots WHERE customer_id = $1 AND has_held = 1) AS live \
         GROUP BY kind, expires_at \
         UNION ALL \
         SELECT 'hold', parts, NULL, 0, 0 FROM holds WHERE customer_id = $1 AND state = 'open' \
         AND COALESCE(extended_until, expires_at) <= $2 \
         UNION ALL \
         SELECT 'to_go', id, NULL, bonus_gone - revoked, 0 FROM lots \
         WHERE customer_id = $1 AND has_held = 1 AND bonus_gone > revoked";
    THEN =
        "SELECT 'debt', CAST(NULL AS TEXT), CAST(NULL AS BIGINT), \
                (SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM {lines} AS t \
                 WHERE customer_id = $1 AND account = 'owed' AND unit = 'credits' AND posted_at <= $2), \
                CAST(0 AS BIGINT) \
         FROM customers WHERE id = $1 \
         UNION ALL \
         SELECT 'credits', lots.kind, lots.expires_at, \
                CAST(SUM(CASE WHEN per_lot.account = 'available' AND lots.expires_at > $2 \
                              THEN per_lot.amount ELSE 0 END) AS BIGINT), \
                CAST(SUM(CASE WHEN per_lot.account = 'held' THEN per_lot.amount ELSE 0 END) AS BIGINT) \
         FROM (SELECT lot_id, account, CAST(SUM(amount) AS BIGINT) AS amount FROM {lines} AS t \
               WHERE customer_id = $1 AND account IN ('available', 'held') AND unit = 'credits' AND posted_at <= $2 \
               GROUP BY lot_id, account) AS per_lot \
         JOIN lots ON lots.id = per_lot.lot_id \
         GROUP BY lots.kind, lots.expires_at \
         UNION ALL \
         SELECT 'hold', parts, NULL, 0, 0 FROM holds WHERE customer_id = $1 \
         AND opened_at <= $2 \
         AND COALESCE((SELECT MAX(until_at) FROM hold_extensions \
                       WHERE hold_id = holds.id AND extended_at <= $2), expires_at) <= $2 \
         AND (closed_at IS NULL OR closed_at > $2)";
}

/// Credits of one kind that end together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByEnd {
    pub kind: Kind,
    /// Exclusive.
    pub expires_at: DateTime<Utc>,
    /// Spendable.
    pub available: Credits,
    /// Set aside by holds. They stay usable past the end.
    pub held: Credits,
}

/// A balance in its parts, those that end first before the others. As many as the customer has different ends: a
/// lot ends with a Korean day, so there are at most some hundred for each kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Breakdown {
    pub parts: Vec<ByEnd>,
    pub debt: Credits,
}

/// The parts of `reads::balance` at `now`, and whether holds ran out by then that no sweep has booked; none when there is no
/// such customer.
pub async fn breakdown(
    db: &Db,
    customer: &CustomerId,
    now: DateTime<Utc>,
) -> Result<Option<(Breakdown, bool)>, StoreError> {
    read(db, &NOW, customer, now).await
}

/// The parts of `reads::balance_at` at `at`; none when there is no such customer.
pub async fn breakdown_at(
    db: &Db,
    customer: &CustomerId,
    at: DateTime<Utc>,
) -> Result<Option<Breakdown>, StoreError> {
    let found = read(db, &THEN, customer, at).await?;
    Ok(found.map(|(parts, _)| parts))
}

/// What the rows say, before lapsed holds give back.
#[derive(Default)]
struct Found {
    debt: Option<Credits>,
    /// Available and held by end, rank and kind.
    sums: BTreeMap<(DateTime<Utc>, i64, Kind), (Credits, Credits)>,
    lapsed: Vec<Part>,
    to_go: HashMap<LotId, Credits>,
}

async fn read(
    db: &Db,
    sql: &'static Sql,
    customer: &CustomerId,
    at: DateTime<Utc>,
) -> Result<Option<(Breakdown, bool)>, StoreError> {
    let args = vec![
        Arg::Text(customer.as_str()),
        Arg::Int(at.timestamp_micros()),
    ];
    let mut found = Found::default();
    for row in db.rows(sql, args).await? {
        found.add(&row, customer)?;
    }
    let Some(mut debt) = found.debt else {
        return Ok(None);
    };
    let lapsed = !found.lapsed.is_empty();
    for (part, back) in given_back(found.lapsed, found.to_go, &mut debt, at) {
        let key = (part.expires_at, part.kind.rank(), part.kind);
        let (available, held) = found.sums.entry(key).or_default();
        *held = held.minus_or_zero(part.credits);
        *available = available.plus(back).unwrap_or(*available);
    }
    let parts = found.sums.into_iter();
    let parts = parts.map(|((expires_at, _, kind), (available, held))| ByEnd {
        kind,
        expires_at,
        available,
        held,
    });
    let parts = parts.filter(|part| !(part.available.is_zero() && part.held.is_zero()));
    let parts = parts.collect();
    Ok(Some((Breakdown { parts, debt }, lapsed)))
}

impl Found {
    fn add(&mut self, row: &Row, customer: &CustomerId) -> Result<(), StoreError> {
        let damaged = |why| StoreError::damaged("lots", customer.to_string(), "credits", why);
        let amount = |column| {
            let amount = Credits::new(row.int(column)?.unwrap_or_default());
            amount.map_err(|_| damaged("out of range"))
        };
        let name = row.text(1)?.unwrap_or_default();
        match row.text(0)?.unwrap_or_default() {
            "debt" => self.debt = Some(amount(3)?),
            "credits" => {
                let kind: Kind = name.parse().map_err(|_| damaged("not a kind"))?;
                let end = row.int(2)?.and_then(DateTime::from_timestamp_micros);
                let end = end.ok_or_else(|| damaged("not an instant"))?;
                let sums = (amount(3)?, amount(4)?);
                self.sums.insert((end, kind.rank(), kind), sums);
            }
            "hold" => {
                let parts: Vec<Part> =
                    serde_json::from_str(name).map_err(|_| damaged_parts(customer))?;
                self.lapsed.extend(parts);
            }
            _ => {
                let lot = name.parse().map_err(|_| damaged("not a lot's id"))?;
                self.to_go.insert(lot, amount(3)?);
            }
        }
        Ok(())
    }
}
