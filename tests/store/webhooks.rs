//! Deliveries: each event once for each endpoint, one after the other for each customer.

mod lanes;

use std::slice;

use chrono::{DateTime, TimeDelta, Utc};
use credit_gateway::store::{
    Db, Page, feed,
    webhooks::{
        self, Delivery, DeliveryState, FedEvent,
        following::{self, Followed},
        sending::{self, Ended},
    },
};
use domain::{
    books::Changes,
    customer::Customer,
    endpoint::{Endpoint, EndpointState},
    id::EndpointId,
};

use crate::{databases, samples::*, write};

const LEASE: TimeDelta = TimeDelta::seconds(60);

/// Events of customers by their numbers in the feed, and one endpoint that takes everything.
async fn begin(db: &Db, customers: &[&str]) -> Endpoint {
    let endpoint = Endpoint {
        enabled_at: at(0),
        ..endpoint(1)
    };
    write(db, &changes(slice::from_ref(&endpoint), customers, 0))
        .await
        .unwrap();
    feed::extend(db).await.unwrap();
    follow(db, &endpoint).await;
    endpoint
}

fn changes(endpoints: &[Endpoint], customers: &[&str], before: u64) -> Changes {
    let events = (before + 1..).zip(customers);
    let mut owners: Vec<Customer> = customers.iter().map(|name| customer(name)).collect();
    owners.sort_by(|one, other| one.id.cmp(&other.id));
    owners.dedup();
    Changes {
        customers: owners,
        webhook_endpoints: endpoints.to_vec(),
        events: events.map(|(n, name)| event_of(n, name)).collect(),
        ..Changes::default()
    }
}

async fn follow(db: &Db, endpoint: &Endpoint) {
    follow_idle(db, endpoint, 25).await;
}

/// What was sent after that instant may be under way.
async fn follow_idle(db: &Db, endpoint: &Endpoint, idle_since: i64) {
    let all = |_: &FedEvent| true;
    while following::follow(db, endpoint, at(10), at(idle_since), all)
        .await
        .unwrap()
        == Followed::Part
    {}
}

async fn claim_at(db: &Db, now: DateTime<Utc>, most: usize) -> Vec<Delivery> {
    let under_way = std::collections::BTreeSet::new();
    let mut claimed = sending::claim(db, endpoint_id(1), now, now + LEASE, most, &under_way)
        .await
        .unwrap();
    claimed.sort_by_key(|delivery| delivery.position);
    claimed
}

async fn claim(db: &Db) -> Vec<Delivery> {
    claim_at(db, at(20), 100).await
}

fn places(deliveries: &[Delivery]) -> Vec<i64> {
    deliveries
        .iter()
        .map(|delivery| delivery.position)
        .collect()
}

async fn mark(
    db: &Db,
    delivery: &Delivery,
    state: DeliveryState,
) -> Vec<(EndpointId, DateTime<Utc>)> {
    let delivery = Delivery {
        state,
        status: Some(if state == DeliveryState::Delivered {
            204
        } else {
            500
        }),
        latency_ms: Some(7),
        error: (state != DeliveryState::Delivered).then(|| NASTY.to_owned()),
        next_at: at(30),
        ..delivery.clone()
    };
    sending::mark(
        db,
        &[Ended {
            delivery,
            at: at(25),
        }],
    )
    .await
    .unwrap()
}

async fn log(db: &Db, state: Option<DeliveryState>) -> Vec<i64> {
    let found = webhooks::log(db, endpoint_id(1), state, i64::MAX, 100).await;
    places(&found.unwrap())
}

#[tokio::test]
async fn one_event_of_a_customer_goes_out_after_the_other() {
    for test in databases().await {
        let db = &test.db;
        begin(db, &["ann", "bob", "ann", "ann", "bob"]).await;
        let first = claim(db).await;
        assert_eq!(places(&first), [1, 2]);
        assert!(claim(db).await.is_empty(), "both are leased");
        assert_eq!(log(db, Some(DeliveryState::Held)).await, [5, 4, 3]);
        mark(db, &first[0], DeliveryState::Delivered).await;
        let next = claim(db).await;
        assert_eq!(places(&next), [3], "bob's first is not marked");
        // One that fails holds back the later ones of its customer alone.
        mark(db, &next[0], DeliveryState::Waiting).await;
        mark(db, &first[1], DeliveryState::Delivered).await;
        assert_eq!(places(&claim(db).await), [5]);
        assert_eq!(places(&claim_at(db, at(31), 100).await), [3]);
        assert_eq!(log(db, Some(DeliveryState::Delivered)).await, [2, 1]);
        assert_eq!(log(db, None).await, [5, 4, 3, 2, 1]);
    }
}

#[tokio::test]
async fn what_was_given_up_lets_the_next_one_go() {
    for test in databases().await {
        let db = &test.db;
        begin(db, &["ann", "ann"]).await;
        let first = claim(db).await;
        mark(db, &first[0], DeliveryState::Failed).await;
        assert_eq!(places(&claim(db).await), [2]);
        assert_eq!(log(db, Some(DeliveryState::Failed)).await, [1]);
    }
}

#[tokio::test]
async fn a_lease_that_ended_is_claimed_again_and_its_late_mark_changes_nothing() {
    for test in databases().await {
        let db = &test.db;
        begin(db, &["ann", "ann"]).await;
        let lost = claim(db).await;
        let later = at(20) + LEASE;
        assert!(
            claim_at(db, later - TimeDelta::microseconds(1), 9)
                .await
                .is_empty()
        );
        let again = claim_at(db, later, 9).await;
        assert_eq!((places(&again), again[0].attempts), (vec![1], 2));
        assert_eq!(again[0].first_at, lost[0].first_at);
        mark(db, &lost[0], DeliveryState::Failed).await;
        assert_eq!(log(db, Some(DeliveryState::Waiting)).await, [1]);
        mark(db, &again[0], DeliveryState::Delivered).await;
        assert_eq!(log(db, Some(DeliveryState::Delivered)).await, [1]);
        let under_way = [2].into();
        let own = sending::claim(db, endpoint_id(1), later, later, 9, &under_way);
        assert!(own.await.unwrap().is_empty(), "this process is sending it");
    }
}

#[tokio::test]
async fn following_the_feed_twice_delivers_nothing_twice() {
    for test in databases().await {
        let db = &test.db;
        let endpoint = begin(db, &["ann", "bob"]).await;
        assert!(following::behind(db).await.unwrap().is_empty());
        for delivery in claim(db).await {
            mark(db, &delivery, DeliveryState::Delivered).await;
        }
        following::replay(db, &endpoint, 0, &act(5)).await.unwrap();
        assert_eq!(following::behind(db).await.unwrap().len(), 1);
        let (one, other) = tokio::join!(follow(db, &endpoint), follow(db, &endpoint));
        let ((), ()) = (one, other);
        assert!(claim(db).await.is_empty());
        assert_eq!(log(db, Some(DeliveryState::Delivered)).await, [2, 1]);
    }
}

#[tokio::test]
async fn a_replay_sends_what_was_missed_and_a_resend_anything() {
    for test in databases().await {
        let db = &test.db;
        let endpoint = begin(db, &["ann", "bob", "cat"]).await;
        let all = claim(db).await;
        mark(db, &all[0], DeliveryState::Delivered).await;
        mark(db, &all[1], DeliveryState::Failed).await;
        mark(db, &all[2], DeliveryState::Failed).await;
        let given_up = following::replay(db, &endpoint, 2, &act(5)).await.unwrap();
        assert_eq!(given_up, 1, "those after the point");
        assert_eq!(places(&claim(db).await), [3]);
        assert_eq!(
            following::replay(db, &endpoint, 0, &act(6)).await.unwrap(),
            1
        );
        let event = FedEvent {
            position: 1,
            id: event_id(1),
            kind: domain::event::EventKind::OrderContradicted,
            subject: "s".into(),
            customer: Some("ann".into()),
        };
        webhooks::resend(db, &event, &[endpoint_id(1)], &act(7))
            .await
            .unwrap();
        let again = claim_at(db, at(30), 9).await;
        assert_eq!(places(&again), [1, 2]);
        assert_eq!(again[0].attempts, 1);
    }
}

#[tokio::test]
async fn an_endpoint_that_was_disabled_keeps_its_place_and_gets_its_tries_anew() {
    for test in databases().await {
        let db = &test.db;
        let endpoint = begin(db, &["ann"]).await;
        let first = claim(db).await;
        let failing = mark(db, &first[0], DeliveryState::Waiting).await;
        assert_eq!(failing, [(endpoint_id(1), at(25))]);
        let since = webhooks::failing_since(db, endpoint_id(1)).await.unwrap();
        assert_eq!(since, Some(at(25)));
        let off = Endpoint {
            state: EndpointState::Disabled,
            ..endpoint.clone()
        };
        let known = crate::look(db, &needs(), 0)
            .await
            .unwrap()
            .webhook_endpoints;
        assert_eq!(known, slice::from_ref(&endpoint));
        turn(db, &off).await;
        assert!(sending::due(db, at(99)).await.unwrap().is_empty());
        write(db, &changes(&[], &["ann", "ann"], 1)).await.unwrap();
        feed::extend(db).await.unwrap();
        assert!(following::behind(db).await.unwrap().is_empty());
        let on = Endpoint {
            enabled_at: at(50),
            ..endpoint
        };
        turn(db, &on).await;
        assert_eq!(following::behind(db).await.unwrap(), slice::from_ref(&on));
        assert!(
            sending::due(db, at(99)).await.unwrap().is_empty(),
            "not before it is followed"
        );
        follow_idle(db, &on, 25).await;
        assert_eq!(sending::due(db, at(99)).await.unwrap(), [on]);
        let anew = claim(db).await;
        assert_eq!((places(&anew), anew[0].attempts), (vec![1], 1));
        assert_eq!(
            webhooks::failing_since(db, endpoint_id(1)).await.unwrap(),
            None
        );
        mark(db, &anew[0], DeliveryState::Delivered).await;
        assert_eq!(places(&claim(db).await), [2]);
    }
}

#[tokio::test]
async fn what_was_sent_a_moment_before_an_enabling_is_not_sent_beside_itself() {
    for test in databases().await {
        let db = &test.db;
        let endpoint = begin(db, &["ann"]).await;
        let first = claim(db).await;
        let on = Endpoint {
            enabled_at: at(50),
            ..endpoint
        };
        turn(db, &on).await;
        follow_idle(db, &on, 19).await;
        assert!(claim(db).await.is_empty(), "it is under way");
        mark(db, &first[0], DeliveryState::Delivered).await;
        assert_eq!(log(db, Some(DeliveryState::Delivered)).await, [1]);
    }
}

fn needs() -> domain::books::Needs {
    domain::books::Needs {
        webhook_endpoints: [endpoint_id(1)].into(),
        ..domain::books::Needs::default()
    }
}

/// Writes an endpoint over the one that is there, as the writer does.
async fn turn(db: &Db, endpoint: &Endpoint) {
    use credit_gateway::store::{books, journal::Draft, save};
    let mut tx = db.begin().await.unwrap();
    let mut locked = books::lock(&mut tx, &needs()).await.unwrap();
    books::load(&mut tx, &mut locked, &needs(), at(0))
        .await
        .unwrap();
    let draft = Draft::begin(&mut tx, None, at(0), locked.take_places())
        .await
        .unwrap();
    let changes = Changes {
        webhook_endpoints: vec![endpoint.clone()],
        ..Changes::default()
    };
    save::save(&mut tx, &locked, &changes, draft).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn old_deliveries_are_forgotten_and_waiting_ones_are_not() {
    for test in databases().await {
        let db = &test.db;
        begin(db, &["ann", "bob", "cat"]).await;
        let all = claim(db).await;
        mark(db, &all[0], DeliveryState::Delivered).await;
        mark(db, &all[2], DeliveryState::Delivered).await;
        let forgotten = webhooks::forget(db, endpoint_id(1), Some(3), 10).await;
        assert_eq!(forgotten.unwrap(), 1);
        assert_eq!(log(db, None).await, [3, 2]);
        let forgotten = webhooks::forget(db, endpoint_id(1), None, 10).await;
        assert_eq!(forgotten.unwrap(), 2);
    }
}

#[tokio::test]
async fn endpoints_are_listed_without_those_that_were_deleted() {
    for test in databases().await {
        let db = &test.db;
        let gone = Endpoint {
            state: EndpointState::Deleted,
            ..endpoint(2)
        };
        let all = [endpoint(1), gone.clone(), endpoint(3)];
        write(db, &changes(&all, &[], 0)).await.unwrap();
        let listed = webhooks::endpoints(db, &Page::first(10)).await.unwrap();
        assert_eq!(listed, [endpoint(3), endpoint(1)]);
        assert_eq!(webhooks::all(db).await.unwrap(), all);
        assert_eq!(webhooks::endpoint(db, gone.id).await.unwrap(), Some(gone));
    }
}

/// Far behind, an endpoint's place in the feed waits until what waits is less.
#[tokio::test]
async fn a_place_in_the_feed_waits_while_very_much_waits() {
    for test in databases().await {
        let db = &test.db;
        let names: Vec<String> = (0..1_600).map(|n| format!("c{n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        begin(db, &names).await;
        assert_eq!(log_len(db).await, 1_000);
        for delivery in claim_at(db, at(20), 600).await {
            mark(db, &delivery, DeliveryState::Delivered).await;
        }
        follow(db, &endpoint(1)).await;
        assert_eq!(log_len(db).await, 1_600);
    }
}

async fn log_len(db: &Db) -> i64 {
    let found = webhooks::log(db, endpoint_id(1), None, i64::MAX, 1)
        .await
        .unwrap();
    found[0].position
}
