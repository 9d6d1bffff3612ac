//! Webhook endpoints and what is delivered to them. The books write the endpoints; everything else here is written
//! beside them, in transactions of its own, and never in one with money.

pub mod following;
pub mod sending;

use domain::{effects::AuditRecord, endpoint::Endpoint, id::EndpointId};

use super::{
    Db, PAGE_MAX, Page, StoreError, audit_log,
    query::Arg,
    rows,
    sql::{Sql, statements},
};
pub use rows::{Delivery, DeliveryState, FedEvent, StoredEvent};

macro_rules! log_in {
    ($state:literal) => {
        concat!(
            "SELECT {webhook_deliveries} FROM webhook_deliveries WHERE endpoint_id = $1 AND position < $2 AND state = '",
            $state,
            "' ORDER BY position DESC LIMIT $3"
        )
    };
}

/// The same of what is undelivered, by the index of the lanes: SQLite uses it only where its condition is repeated and
/// the primary key gives no order. So few rows of an endpoint are undelivered that sorting them costs little, while
/// those that were delivered may be millions.
macro_rules! undelivered_in {
    ($state:literal) => {
        concat!(
            "SELECT {webhook_deliveries} FROM webhook_deliveries WHERE endpoint_id = $1 AND position + 0 < $2 \
             AND state IN ('held', 'waiting') AND state || '' = '",
            $state,
            "' ORDER BY position + 0 DESC LIMIT $3"
        )
    };
}

statements! {
    BY_ID = "SELECT {webhook_endpoints} FROM webhook_endpoints WHERE id = $1";
    NEWEST =
        "SELECT {webhook_endpoints} FROM webhook_endpoints WHERE state || '' <> 'deleted' AND id < $1 ORDER BY id DESC LIMIT $2";
    ALL = "SELECT {webhook_endpoints} FROM webhook_endpoints WHERE id > $1 ORDER BY id LIMIT $2";
    FAILING_SINCE = "SELECT failing_since_at FROM webhook_progress WHERE endpoint_id = $1";
    PLACE = "SELECT position FROM webhook_progress WHERE endpoint_id = $1";
    UNDELIVERED =
        "SELECT COUNT(*) FROM webhook_deliveries WHERE endpoint_id = $1 AND state IN ('held', 'waiting')";
    LOG =
        "SELECT {webhook_deliveries} FROM webhook_deliveries WHERE endpoint_id = $1 AND position < $2 \
         ORDER BY position DESC LIMIT $3";
    LOG_HELD = undelivered_in!("held");
    LOG_WAITING = undelivered_in!("waiting");
    LOG_DELIVERED = log_in!("delivered");
    LOG_FAILED = log_in!("failed");
    /// What is there already goes out once more, at once and whatever waits. What was done before, or was never in line,
    /// gets a lane of its own, so that none of its customer's events waits for it.
    RESEND =
        "INSERT INTO webhook_deliveries (endpoint_id, position, event_id, lane, state, attempts, queued_at, next_at) \
         VALUES ($1, $2, $3, $4, 'waiting', 0, $5, $5) \
         ON CONFLICT (endpoint_id, position) DO UPDATE SET state = 'waiting', attempts = 0, first_at = NULL, \
             queued_at = excluded.queued_at, next_at = excluded.next_at, \
             lane = CASE WHEN webhook_deliveries.state IN ('held', 'waiting') THEN webhook_deliveries.lane ELSE excluded.lane END";
    FORGET =
        "DELETE FROM webhook_deliveries WHERE endpoint_id = $1 AND position IN ( \
             SELECT old.position FROM webhook_deliveries AS old WHERE old.endpoint_id = $1 AND old.position < $2 \
             AND old.state || '' IN ('delivered', 'failed') ORDER BY old.position LIMIT $3)";
    FORGET_DELETED =
        "DELETE FROM webhook_deliveries WHERE endpoint_id = $1 AND position IN ( \
             SELECT old.position FROM webhook_deliveries AS old WHERE old.endpoint_id = $1 AND old.position >= 0 \
             ORDER BY old.position LIMIT $2)";
}

/// The lane of an event: its customer's, or one of its own where it is of nobody or sent again.
pub fn lane(customer: Option<&str>, event: &impl std::fmt::Display) -> String {
    customer.map_or_else(|| format!("/{event}"), str::to_owned)
}

/// One endpoint, deleted ones among them.
pub async fn endpoint(db: &Db, id: EndpointId) -> Result<Option<Endpoint>, StoreError> {
    db.thing(&BY_ID, &id.to_string()).await
}

/// Endpoints that are not deleted, newest first.
pub async fn endpoints(db: &Db, page: &Page) -> Result<Vec<Endpoint>, StoreError> {
    let args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    db.things(&NEWEST, args).await
}

/// Every endpoint there ever was.
pub async fn all(db: &Db) -> Result<Vec<Endpoint>, StoreError> {
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let args = vec![Arg::Text(&after), Arg::Int(PAGE_MAX)];
        let page: Vec<Endpoint> = db.things(&ALL, args).await?;
        let Some(last) = page.last() else {
            return Ok(all);
        };
        after = last.id.to_string();
        all.extend(page);
    }
}

/// Since when an endpoint fails without a success; none while it does not.
pub async fn failing_since(
    db: &Db,
    id: EndpointId,
) -> Result<Option<chrono::DateTime<chrono::Utc>>, StoreError> {
    let id = id.to_string();
    let rows = db.rows(&FAILING_SINCE, vec![Arg::Text(&id)]).await?;
    let since = rows.first().map(|row| row.int(0)).transpose()?.flatten();
    Ok(since.and_then(chrono::DateTime::from_timestamp_micros))
}

/// How far an endpoint was taken through the feed; none where it was not yet.
pub async fn place(db: &Db, id: EndpointId) -> Result<Option<i64>, StoreError> {
    let id = id.to_string();
    let rows = db.rows(&PLACE, vec![Arg::Text(&id)]).await?;
    Ok(rows.first().map(|row| row.int(0)).transpose()?.flatten())
}

/// How many deliveries to an endpoint wait, for their time or for the one before them.
pub async fn waiting(db: &Db, id: EndpointId) -> Result<i64, StoreError> {
    let id = id.to_string();
    let rows = db.rows(&UNDELIVERED, vec![Arg::Text(&id)]).await?;
    let count = rows.first().map(|row| row.int(0)).transpose()?.flatten();
    Ok(count.unwrap_or_default())
}

/// What was, is and will be delivered to an endpoint before a position, the last event first; all, or in one state.
pub async fn log(
    db: &Db,
    id: EndpointId,
    state: Option<DeliveryState>,
    before: i64,
    limit: i64,
) -> Result<Vec<Delivery>, StoreError> {
    let sql: &'static Sql = match state {
        None => &LOG,
        Some(DeliveryState::Held) => &LOG_HELD,
        Some(DeliveryState::Waiting) => &LOG_WAITING,
        Some(DeliveryState::Delivered) => &LOG_DELIVERED,
        Some(DeliveryState::Failed) => &LOG_FAILED,
    };
    let id = id.to_string();
    let limit = limit.clamp(1, PAGE_MAX);
    db.things(sql, vec![Arg::Text(&id), Arg::Int(before), Arg::Int(limit)])
        .await
}

/// Has one event of the feed delivered to these endpoints at once, whether or not it was before; `act` says who asked.
/// For tasks that are never cancelled.
pub async fn resend(
    db: &Db,
    event: &FedEvent,
    endpoints: &[EndpointId],
    act: &AuditRecord,
) -> Result<(), StoreError> {
    let (id, lane) = (event.id.to_string(), lane(None, &event.id));
    let mut tx = db.begin().await?;
    // By id, like those who write down how attempts at several endpoints ended.
    let endpoints: std::collections::BTreeSet<&EndpointId> = endpoints.iter().collect();
    for endpoint in endpoints {
        let endpoint = endpoint.to_string();
        following::lock(&mut tx, &endpoint).await?;
        let args = vec![
            Arg::Text(&endpoint),
            Arg::Int(event.position),
            Arg::Text(&id),
            Arg::Text(&lane),
            Arg::Int(act.at.timestamp_micros()),
        ];
        tx.conn().run(&RESEND, args).await?;
    }
    audit_log::put(&mut tx, act).await?;
    tx.commit().await
}

/// Deletes what was delivered or given up before a position, and everything of a deleted endpoint (`None`), at most
/// `limit` rows. Returns how many.
pub async fn forget(
    db: &Db,
    id: EndpointId,
    before: Option<i64>,
    limit: i64,
) -> Result<u64, StoreError> {
    let id = id.to_string();
    let mut args = vec![Arg::Text(&id)];
    args.extend(before.map(Arg::Int));
    args.push(Arg::Int(limit));
    let sql = if before.is_some() {
        &FORGET
    } else {
        &FORGET_DELETED
    };
    db.writer().await?.conn().run(sql, args).await
}
