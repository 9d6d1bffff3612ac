//! The lane of a customer under two gateways, and under what is sent again.

use std::time::Duration;

use credit_gateway::store::{
    Db, Tx,
    engine::Engine,
    webhooks::{self, DeliveryState, FedEvent, following},
};
use sqlx::Executor as _;

use super::{begin, claim, claim_at, follow, log, mark, places};
use crate::{databases, postgres, samples::*};

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

/// Has an event of ann's delivered once more.
async fn resend(db: &Db, position: u32) {
    let event = FedEvent {
        position: i64::from(position),
        id: event_id(u64::from(position)),
        kind: domain::event::EventKind::OrderContradicted,
        subject: "s".into(),
        customer: Some("ann".into()),
    };
    webhooks::resend(db, &event, &[endpoint_id(1)], &act(7))
        .await
        .unwrap();
}

#[tokio::test]
async fn an_attempt_from_before_a_resend_does_not_end_it() {
    for test in databases().await {
        let db = &test.db;
        begin(db, &["ann"]).await;
        let before = claim(db).await;
        resend(db, 1).await;
        let again = claim_at(db, at(30), 9).await;
        assert_eq!((before[0].attempts, again[0].attempts), (1, 1));
        mark(db, &before[0], DeliveryState::Delivered).await;
        assert_eq!(log(db, Some(DeliveryState::Waiting)).await, [1]);
        mark(db, &again[0], DeliveryState::Delivered).await;
        assert_eq!(log(db, Some(DeliveryState::Delivered)).await, [1]);
    }
}

/// What was delivered or given up and is sent again keeps none of its customer's events back, however it ends.
#[tokio::test]
async fn what_is_sent_again_does_not_stop_the_lane_of_its_customer() {
    for ended in [DeliveryState::Delivered, DeliveryState::Failed] {
        for test in databases().await {
            let db = &test.db;
            begin(db, &["ann", "ann", "ann"]).await;
            mark(db, &claim(db).await[0], ended).await;
            let second = claim(db).await;
            assert_eq!(places(&second), [2]);
            resend(db, 1).await;
            let again = claim_at(db, at(21), 9).await;
            assert_eq!(places(&again), [1]);
            mark(db, &again[0], DeliveryState::Waiting).await;
            mark(db, &second[0], DeliveryState::Delivered).await;
            assert_eq!(places(&claim(db).await), [3], "the first is refused");
            assert_eq!(log(db, Some(DeliveryState::Waiting)).await, [3, 1]);
        }
    }
}

/// What has not gone out keeps its place among its customer's events.
#[tokio::test]
async fn what_waits_and_is_sent_again_stays_in_its_lane() {
    for test in databases().await {
        let db = &test.db;
        begin(db, &["ann", "ann", "ann"]).await;
        let first = claim(db).await;
        resend(db, 2).await;
        let second = claim(db).await;
        assert_eq!(places(&second), [2], "at once");
        mark(db, &first[0], DeliveryState::Delivered).await;
        assert_eq!(log(db, Some(DeliveryState::Held)).await, [3]);
        mark(db, &second[0], DeliveryState::Delivered).await;
        assert_eq!(places(&claim(db).await), [3]);
    }
}

/// PostgreSQL keeps a dead row for each one that is written over with the same words.
#[tokio::test]
async fn a_replay_writes_nothing_over_what_is_in_line() {
    for test in databases().await {
        if test.db.engine() != Engine::Postgres {
            continue;
        }
        let db = &test.db;
        let endpoint = begin(db, &["ann", "bob"]).await;
        for delivery in claim(db).await {
            mark(db, &delivery, DeliveryState::Delivered).await;
        }
        let written = "SELECT xmin::text FROM webhook_deliveries ORDER BY position";
        let before = test.database.rows(written).await;
        following::replay(db, &endpoint, 0, &act(5)).await.unwrap();
        follow(db, &endpoint).await;
        assert_eq!(test.database.rows(written).await, before);
        assert!(following::behind(db).await.unwrap().is_empty());
    }
}
