//! Numbers of events, and the feed that they are read from.

use credit_gateway::store::{
    Db, books, feed,
    journal::{Chain, Draft},
    save,
};
use domain::{
    books::{Changes, Needs},
    event::EventRecord,
};

use crate::{databases, samples::*, write};

/// Writes events of customers on a chain, as one of the writers does, up to the commit.
async fn begin(
    db: &Db,
    chain: Option<&Chain>,
    events: Vec<EventRecord>,
) -> (credit_gateway::store::Tx, Chain) {
    let owners = events.iter().filter_map(|record| record.event.customer());
    let customers: std::collections::BTreeSet<_> = owners.cloned().collect();
    let ids: Vec<_> = customers.iter().cloned().collect();
    books::make_customers(db, &ids, at(0)).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let needs = Needs {
        customers,
        ..Needs::default()
    };
    let mut locked = books::lock(&mut tx, &needs).await.unwrap();
    let draft = Draft::begin(&mut tx, chain, at(0), locked.take_places());
    let draft = draft.await.unwrap();
    let changes = Changes {
        events,
        ..Changes::default()
    };
    let chain = save::save(&mut tx, &locked, &changes, draft).await.unwrap();
    (tx, chain)
}

async fn add(db: &Db, chain: Option<&Chain>, events: Vec<EventRecord>) -> Chain {
    let (tx, chain) = begin(db, chain, events).await;
    tx.commit().await.unwrap();
    chain
}

async fn read(db: &Db, wanted: &feed::Wanted, after: i64) -> Vec<(String, Option<i64>)> {
    let found = feed::events(db, wanted, after, 100).await.unwrap();
    let found = found.into_iter();
    found
        .map(|event| (event.id.to_string(), event.seq))
        .collect()
}

fn named(n: u64, seq: i64) -> (String, Option<i64>) {
    (event_id(n).to_string(), Some(seq))
}

#[tokio::test]
async fn a_customers_events_are_numbered_without_a_gap_whoever_writes_them() {
    for test in databases().await {
        let db = &test.db;
        let one = add(
            db,
            None,
            vec![event_of(9, "ann"), event_of(8, "bob"), event_of(7, "ann")],
        )
        .await;
        let other = add(db, None, vec![event_of(6, "ann")]).await;
        add(db, Some(&one), vec![event_of(5, "ann"), event_of(4, "bob")]).await;
        add(db, Some(&other), vec![event_of(3, "bob")]).await;
        assert_eq!(feed::extend(db).await.unwrap(), 7);
        assert_eq!(feed::extend(db).await.unwrap(), 0);
        let of = |name| feed::Wanted {
            customer: Some(customer_id(name)),
            kind: None,
        };
        let ann = [named(9, 1), named(7, 2), named(6, 3), named(5, 4)];
        assert_eq!(read(db, &of("ann"), 0).await, ann);
        assert_eq!(read(db, &of("ann"), 2).await, ann[2..]);
        assert_eq!(
            read(db, &of("bob"), 0).await,
            [named(8, 1), named(4, 2), named(3, 3)]
        );
        // The feed has each customer's in that order, whatever the ids.
        let all = read(db, &feed::Wanted::default(), 0).await;
        let of_ann: Vec<_> = all
            .iter()
            .filter(|event| ann.contains(event))
            .cloned()
            .collect();
        assert_eq!((all.len(), of_ann.as_slice()), (7, &ann[..]));
        let fifth: domain::id::EventId = all[4].0.parse().unwrap();
        assert_eq!(feed::position(db, fifth).await.unwrap(), Some(5));
        assert_eq!(read(db, &feed::Wanted::default(), 5).await, all[5..]);
        let kind = Some(domain::event::EventKind::OrderContradicted);
        let wanted = feed::Wanted {
            customer: None,
            kind,
        };
        assert_eq!(read(db, &wanted, 6).await, all[6..]);
        let none = Some(domain::event::EventKind::OrderFailed);
        let wanted = feed::Wanted {
            customer: None,
            kind: none,
        };
        assert!(read(db, &wanted, 0).await.is_empty());
    }
}

/// The mistake that a reader by id makes: an event with a smaller id is committed after one with a larger id was read.
#[tokio::test]
async fn an_event_that_is_committed_late_is_not_missed() {
    let databases = databases().await;
    // SQLite has one writer: nothing is committed late there.
    let Some(test) = databases.get(1) else {
        return;
    };
    let db = &test.db;
    let one = add(db, None, vec![event_of(8, "ann")]).await;
    let other = add(db, None, vec![event_of(9, "bob")]).await;
    let (late, _) = begin(db, Some(&one), vec![event_of(1, "ann")]).await;
    add(db, Some(&other), vec![event_of(2, "bob")]).await;
    assert_eq!(feed::extend(db).await.unwrap(), 3);
    assert_eq!(feed::head(db).await.unwrap(), 3);
    late.commit().await.unwrap();
    assert_eq!(feed::extend(db).await.unwrap(), 1);
    let all = read(db, &feed::Wanted::default(), 2).await;
    assert_eq!(all, [named(2, 2), named(1, 2)]);
}

#[tokio::test]
async fn a_batch_without_events_adds_nothing_and_hides_nothing() {
    for test in databases().await {
        let db = &test.db;
        write(db, &one_of_everything()).await.unwrap();
        assert_eq!(feed::extend(db).await.unwrap(), 1);
        let mut quiet = Changes::default();
        quiet.audit_log.push(act(8));
        write(db, &quiet).await.unwrap();
        assert_eq!(feed::extend(db).await.unwrap(), 0);
        let chain = add(db, None, vec![event_of(2, "alice")]).await;
        add(db, Some(&chain), vec![event_of(3, "alice")]).await;
        assert_eq!(feed::extend(db).await.unwrap(), 2);
        assert_eq!(feed::head(db).await.unwrap(), 3);
        let numbers: Vec<_> = read(db, &feed::Wanted::default(), 0).await;
        assert_eq!(numbers, [named(1, 1), named(2, 2), named(3, 3)]);
        assert_eq!(feed::first_from(db, event_id(2)).await.unwrap(), Some(2));
        assert_eq!(
            feed::event(db, event_id(3)).await.unwrap().unwrap().seq,
            Some(3)
        );
    }
}

#[tokio::test]
async fn two_gateways_that_extend_the_feed_at_once_add_each_event_once() {
    for test in databases().await {
        let db = &test.db;
        let mut chain = None;
        for n in 0..40 {
            chain = Some(add(db, chain.as_ref(), vec![event_of(n + 1, "ann")]).await);
            if n % 8 == 7 {
                let (one, other) = tokio::join!(feed::extend(db), feed::extend(db));
                assert_eq!(one.unwrap() + other.unwrap(), 8);
            }
        }
        let all = read(db, &feed::Wanted::default(), 0).await;
        let numbers: Vec<i64> = all.into_iter().filter_map(|(_, seq)| seq).collect();
        assert_eq!(numbers, (1..=40).collect::<Vec<i64>>());
    }
}
