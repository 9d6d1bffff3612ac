//! Deliveries that are due: claimed for a while, and marked with how they ended.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::{endpoint::Endpoint, id::EndpointId};

use super::{
    Delivery, DeliveryState,
    following::{lock, release},
};
use crate::store::{
    Db, StoreError,
    columns::Set,
    query::Arg,
    rows::{self},
    sql::statements,
};

statements! {
    /// Only after its last enabling was followed: what waited is put in line anew by that, and must not be under way.
    DUE =
        "SELECT {webhook_endpoints} FROM webhook_endpoints \
         JOIN webhook_progress ON webhook_progress.endpoint_id = webhook_endpoints.id \
         WHERE webhook_endpoints.state = 'enabled' AND webhook_progress.resumed_at >= webhook_endpoints.enabled_at AND EXISTS ( \
             SELECT 1 FROM webhook_deliveries WHERE webhook_deliveries.endpoint_id = webhook_endpoints.id \
             AND webhook_deliveries.state = 'waiting' AND webhook_deliveries.next_at <= $1)";
    /// One that is being sent is not due before its lease ends.
    CLAIM =
        "UPDATE webhook_deliveries SET attempts = attempts + 1, next_at = $3, last_at = $2, latency_ms = NULL, first_at = COALESCE(first_at, $2) \
         WHERE endpoint_id = $1 AND position IN ( \
             SELECT due.position FROM webhook_deliveries AS due WHERE due.endpoint_id = $1 AND due.state = 'waiting' \
             AND due.next_at <= $2 AND NOT (CAST(due.position AS TEXT) = ANY($5)) \
             ORDER BY due.next_at, due.position LIMIT $4 FOR UPDATE SKIP LOCKED) \
         RETURNING {webhook_deliveries}";
    /// Not of one that others have claimed since. Its tries may have been counted anew, so its number alone says little.
    MARK =
        "UPDATE webhook_deliveries SET state = $4, next_at = $5, status = $6, latency_ms = $7, error = $8 \
         WHERE endpoint_id = $1 AND position = $2 AND attempts = $3 AND last_at = $9 AND state = 'waiting'";
    FAILING =
        "UPDATE webhook_progress SET failing_since_at = COALESCE(failing_since_at, $2) WHERE endpoint_id = $1 \
         RETURNING failing_since_at";
    WELL =
        "UPDATE webhook_progress SET failing_since_at = NULL WHERE endpoint_id = $1 AND failing_since_at IS NOT NULL";
}

/// Enabled endpoints that have something due.
pub async fn due(db: &Db, now: DateTime<Utc>) -> Result<Vec<Endpoint>, StoreError> {
    db.things(&DUE, vec![Arg::Int(now.timestamp_micros())])
        .await
}

/// Takes at most `limit` due deliveries of an endpoint until `lease_until`, except those that this process has under
/// way. The present attempt is counted.
pub async fn claim(
    db: &Db,
    endpoint: EndpointId,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
    limit: usize,
    under_way: &BTreeSet<i64>,
) -> Result<Vec<Delivery>, StoreError> {
    let endpoint = endpoint.to_string();
    let args = vec![
        Arg::Text(&endpoint),
        Arg::Int(now.timestamp_micros()),
        Arg::Int(lease_until.timestamp_micros()),
        Arg::Int(i64::try_from(limit).unwrap_or(i64::MAX)),
        Arg::Set(Set::of(db.engine(), under_way)),
    ];
    let rows = db.writer().await?.conn().all(&CLAIM, args).await?;
    rows::read_all(&rows)
}

/// How an attempt ended: the delivery with its answer, delivered, given up, or with the instant of its next try.
#[derive(Debug, Clone)]
pub struct Ended {
    pub delivery: Delivery,
    pub at: DateTime<Utc>,
}

/// Writes how attempts ended, and lets the next of each lane go out. Returns since when each endpoint fails that had no
/// success among these. For tasks that are never cancelled.
pub async fn mark(
    db: &Db,
    ended: &[Ended],
) -> Result<Vec<(EndpointId, DateTime<Utc>)>, StoreError> {
    let mut of: BTreeMap<EndpointId, Vec<&Ended>> = BTreeMap::new();
    for one in ended {
        of.entry(one.delivery.endpoint).or_default().push(one);
    }
    let mut failing = Vec::new();
    let mut tx = db.begin().await?;
    for (endpoint, attempts) in of {
        let id = endpoint.to_string();
        lock(&mut tx, &id).await?;
        let mut free = BTreeSet::new();
        for Ended { delivery, .. } in &attempts {
            let args = vec![
                Arg::Text(&id),
                Arg::Int(delivery.position),
                Arg::Int(delivery.attempts),
                Arg::Text(delivery.state.as_str()),
                Arg::Int(delivery.next_at.timestamp_micros()),
                Arg::MaybeInt(delivery.status),
                Arg::MaybeInt(delivery.latency_ms),
                Arg::MaybeText(delivery.error.as_deref()),
                Arg::MaybeInt(delivery.last_at.map(|at| at.timestamp_micros())),
            ];
            tx.conn().run(&MARK, args).await?;
            if delivery.state != DeliveryState::Waiting {
                free.insert(delivery.lane.clone());
            }
        }
        if !free.is_empty() {
            release(&mut tx, &id, free).await?;
        }
        let delivered = |one: &&Ended| one.delivery.state == DeliveryState::Delivered;
        if attempts.iter().any(delivered) {
            tx.conn().run(&WELL, vec![Arg::Text(&id)]).await?;
            continue;
        }
        let first = attempts.iter().map(|one| one.at).min();
        let first = first.map_or(0, |at| at.timestamp_micros());
        let args = vec![Arg::Text(&id), Arg::Int(first)];
        let since = tx.conn().all(&FAILING, args).await?;
        let since = since.first().map(|row| row.int(0)).transpose()?.flatten();
        failing.extend(
            since
                .and_then(DateTime::from_timestamp_micros)
                .map(|at| (endpoint, at)),
        );
    }
    tx.commit().await?;
    Ok(failing)
}
