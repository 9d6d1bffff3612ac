//! Removals of personal data and the auditor: what was removed by the rules is sound, and nobody hides behind it.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use credit_gateway::{
    clock::TestClock,
    entropy::SystemEntropy,
    flows::retention::{self, Asked, Done, Mode},
    store,
};
use domain::{
    actor::Actor,
    effects::{AuditAct, AuditRecord},
    id::ActId,
    retention::{RULES, Removal},
};

use super::{TestDatabase, databases_with, story};

/// Six years: everything of the story that has ended is over its time.
const YEARS: TimeDelta = TimeDelta::days(6 * 366);

async fn run(test: &TestDatabase, mode: Mode) -> Vec<Done> {
    let (clock, as_of) = (TestClock::at(test.now), test.now);
    let asked = Asked { as_of, mode };
    let mut entropy = SystemEntropy::new();
    let done = retention::run(&test.db, asked, &clock, &mut entropy, |_| ()).await;
    done.unwrap()
}

fn rows(all: &[Done]) -> Vec<(Removal, u64)> {
    all.iter()
        .map(|done| (done.rule.removal, done.rows))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_removed_was_counted_before_and_is_sound_afterwards() {
    for mut test in databases_with(story::QUIET).await {
        test.now += YEARS;
        let counted = rows(&run(&test, Mode::Look).await);
        assert_eq!(
            test.database.number("SELECT COUNT(*) FROM removals").await,
            0
        );
        let done = run(&test, Mode::Remove).await;
        assert_eq!(rows(&done), counted);
        assert!(
            done.iter()
                .all(|done| done.unlike.is_empty() && done.held == 0)
        );
        for (removal, least) in [(Removal::DepositName, 3), (Removal::InboxContent, 3)] {
            let (_, found) = counted.iter().find(|(of, _)| *of == removal).unwrap();
            assert!(*found >= least, "{removal}: {found}");
        }
        assert_eq!(test.broken().await, Vec::new());
        let again = rows(&run(&test, Mode::Remove).await);
        assert!(again.iter().all(|(_, rows)| *rows == 0), "{again:?}");
        let all: u64 = counted.iter().map(|(_, rows)| rows).sum();
        let recorded = test.database.number("SELECT COUNT(*) FROM removals").await;
        assert_eq!(u64::try_from(recorded).unwrap(), all);
        // The story goes on: rows that were emptied are read and written like others.
        test.now = story::goes_on(&test.db, test.now).await;
        assert_eq!(test.broken().await, Vec::new());
    }
}

/// Changes after a removal, and the checks that must find each.
const TAMPERINGS: [(&[&str], &str, &[&str]); 8] = [
    (
        &["deposits"],
        "UPDATE deposits SET name = 'x' WHERE name = ''",
        &["rows_recorded", "removals_due"],
    ),
    (
        &["deposits"],
        "UPDATE deposits SET amount = amount + 1 WHERE name = ''",
        &["rows_recorded"],
    ),
    (
        &["orders"],
        "UPDATE orders SET credits = credits + 1 WHERE id IN (SELECT row_id FROM removals)",
        &["rows_recorded"],
    ),
    (
        &["removals"],
        "UPDATE removals SET removal = 'order_session' WHERE removal = 'deposit_name'",
        &["rows_recorded", "removals_due"],
    ),
    (
        &["removals"],
        "UPDATE removals SET removed_at = removed_at - 158112000000000",
        &["rows_recorded", "removals_due"],
    ),
    (
        &["removals"],
        "DELETE FROM removals WHERE removal = 'deposit_name'",
        &["rows_recorded", "records_kept"],
    ),
    (
        &["removals", "deposits"],
        "UPDATE removals SET row_id = (SELECT MIN(id) FROM kept_deposits WHERE name <> '') \
         WHERE id = (SELECT MIN(id) FROM kept_removals WHERE removal = 'deposit_name')",
        &["rows_recorded"],
    ),
    (
        &["removals"],
        "UPDATE removals SET digest_after = digest_before",
        &["rows_recorded"],
    ),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_hides_behind_a_removal() {
    for mut test in databases_with(story::QUIET).await {
        test.now += YEARS;
        run(&test, Mode::Remove).await;
        for (tables, sql, found_by) in TAMPERINGS {
            let found = test.suffer(tables, sql).await;
            let must: BTreeSet<&str> = found_by.iter().copied().collect();
            assert!(found.is_superset(&must), "{sql}: {found:?}");
        }
        assert_eq!(test.broken().await, Vec::new());
    }
}

/// What the rules would not have removed yet, removed by the gateway's own code: recorded, and found all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removal_before_its_time_is_found_however_well_it_is_recorded() {
    for test in databases_with(story::QUIET).await {
        let rule = RULES
            .iter()
            .find(|rule| rule.removal == Removal::DepositName);
        let rule = rule.unwrap();
        let ids = store::retention::ids_after(&test.db, rule, "")
            .await
            .unwrap();
        let found = store::retention::found(&test.db, rule.removal, &ids, test.now).await;
        let found = found.unwrap();
        let removed = store::retention::remove(&test.db, rule, &found, act(test.now), |_| true);
        assert!(removed.await.unwrap().removed > 0);
        let broken = test.broken().await;
        let names: Vec<&str> = broken.iter().map(|check| check.name).collect();
        assert_eq!(names, ["removals_due"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_was_changed_is_left_alone_and_named() {
    for mut test in databases_with(story::QUIET).await {
        test.now += YEARS;
        test.prompt("UPDATE deposits SET amount = amount + 1 WHERE state = 'matched'")
            .await;
        let changed = "SELECT COUNT(*) FROM deposits WHERE state = 'matched'";
        let changed = test.database.number(changed).await;
        assert!(changed > 0);
        let done = run(&test, Mode::Remove).await;
        let unlike: usize = done.iter().map(|done| done.unlike.len()).sum();
        assert_eq!(i64::try_from(unlike).unwrap(), changed);
        let named = "SELECT COUNT(*) FROM deposits WHERE state = 'matched' AND name <> ''";
        assert_eq!(
            test.database.number(named).await,
            changed,
            "nothing is hidden"
        );
        let broken = test.broken().await;
        assert!(
            broken.iter().any(|check| check.name == "rows_recorded"),
            "{broken:?}"
        );
    }
}

fn act(at: DateTime<Utc>) -> AuditRecord {
    AuditRecord {
        id: ActId::new(at, &mut SystemEntropy::new()),
        by: Actor::Gateway,
        act: AuditAct::RetentionRemove,
        subject: Removal::DepositName.to_string(),
        detail: String::new(),
        at,
    }
}
