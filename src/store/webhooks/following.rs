//! Going through the feed for each endpoint: what it takes becomes a delivery.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{canary, effects::AuditRecord, endpoint::Endpoint, id::EndpointId};

use super::{Delivery, DeliveryState, FedEvent, lane};
use crate::store::{
    Db, StoreError, Tx, audit_log,
    columns::Rows,
    feed,
    query::Arg,
    rows::{DELIVERIES, Stored as _},
    sql::statements,
};

/// Events gone through by one transaction: a few milliseconds of SQLite's one writer.
const EVENTS_AT_ONCE: i64 = 500;
/// Lanes of an endpoint that wait. With more, it is so far behind that following the feed would only grow the table.
const LANES_MAX: i64 = 1_000;

statements! {
    /// Enabled endpoints whose place is before the end of the feed, or that were enabled since.
    BEHIND =
        "SELECT {webhook_endpoints} FROM webhook_endpoints \
         LEFT JOIN webhook_progress ON webhook_progress.endpoint_id = webhook_endpoints.id \
         WHERE webhook_endpoints.state = 'enabled' AND (webhook_progress.endpoint_id IS NULL \
             OR webhook_progress.resumed_at < webhook_endpoints.enabled_at \
             OR webhook_progress.position < (SELECT event_heads.position FROM event_heads WHERE event_heads.id = 1))";
    /// Locks the endpoint's place, and makes it where there is none.
    PLACE =
        "INSERT INTO webhook_progress (endpoint_id, position, resumed_at) VALUES ($1, $2, $3) \
         ON CONFLICT (endpoint_id) DO UPDATE SET position = webhook_progress.position RETURNING position, resumed_at";
    LOCK = "SELECT position FROM webhook_progress WHERE endpoint_id = $1 FOR UPDATE";
    RESUMED =
        "UPDATE webhook_progress SET resumed_at = $2, failing_since_at = NULL WHERE endpoint_id = $1";
    /// An endpoint that is enabled again gets what waited at once, and all its tries anew. What was sent a moment ago may
    /// still be under way.
    ANEW =
        "UPDATE webhook_deliveries SET next_at = $2, attempts = 0, first_at = NULL \
         WHERE endpoint_id = $1 AND state = 'waiting' AND (last_at IS NULL OR last_at <= $3)";
    WAITING = "SELECT COUNT(*) FROM webhook_deliveries WHERE endpoint_id = $1 AND state = 'waiting'";
    /// What is in line already, after one position and up to another.
    KNOWN = "SELECT position FROM webhook_deliveries WHERE endpoint_id = $1 AND position > $2 AND position <= $3";
    PASSED = "UPDATE webhook_progress SET position = $2 WHERE endpoint_id = $1";
    /// The first of each of these lanes goes out.
    RELEASE =
        "UPDATE webhook_deliveries SET state = 'waiting' WHERE endpoint_id = $1 AND state = 'held' AND position IN ( \
             SELECT (SELECT MIN(first.position) FROM webhook_deliveries AS first WHERE first.endpoint_id = $1 \
                 AND first.lane = lanes.value AND first.state IN ('held', 'waiting')) \
             FROM UNNEST($2::text[]) AS lanes(value))";
    /// The same of all its lanes.
    RELEASE_ALL =
        "UPDATE webhook_deliveries SET state = 'waiting' WHERE endpoint_id = $1 AND state = 'held' AND position IN ( \
             SELECT MIN(first.position) FROM webhook_deliveries AS first WHERE first.endpoint_id = $1 \
                 AND first.state IN ('held', 'waiting') GROUP BY first.lane)";
    BACK =
        "INSERT INTO webhook_progress (endpoint_id, position, resumed_at) VALUES ($1, $2, $3) \
         ON CONFLICT (endpoint_id) DO UPDATE SET position = CASE WHEN excluded.position < webhook_progress.position \
             THEN excluded.position ELSE webhook_progress.position END";
    GIVEN_UP =
        "UPDATE webhook_deliveries SET state = 'held', attempts = 0, first_at = NULL, next_at = $3 \
         WHERE endpoint_id = $1 AND position > $2 AND state = 'failed'";
}

/// Endpoints that have not been taken through the feed to its end.
pub async fn behind(db: &Db) -> Result<Vec<Endpoint>, StoreError> {
    db.things(&BEHIND, Vec::new()).await
}

/// How far an endpoint was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// Its place is where it was: there was nothing, or so much waits that it stands still.
    Nothing,
    /// To the end of the feed.
    All,
    /// There may be more to go through now.
    Part,
}

/// Takes an endpoint through the next events of the feed. What it `takes` becomes a delivery, held until those before
/// it in its lane are gone. What was sent after `idle_since` may be under way. For tasks that are never cancelled.
pub async fn follow(
    db: &Db,
    endpoint: &Endpoint,
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
    takes: impl Fn(&FedEvent) -> bool,
) -> Result<Followed, StoreError> {
    let id = endpoint.id.to_string();
    let of = || vec![Arg::Text(&id)];
    let enabled = endpoint.enabled_at.timestamp_micros();
    let mut tx = db.begin().await?;
    let mut args = of();
    args.extend([endpoint.from_position, enabled].map(Arg::Int));
    let place = tx.conn().all(&PLACE, args).await?;
    let at = |at| {
        let number = place.first().map(|row| row.int(at)).transpose();
        Ok::<_, StoreError>(number?.flatten().unwrap_or_default())
    };
    let (after, resumed) = (at(0)?, at(1)?);
    if resumed < enabled {
        let mut args = of();
        args.extend([now, idle_since].map(|at| Arg::Int(at.timestamp_micros())));
        tx.conn().run(&ANEW, args).await?;
        let args = vec![Arg::Text(&id), Arg::Int(enabled)];
        tx.conn().run(&RESUMED, args).await?;
    }
    let waiting = tx.conn().all(&WAITING, of()).await?;
    let waiting = waiting.first().map(|row| row.int(0)).transpose()?.flatten();
    let mut end = Followed::Nothing;
    if waiting.unwrap_or_default() < LANES_MAX {
        let events = feed::fed(&mut tx, after, EVENTS_AT_ONCE).await?;
        if let Some(last) = events.last().map(|event| event.position) {
            let whole = usize::try_from(EVENTS_AT_ONCE).is_ok_and(|most| events.len() >= most);
            end = if whole { Followed::Part } else { Followed::All };
            let mut args = of();
            args.extend([after, last].map(Arg::Int));
            let known = tx.conn().all(&KNOWN, args).await?;
            let known = known.iter().map(|row| row.int(0));
            let known = known.collect::<Result<BTreeSet<Option<i64>>, _>>()?;
            let mine = |event: &&FedEvent| !known.contains(&Some(event.position)) && takes(event);
            let mine: Vec<&FedEvent> = events.iter().filter(mine).collect();
            hold(&mut tx, endpoint.id, &mine, now).await?;
            let args = vec![Arg::Text(&id), Arg::Int(last)];
            tx.conn().run(&PASSED, args).await?;
        }
    }
    tx.commit().await?;
    Ok(end)
}

async fn hold(
    tx: &mut Tx,
    endpoint: EndpointId,
    events: &[&FedEvent],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if events.is_empty() {
        return Ok(());
    }
    let mut rows = Rows::new(tx.engine(), &DELIVERIES, events.len());
    let mut lanes = BTreeSet::new();
    for event in events {
        let held = Delivery {
            endpoint,
            position: event.position,
            event: event.id,
            lane: lane(event.customer.as_deref(), &event.id),
            state: canary!(LaneOvertaken, DeliveryState::Waiting, DeliveryState::Held),
            attempts: 0,
            queued_at: now,
            next_at: now,
            first_at: None,
            last_at: None,
            status: None,
            latency_ms: None,
            error: None,
        };
        rows.row(|row| held.write(row));
        lanes.insert(held.lane);
    }
    tx.conn().insert(rows).await?;
    release(tx, &endpoint.to_string(), lanes).await
}

/// Locks an endpoint's place until the end of the transaction. Whoever changes what an endpoint has in line does this
/// first: of two that look at one lane at once, neither sees what the other has not committed, and each leaves the next
/// event to the other. An endpoint without a place has nothing in line but what was sent again.
pub(super) async fn lock(tx: &mut Tx, endpoint: &str) -> Result<(), StoreError> {
    tx.conn().all(&LOCK, vec![Arg::Text(endpoint)]).await?;
    Ok(())
}

/// Lets the first undelivered event of each lane go out. The endpoint's place is locked.
pub(super) async fn release(
    tx: &mut Tx,
    endpoint: &str,
    lanes: impl IntoIterator<Item = String>,
) -> Result<(), StoreError> {
    let args = vec![Arg::Text(endpoint), Arg::Set(tx.set(lanes))];
    tx.conn().run(&RELEASE, args).await?;
    Ok(())
}

/// Takes an endpoint back to a position: what it missed after it becomes a delivery, and what was given up is tried
/// anew. What was delivered is not delivered again. `act` says who asked. Returns how many that were given up go out. For
/// tasks that are never cancelled.
pub async fn replay(
    db: &Db,
    endpoint: &Endpoint,
    after: i64,
    act: &AuditRecord,
) -> Result<u64, StoreError> {
    let id = endpoint.id.to_string();
    let with = |last: i64| vec![Arg::Text(&id), Arg::Int(after), Arg::Int(last)];
    let mut tx = db.begin().await?;
    let enabled = endpoint.enabled_at.timestamp_micros();
    // This locks its place.
    tx.conn().run(&BACK, with(enabled)).await?;
    let again = with(act.at.timestamp_micros());
    let given_up = tx.conn().run(&GIVEN_UP, again).await?;
    tx.conn().run(&RELEASE_ALL, vec![Arg::Text(&id)]).await?;
    audit_log::put(&mut tx, act).await?;
    tx.commit().await?;
    Ok(given_up)
}
