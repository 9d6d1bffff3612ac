//! Checkouts: what shops ask their buyers to pay for, before a buyer has chosen how. Written once and read; the orders
//! that follow from one are found by their ids. No money and no terms stand here, so the journal does not record them.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{checkout::Checkout, command::IdempotencyKey, id::CheckoutId};

use super::{Db, StoreError, engine::Row, query::Arg, sql::statements};

/// How long after its end a checkout is kept: as long as the page of an order can be opened.
const KEPT: TimeDelta = TimeDelta::days(31);

statements! {
    ADD =
        "INSERT INTO checkouts (id, customer_id, wanted, idempotency_key, fingerprint, opened_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (idempotency_key) DO NOTHING";
    BY_KEY =
        "SELECT id, wanted, opened_at, expires_at, fingerprint FROM checkouts WHERE idempotency_key = $1";
    BY_ID = "SELECT id, wanted, opened_at, expires_at FROM checkouts WHERE id = $1";
    PRUNE =
        "DELETE FROM checkouts WHERE id IN ( \
             SELECT old.id FROM checkouts AS old WHERE old.expires_at < $1 ORDER BY old.expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)";
}

/// Adds a checkout, unless there is one under this idempotency key. Returns the one that is there now, and whether it is
/// an earlier one; `None` where the key was used for another request. For tasks that are never cancelled.
pub async fn add(
    db: &Db,
    checkout: &Checkout,
    key: &IdempotencyKey,
) -> Result<Option<(Checkout, bool)>, StoreError> {
    let id = checkout.id.to_string();
    let wanted = serde_json::to_string(&checkout.wanted)
        .map_err(|_| StoreError::damaged("checkouts", &id, "wanted", "not writable as JSON"))?;
    let under = under(key);
    let args = vec![
        Arg::Text(&id),
        Arg::Text(checkout.wanted.customer.as_str()),
        Arg::Text(&wanted),
        Arg::Text(&under),
        Arg::Text(&key.fingerprint),
        Arg::Int(checkout.opened_at.timestamp_micros()),
        Arg::Int(checkout.expires_at.timestamp_micros()),
    ];
    let added = db.writer().await?.conn().run(&ADD, args).await? == 1;
    if added {
        return Ok(Some((checkout.clone(), false)));
    }
    let known = under_key(db, key).await?;
    Ok(known.and_then(|(known, same)| same.then_some((known, true))))
}

/// The checkout of an earlier request under this idempotency key, and whether that request was the same.
pub async fn under_key(
    db: &Db,
    key: &IdempotencyKey,
) -> Result<Option<(Checkout, bool)>, StoreError> {
    let under = under(key);
    let found = db.rows(&BY_KEY, vec![Arg::Text(&under)]).await?;
    let Some(row) = found.first() else {
        return Ok(None);
    };
    let same = row.text(4)? == Some(key.fingerprint.as_str());
    Ok(Some((read(row)?, same)))
}

fn under(key: &IdempotencyKey) -> String {
    format!("{}|{}", key.scope, key.key)
}

/// The checkout of this id.
pub async fn by_id(db: &Db, id: CheckoutId) -> Result<Option<Checkout>, StoreError> {
    let id = id.to_string();
    let found = db.rows(&BY_ID, vec![Arg::Text(&id)]).await?;
    found.first().map(read).transpose()
}

/// Deletes the oldest checkouts that nobody can open any more, `limit` at most. Returns how many.
pub async fn prune(db: &Db, now: DateTime<Utc>, limit: i64) -> Result<u64, StoreError> {
    let before = (now - KEPT).timestamp_micros();
    let args = vec![Arg::Int(before), Arg::Int(limit)];
    db.writer().await?.conn().run(&PRUNE, args).await
}

fn read(row: &Row) -> Result<Checkout, StoreError> {
    let id = row.text(0)?.unwrap_or_default();
    let damaged = |column, why| StoreError::damaged("checkouts", id, column, why);
    let instant = |at, column| {
        let micros = row.int(at)?;
        let at = micros.and_then(DateTime::from_timestamp_micros);
        at.ok_or_else(|| damaged(column, "not an instant"))
    };
    let wanted = serde_json::from_str(row.text(1)?.unwrap_or_default());
    Ok(Checkout {
        id: id
            .parse()
            .map_err(|_| damaged("id", "not a checkout's id"))?,
        wanted: wanted.map_err(|_| damaged("wanted", "not a request"))?,
        opened_at: instant(2, "opened_at")?,
        expires_at: instant(3, "expires_at")?,
    })
}
