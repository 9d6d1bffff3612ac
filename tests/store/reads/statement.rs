//! What statements and streams read of a ledger.

use chrono::TimeDelta;
use credit_gateway::store::{Db, journal, reads::statement as stored};
use domain::{
    books::Changes,
    ledger::{Account, Entry},
    lot::Lot,
    statement::OfLot,
};

use crate::{databases, samples::*, write};

/// Minutes after the fixed instant of the samples.
fn minute(minutes: i64) -> i64 {
    TimeDelta::minutes(minutes).num_microseconds().unwrap()
}

/// An entry of alice's first lot that is dated in a minute.
fn dated(seq: i64, minutes: i64) -> Entry {
    let accounts = (Account::Available, Account::Held);
    entry("alice", seq, accounts, 1, Some(lot_id(1)), minute(minutes))
}

async fn with(db: &Db, entries: Vec<Entry>, lots: Vec<Lot>) {
    let mut alice = customer("alice");
    alice.seq = entries.len().try_into().unwrap();
    let changes = Changes {
        customers: vec![alice],
        lots,
        entries,
        ..Changes::default()
    };
    write(db, &changes).await.unwrap();
}

/// The clocks of two gateways differ, so an entry may be dated before one with a lower number.
#[tokio::test]
async fn a_period_begins_with_the_first_entry_that_is_dated_in_it() {
    for test in databases().await {
        let minutes = [0, 10, 20, 19, 22, 18, 30, 40, 40, 50];
        let entries = (1..).zip(minutes).map(|(seq, at)| dated(seq, at));
        with(&test.db, entries.collect(), vec![]).await;
        let alice = customer_id("alice");
        for (from, first) in [
            (-100, 1),
            (0, 1),
            (1, 2),
            (10, 2),
            (19, 3),
            (20, 3),
            (21, 5),
            (22, 5),
            (23, 7),
            (40, 8),
            (50, 10),
            (51, 11),
        ] {
            let found = stored::first_from(&test.db, &alice, 10, at(minute(from))).await;
            assert_eq!(found.unwrap(), first, "from minute {from}");
        }
        // Only what is there up to a number.
        let found = stored::first_from(&test.db, &alice, 5, at(minute(40))).await;
        assert_eq!(found.unwrap(), 6);
        let found = stored::first_from(&test.db, &customer_id("bob"), 0, at(0)).await;
        assert_eq!(found.unwrap(), 1);
        let hash = stored::entry_hash(&test.db, &alice, 10).await.unwrap();
        assert_eq!(hash, Some(dated(10, 50).hash));
        assert_eq!(stored::entry_hash(&test.db, &alice, 0).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_ledger_goes_back_to_any_of_its_entries() {
    for test in databases().await {
        let (one, two) = (Some(lot_id(1)), Some(lot_id(2)));
        let (available, held) = (Account::Available, Account::Held);
        let entries = vec![
            entry("alice", 1, (Account::Issued, available), 50, one, 1),
            entry("alice", 2, (Account::Issued, available), 30, two, 2),
            entry("alice", 3, (available, held), 20, one, 3),
            entry("alice", 4, (held, Account::Used), 15, one, 4),
            entry("alice", 5, (available, Account::Expired), 30, two, 5),
            entry("alice", 6, (Account::Clawback, Account::Owed), 3, None, 6),
        ];
        let first = Lot {
            held: credits(5),
            spent: credits(15),
            granted: credits(50),
            ..lot(1, "alice", 30, 50)
        };
        let second = Lot {
            expired: credits(30),
            granted: credits(30),
            ..lot(2, "alice", 0, 5)
        };
        with(&test.db, entries, vec![first, second]).await;
        let alice = customer_id("alice");
        for (seq, sums, lots) in [
            (6, (30, 5, 3), [(30, 5), (0, 0)]),
            (5, (30, 5, 0), [(30, 5), (0, 0)]),
            (4, (60, 5, 0), [(30, 5), (30, 0)]),
            (3, (60, 20, 0), [(30, 20), (30, 0)]),
            (2, (80, 0, 0), [(50, 0), (30, 0)]),
            (1, (50, 0, 0), [(50, 0), (0, 0)]),
            (0, (0, 0, 0), [(0, 0), (0, 0)]),
        ] {
            let now = stored::ledger(&test.db, &alice).await.unwrap().unwrap();
            assert_eq!(now.seq, 6);
            let mut then = now.back_to(&test.db, &alice, seq).await.unwrap();
            then.lots.sort_by_key(|lot| lot.id);
            let of = &then.standing.change;
            assert_eq!((of.available, of.held, of.debt), sums, "after {seq}");
            let expected = lots.map(|(available, held)| OfLot { available, held });
            let found = then.lots.iter().map(|lot| lot.opening.clone());
            assert_eq!(found.collect::<Vec<_>>(), expected, "after {seq}");
        }
        let nobody = stored::ledger(&test.db, &customer_id("bob")).await;
        assert!(nobody.unwrap().is_none());
    }
}

#[tokio::test]
async fn what_a_use_was_for_is_found_by_its_id() {
    for test in databases().await {
        write(&test.db, &one_of_everything()).await.unwrap();
        let ids = [
            spend_id(1).to_string(),
            hold_id(1).to_string(),
            "pay_x".to_owned(),
        ];
        let found = stored::used(&test.db, ids.iter().map(String::as_str)).await;
        let found = found.unwrap();
        assert_eq!(found.len(), 2);
        for (id, meter, reference) in [(&ids[0], "video.generate", NASTY), (&ids[1], "m", "r")] {
            assert_eq!(
                (found[id].meter.as_str(), found[id].reference.as_str()),
                (meter, reference)
            );
        }
        let customers = ["alice", "bob"].map(customer_id);
        let last = stored::last_entries(&test.db, &customers);
        assert_eq!(last.await.unwrap(), [(customer_id("alice"), 2)]);
    }
}

#[tokio::test]
async fn the_latest_entry_under_a_seal_is_found_with_its_blocks() {
    for test in databases().await {
        let alice = customer_id("alice");
        with(&test.db, vec![dated(1, 1), dated(2, 1)], vec![]).await;
        let early = journal::heads(&test.db).await.unwrap();
        let changes = Changes {
            customers: vec![customer("alice")],
            entries: vec![dated(3, 2), dated(4, 2)],
            ..Changes::default()
        };
        write(&test.db, &changes).await.unwrap();
        let late = journal::heads(&test.db).await.unwrap();
        let sought = async |range, heads: &[journal::Head]| {
            stored::sealed_entry(&test.db, &alice, range, heads)
                .await
                .unwrap()
        };
        // Of the entries of a batch the last is recorded.
        let first = sought((1, 4), &early).await.unwrap();
        assert_eq!(first.0, 2);
        assert_eq!(sought((1, 4), &late).await.unwrap().0, 4);
        assert_eq!(sought((1, 3), &late).await, Some(first));
        assert_eq!(sought((3, 3), &late).await, None);
        assert_eq!(sought((3, 4), &early).await, None);
        let block = domain::statement::anchor::block_of(first.1);
        let blocks = stored::blocks(&test.db, block, block).await.unwrap();
        let sealed = early.iter().find(|head| head.hash == blocks[0].hash);
        assert_eq!((blocks.len(), sealed.is_some()), (1, true));
        assert!(
            stored::blocks(&test.db, block + 1, block + 127)
                .await
                .unwrap()
                .is_empty()
        );
    }
}
