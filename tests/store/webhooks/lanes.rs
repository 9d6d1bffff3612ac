//! The lane of a customer under two gateways, and under what is sent again.

use std::time::Duration;

use credit_gateway::store::{Db, Tx, webhooks::DeliveryState};
use sqlx::Executor as _;

use super::{begin, claim, log, mark, places};
use crate::postgres;

/// Longer than a statement takes that waits for no lock.
const NOT_LOCKED: Duration = Duration::from_millis(300);

/// A second gateway takes the endpoint past the customer's next event, as `following::follow` does, and has not
/// committed yet.
async fn passing(db: &Db) -> Tx {
    let mut tx = db.begin().await.unwrap();
    let Tx::Postgres(link) = &mut tx else {
        panic!("a PostgreSQL");
    };
    for sql in [
        "UPDATE webhook_progress SET position = 2",
        "INSERT INTO webhook_deliveries (endpoint_id, position, event_id, lane, state, attempts, queued_at, next_at) \
         SELECT endpoint_id, 2, 'evt_00000000000000000000000002', lane, 'held', 0, queued_at, queued_at FROM webhook_deliveries",
        "UPDATE webhook_deliveries SET state = 'waiting' WHERE state = 'held' AND position = ( \
         SELECT MIN(position) FROM webhook_deliveries AS first WHERE first.state IN ('held', 'waiting'))",
    ] {
        link.execute(sql).await.unwrap();
    }
    tx
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_that_comes_while_the_one_before_is_marked_goes_out() {
    let Some(db) = postgres::fresh().await else {
        return;
    };
    begin(&db, &["ann"]).await;
    let first = claim(&db).await;
    let other = passing(&db).await;
    let marked = async { mark(&db, &first[0], DeliveryState::Delivered).await };
    let committed = async {
        tokio::time::sleep(NOT_LOCKED).await;
        other.commit().await.unwrap();
    };
    tokio::join!(marked, committed);
    assert_eq!(log(&db, Some(DeliveryState::Held)).await, [0; 0]);
    assert_eq!(places(&claim(&db).await), [2]);
}
