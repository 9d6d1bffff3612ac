//! A customer's balance, now or at an instant in the past.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    id::{CustomerId, LotId},
    money::Credits,
    spend::Part,
};

use crate::store::{
    Db, StoreError,
    engine::Row,
    query::Arg,
    sql::{Sql, statements},
};

statements! {
    /// Whether a sweep has run does not matter. A lot past its end is not counted, and credits that an expired hold
    /// set aside belong to the customer again. The part of a bonus still to be taken back, with the refund of its
    /// purchase, is given lot by lot.
    NOW =
        "SELECT customers.debt, \
                (SELECT CAST(COALESCE(SUM(remaining), 0) AS BIGINT) FROM lots \
                 WHERE customer_id = $1 AND has_remaining = 1 AND expires_at > $2), \
                (SELECT CAST(COALESCE(SUM(held), 0) AS BIGINT) FROM lots WHERE customer_id = $1 AND has_held = 1), \
                (SELECT MIN(expires_at) FROM lots WHERE customer_id = $1 AND has_remaining = 1 AND expires_at > $2), \
                (SELECT STRING_AGG(parts, ',') FROM holds \
                 WHERE customer_id = $1 AND state = 'open' AND expires_at <= $2 \
                 AND COALESCE(extended_until, expires_at) <= $2), \
                (SELECT STRING_AGG(id || ' ' || (bonus_gone - revoked), ',') FROM lots \
                 WHERE customer_id = $1 AND has_held = 1 AND bonus_gone > revoked) \
         FROM customers WHERE customers.id = $1";
    /// The ledger as it stood. Credits that had expired by then and were not yet written off are left out here too.
    THEN =
        "SELECT (SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM {lines} AS t \
                 WHERE customer_id = $1 AND account = 'owed' AND unit = 'credits' AND posted_at <= $2), \
                CAST(COALESCE(SUM(CASE WHEN per_lot.account = 'available' AND lots.expires_at > $2 \
                                       THEN per_lot.amount ELSE 0 END), 0) AS BIGINT), \
                CAST(COALESCE(SUM(CASE WHEN per_lot.account = 'held' THEN per_lot.amount ELSE 0 END), 0) AS BIGINT), \
                MIN(CASE WHEN per_lot.account = 'available' AND lots.expires_at > $2 AND per_lot.amount > 0 \
                         THEN lots.expires_at END), \
                (SELECT STRING_AGG(parts, ',') FROM holds WHERE customer_id = $1 \
                 AND opened_at <= $2 AND expires_at <= $2 \
                 AND COALESCE((SELECT MAX(until_at) FROM hold_extensions \
                     WHERE hold_id = holds.id AND extended_at <= $2), expires_at) <= $2 AND (closed_at IS NULL OR closed_at > $2)), \
                CAST(NULL AS TEXT) \
         FROM (SELECT lot_id, account, CAST(SUM(amount) AS BIGINT) AS amount FROM {lines} AS t \
               WHERE customer_id = $1 AND account IN ('available', 'held') AND unit = 'credits' AND posted_at <= $2 \
               GROUP BY lot_id, account) AS per_lot \
         JOIN lots ON lots.id = per_lot.lot_id \
         HAVING EXISTS (SELECT 1 FROM customers WHERE id = $1)";
}

/// Credits of one customer at one instant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Balance {
    /// Spendable.
    pub available: Credits,
    /// Set aside by holds.
    pub held: Credits,
    /// Credits that were used although others took the payment back: credits that come in pay it first.
    pub debt: Credits,
    /// When the next of the available credits expire.
    pub next_expiry: Option<DateTime<Utc>>,
}

impl Balance {
    fn with_lapsed(
        mut self,
        parts: Vec<Part>,
        to_go: HashMap<LotId, Credits>,
        at: DateTime<Utc>,
    ) -> Self {
        for (part, back) in given_back(parts, to_go, &mut self.debt, at) {
            self.held = self.held.minus_or_zero(part.credits);
            if !back.is_zero() {
                self.available = self.available.plus(back).unwrap_or(self.available);
                let next = self.next_expiry.unwrap_or(part.expires_at);
                self.next_expiry = Some(next.min(part.expires_at));
            }
        }
        self
    }
}

/// What lapsed holds set aside, each part with the credits of it that its customer has again. It goes first to the part
/// of a bonus to be taken back, then to the debt, then to the customer. Credits that expired meanwhile belong to nobody.
pub(super) fn given_back(
    mut parts: Vec<Part>,
    mut to_go: HashMap<LotId, Credits>,
    debt: &mut Credits,
    at: DateTime<Utc>,
) -> Vec<(Part, Credits)> {
    parts.sort_by_key(|part| part.expires_at);
    let back = |part: Part| {
        if at >= part.expires_at {
            return (part, Credits::ZERO);
        }
        let goes = to_go.entry(part.lot).or_default();
        let left = part.credits.minus_or_zero(*goes);
        *goes = goes.minus_or_zero(part.credits);
        let rest = left.minus_or_zero(*debt);
        *debt = debt.minus_or_zero(left);
        (part, rest)
    };
    parts.into_iter().map(back).collect()
}

/// `lot credits,lot credits`, as [`NOW`] gives it.
fn to_go(row: &Row) -> Result<HashMap<LotId, Credits>, StoreError> {
    let lots = row.text(5)?.into_iter().flat_map(|lots| lots.split(','));
    let lot = |pair: &str| {
        let (id, credits) = pair.split_once(' ')?;
        Some((id.parse().ok()?, Credits::new(credits.parse().ok()?).ok()?))
    };
    let damaged = |pair: &str| {
        StoreError::damaged(
            "lots",
            pair,
            "bonus_gone or revoked",
            "not a number of credits",
        )
    };
    lots.map(|pair| lot(pair).ok_or_else(|| damaged(pair)))
        .collect()
}

pub(super) fn damaged_parts(customer: &CustomerId) -> StoreError {
    StoreError::damaged(
        "holds",
        customer.to_string(),
        "parts",
        "not parts of a hold",
    )
}

/// The balance at `now`, and whether holds ran out by then that no sweep has booked: what comes back of them is worked out
/// here without the rules about money that others took back. None when there is no such customer.
pub async fn balance(
    db: &Db,
    customer: &CustomerId,
    now: DateTime<Utc>,
) -> Result<Option<(Balance, bool)>, StoreError> {
    read(db, &NOW, customer, now).await
}

/// The balance as the ledger had it at `at`; none when there is no such customer.
pub async fn balance_at(
    db: &Db,
    customer: &CustomerId,
    at: DateTime<Utc>,
) -> Result<Option<Balance>, StoreError> {
    let found = read(db, &THEN, customer, at).await?;
    Ok(found.map(|(balance, _)| balance))
}

async fn read(
    db: &Db,
    sql: &'static Sql,
    customer: &CustomerId,
    at: DateTime<Utc>,
) -> Result<Option<(Balance, bool)>, StoreError> {
    let args = vec![
        Arg::Text(customer.as_str()),
        Arg::Int(at.timestamp_micros()),
    ];
    let found = db.rows(sql, args).await?;
    let amount = |row: &Row, column| {
        let damaged = |_| {
            StoreError::damaged(
                "customers",
                customer.to_string(),
                "debt, remaining or held",
                "the sum is out of range",
            )
        };
        Credits::new(row.int(column)?.unwrap_or_default()).map_err(damaged)
    };
    let balance = |row: &Row| {
        let balance = Balance {
            debt: amount(row, 0)?,
            available: amount(row, 1)?,
            held: amount(row, 2)?,
            next_expiry: row.int(3)?.and_then(DateTime::from_timestamp_micros),
        };
        match row.text(4)? {
            None => Ok((balance, false)),
            Some(parts) => {
                let parts: Vec<Vec<Part>> = serde_json::from_str(&format!("[{parts}]"))
                    .map_err(|_| damaged_parts(customer))?;
                Ok((balance.with_lapsed(parts.concat(), to_go(row)?, at), true))
            }
        }
    };
    found.first().map(balance).transpose()
}
