//! Points of balances: where the writer adds them, and that they make no difference but to how much is read.

use chrono::TimeDelta;
use credit_gateway::store::{
    Db, Span, Timeline, Tx,
    engine::Engine,
    reads::{self, EntryFilter, SCANNED_MAX},
};
use domain::{
    kind::Kind,
    ledger::{Act, POINT_EVERY},
};
use futures_util::future::join_all;
use sqlx::Row as _;

use super::{Told, ledger::assert_booked};
use crate::{databases, prompt};

async fn points(db: &Db) -> Vec<(i64, i64)> {
    let sql = "SELECT seq, available FROM balance_points ORDER BY customer_id, seq";
    match &mut db.begin().await.unwrap() {
        Tx::Postgres(tx) => {
            let rows = sqlx::query(sql).fetch_all(&mut **tx).await.unwrap();
            rows.iter().map(|row| (row.get(0), row.get(1))).collect()
        }
        Tx::Sqlite(tx) => {
            let rows = sqlx::query(sql).fetch_all(&mut **tx).await.unwrap();
            rows.iter().map(|row| (row.get(0), row.get(1))).collect()
        }
    }
}

#[tokio::test]
async fn a_chain_that_passes_a_multiple_gets_one_point_and_pages_begin_there() {
    for test in databases().await {
        let told = Told::begin(&test.db);
        for n in 0..1_000 {
            told.pass(TimeDelta::seconds(1));
            if n % 200 == 0 {
                told.does(told.grant(Kind::Promotional, 500)).await.unwrap();
            }
            told.does(told.spend(1, "m", "r")).await.unwrap();
        }
        assert_eq!(points(&test.db).await, [], "no multiple was passed");
        let more = (0..1_200).map(|_| told.does(told.spend(1, "m", "r")));
        assert!(join_all(more).await.iter().all(Option::is_some));
        let entries = told.entries(500).await;
        assert_eq!(entries.len(), 2_205);
        assert_booked(&entries);
        let found = points(&test.db).await;
        assert_eq!(found.len(), 2, "{found:?}");
        for ((seq, available), multiple) in found.iter().zip([POINT_EVERY, 2 * POINT_EVERY]) {
            assert!(*seq >= multiple && *seq < multiple + 600, "{seq}");
            let index = usize::try_from(seq - 1).unwrap();
            assert_eq!(entries[index].available_after.get(), *available);
        }
        // A page reads from the nearest point on, and nothing before it: those entries may be anything.
        let (seq, _) = found[0];
        let page = Timeline {
            after: seq,
            limit: 3,
        };
        let all = EntryFilter::default();
        let walked = reads::entries(told.db, &told.customer, &all, page).await;
        let index = usize::try_from(seq).unwrap();
        assert_eq!(walked.unwrap().entries, entries[index..index + 3]);
        // Without points there is only more to read.
        prompt(&test.db, "DELETE FROM balance_points")
            .await
            .unwrap();
        assert_eq!(told.entries(500).await, entries);
        // Those of chains that were there before the table are made by its migration.
        let migration = match test.db.engine() {
            Engine::Postgres => include_str!("../../../migrations/postgres/0005_history.sql"),
            Engine::Sqlite => include_str!("../../../migrations/sqlite/0005_history.sql"),
        };
        let (_, made) = migration.split_at(migration.find("INSERT INTO").unwrap());
        prompt(&test.db, made).await.unwrap();
        let found = points(&test.db).await;
        let numbers: Vec<i64> = found.iter().map(|(seq, _)| *seq).collect();
        assert_eq!(numbers, [POINT_EVERY, 2 * POINT_EVERY]);
        for (seq, available) in found {
            let index = usize::try_from(seq - 1).unwrap();
            assert_eq!(entries[index].available_after.get(), available);
        }
        assert_eq!(told.entries(500).await, entries);
    }
}

#[tokio::test]
async fn a_rare_act_is_looked_for_in_steps_and_a_time_is_found_by_points() {
    for test in databases().await {
        let told = Told::begin(&test.db);
        told.does(told.grant(Kind::Promotional, 1_000_000))
            .await
            .unwrap();
        let spends = SCANNED_MAX + 500;
        for _ in 0..=spends / 500 {
            told.pass(TimeDelta::hours(1));
            let many = (0..500).map(|_| told.does(told.spend(1, "m", "r")));
            assert!(join_all(many).await.iter().all(Option::is_some));
        }
        told.pass(TimeDelta::hours(1));
        let last = told.now();
        let found = told.does(told.grant(Kind::Membership, 1)).await.unwrap();
        let grants = EntryFilter {
            act: Some(Act::Grant),
            ..EntryFilter::default()
        };
        let ask = async |filter: &EntryFilter, after| {
            let page = Timeline { after, limit: 10 };
            let walked = reads::entries(told.db, &told.customer, filter, page).await;
            walked.unwrap()
        };
        let first = ask(&grants, 0).await;
        assert_eq!(first.entries.len(), 1);
        assert_eq!(first.looked_up_to, Some(SCANNED_MAX));
        let second = ask(&grants, SCANNED_MAX).await;
        assert_eq!(second.entries.len(), 1);
        assert_eq!(second.looked_up_to, None);
        assert_eq!(second.entries[0].entry.lot, Some(found.id));
        // By its time it is found at once.
        let late = EntryFilter {
            span: Span {
                from: Some(last),
                until: None,
            },
            ..grants
        };
        assert_eq!(ask(&late, 0).await, second);
        // A time that is over ends the list before the chain ends.
        let early = EntryFilter {
            span: Span {
                from: None,
                until: Some(crate::samples::at(1)),
            },
            ..grants
        };
        let early = ask(&early, 0).await;
        assert_eq!((early.entries.len(), early.looked_up_to), (1, None));
    }
}
