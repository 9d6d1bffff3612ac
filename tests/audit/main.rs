//! The auditor on both engines: it reports nothing for a sound database, and names each damage by the check it
//! breaks.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod damages;
mod sealed;
mod story;
mod tampered;

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use credit_gateway::store::{
    Db, Tx,
    audit::{Check, SHOWN_MAX, audit},
};
use damages::DAMAGES;
use kit::{database::Database, truth::days_off};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqliteConnection};
use tokio_util::task::TaskTracker;

/// A database in which every kind of event has happened.
struct TestDatabase {
    db: Db,
    now: DateTime<Utc>,
    database: Database,
}

/// One of each engine.
async fn databases() -> Vec<TestDatabase> {
    databases_with(story::BUSY).await
}

async fn databases_with(busy_spends: i64) -> Vec<TestDatabase> {
    let mut databases = empty_databases().await;
    for test in &mut databases {
        test.now = story::tell(&test.db, busy_spends).await;
    }
    databases
}

/// The same before anything happened.
async fn empty_databases() -> Vec<TestDatabase> {
    let made = kit::database::databases().await;
    made.into_iter()
        .map(|made| TestDatabase {
            db: made.db,
            now: story::beginning(),
            database: made.database,
        })
        .collect()
}

impl TestDatabase {
    /// Runs statements, like a person at the database's own prompt.
    async fn prompt(&self, sql: &str) {
        let mut tx = self.db.begin().await.unwrap();
        for statement in sql
            .split(';')
            .filter(|statement| !statement.trim().is_empty())
        {
            let text = AssertSqlSafe(statement.to_owned());
            let done = match &mut tx {
                Tx::Postgres(tx) => tx.execute(text).await.map(|done| done.rows_affected()),
                Tx::Sqlite(tx) => tx.execute(text).await.map(|done| done.rows_affected()),
            };
            done.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        tx.commit().await.unwrap();
    }

    async fn broken(&self) -> Vec<Check> {
        audit(&self.db, self.now, &days_off())
            .await
            .unwrap()
            .into_iter()
            .filter(|check| !check.holds())
            .collect()
    }

    /// Removes every constraint, trigger and index of a table, and keeps its rows aside.
    async fn strip(&self, table: &str) {
        self.prompt(&format!(
            "CREATE TABLE kept_{table} AS SELECT * FROM {table}; DROP TABLE {table};
             CREATE TABLE {table} AS SELECT * FROM kept_{table}"
        ))
        .await;
    }

    async fn restore(&self, table: &str) {
        self.prompt(&format!(
            "DROP TABLE {table}; ALTER TABLE kept_{table} RENAME TO {table}"
        ))
        .await;
    }

    /// The checks that a change of these tables breaks. Afterwards the tables are restored.
    async fn suffer(&self, tables: &[&str], sql: &str) -> BTreeSet<&'static str> {
        for table in tables {
            self.strip(table).await;
        }
        self.prompt(sql).await;
        let broken = self.broken().await;
        for table in tables {
            self.restore(table).await;
        }
        for check in &broken {
            assert!(
                check
                    .broken
                    .iter()
                    .all(|row| !row.id.is_empty() && !row.detail.is_empty()),
                "{check:?}"
            );
        }
        broken.iter().map(|check| check.name).collect()
    }
}

/// The error in the found checks, if any.
fn missed(name: &str, found_by: &[&'static str], found: &BTreeSet<&'static str>) -> Option<String> {
    let missed: Vec<&&str> = found_by
        .iter()
        .filter(|check| !found.contains(*check))
        .collect();
    (found.is_empty() || !missed.is_empty())
        .then(|| format!("{name}: not found by {missed:?}, but by {found:?}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sound_database_breaks_nothing() {
    for test in databases().await {
        assert_eq!(test.broken().await, Vec::new());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_audit_amid_writing_sees_one_instant() {
    for test in empty_databases().await {
        let after_all = story::beginning() + TimeDelta::days(10_000);
        let telling = TaskTracker::new().spawn({
            let db = test.db.clone();
            async move { story::tell(&db, story::BUSY).await }
        });
        let mut audits = 0;
        while !telling.is_finished() {
            let broken: Vec<Check> = audit(&test.db, after_all, &days_off())
                .await
                .unwrap()
                .into_iter()
                .filter(|check| !check.holds())
                .collect();
            assert_eq!(broken, Vec::new());
            audits += 1;
        }
        telling.await.unwrap();
        assert!(audits > 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_damage_is_named_by_the_checks_it_breaks() {
    for test in databases().await {
        let mut wrong = Vec::new();
        for damage in DAMAGES {
            let found = test.suffer(damage.tables, damage.sql).await;
            wrong.extend(missed(damage.sql, damage.breaks, &found));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert_eq!(
            test.broken().await,
            Vec::new(),
            "the last damage was mended"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_tampering_is_found_by_the_checks_that_must_find_it() {
    assert!(tampered::found().count() >= 120);
    for test in databases_with(story::QUIET).await {
        let mut wrong = Vec::new();
        for tampering in tampered::found() {
            let found = test.suffer(tampering.tables, tampering.sql).await;
            wrong.extend(missed(tampering.name, tampering.found_by, &found));
        }
        assert!(wrong.is_empty(), "{}: {wrong:#?}", wrong.len());
        assert_eq!(test.broken().await, Vec::new(), "the last was mended");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn few_tamperings_are_found_by_nothing_and_each_has_its_reason() {
    assert!(tampered::NOT_FOUND.len() <= 5);
    for test in databases_with(story::QUIET).await {
        for (tampering, reason) in tampered::NOT_FOUND {
            let found = test.suffer(tampering.tables, tampering.sql).await;
            assert_eq!(found, BTreeSet::new(), "{}: {reason}", tampering.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_check_is_seen_to_break() {
    let test = empty_databases().await.remove(0);
    let checks = audit(&test.db, test.now, &days_off()).await.unwrap();
    let names: BTreeSet<&str> = checks.iter().map(|check| check.name).collect();
    assert_eq!(names.len(), checks.len(), "a name stands for one check");
    assert_eq!(
        names,
        DAMAGES
            .iter()
            .flat_map(|damage| damage.breaks)
            .chain(tampered::found().flat_map(|tampering| tampering.found_by))
            .copied()
            .collect()
    );
    assert!(
        checks.iter().all(Check::holds),
        "an empty database is sound"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_broken_rows_are_counted_and_some_are_named() {
    for test in databases().await {
        for table in ["spends", "entries"] {
            test.strip(table).await;
        }
        test.prompt(
            "UPDATE spends SET credits = credits + 1, parts = '[]'; UPDATE entries SET hash = 'x'",
        )
        .await;
        let broken = test.broken().await;
        for (name, least) in [
            ("spends_posted", 500),
            ("parts_posted", 500),
            ("chain_hashes", 2_000),
        ] {
            let check = broken.iter().find(|check| check.name == name).unwrap();
            assert!(check.count >= least, "{name}: {}", check.count);
            assert_eq!(check.broken.len(), SHOWN_MAX, "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_audited_beside_the_gateway_that_has_it_open() {
    let test = databases().await.remove(0);
    let beside = Db::open_read_only(&test.database.url).await.unwrap();
    assert!(
        audit(&beside, test.now, &days_off())
            .await
            .unwrap()
            .iter()
            .all(Check::holds)
    );
    test.prompt("UPDATE customers SET debt = 7 WHERE id = 'dave'")
        .await;
    let broken: Vec<Check> = audit(&beside, test.now, &days_off())
        .await
        .unwrap()
        .into_iter()
        .filter(|check| !check.holds())
        .collect();
    let named: Vec<_> = broken
        .iter()
        .map(|check| (check.name, check.broken[0].id.as_str()))
        .collect();
    assert_eq!(named, [("debts", "dave"), ("debts_of_payments", "dave")]);
}

/// A backup is stored on a read-only medium.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_made_by_vacuum_into_is_audited_without_being_written() {
    use std::os::unix::fs::PermissionsExt as _;

    let test = databases().await.remove(0);
    let kept = test.database.folder().join("kept");
    std::fs::create_dir(&kept).unwrap();
    let copy = kept.join("copy.db");
    let mut person = SqliteConnection::connect(&test.database.url).await.unwrap();
    let vacuum = format!("VACUUM INTO '{}'", copy.display());
    person.execute(AssertSqlSafe(vacuum)).await.unwrap();
    person.close().await.unwrap();
    std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o444)).unwrap();
    std::fs::set_permissions(&kept, std::fs::Permissions::from_mode(0o555)).unwrap();
    let before = std::fs::read(&copy).unwrap();
    let reader = Db::open_read_only(&format!("sqlite:{}", copy.display()))
        .await
        .unwrap();
    let checks = audit(&reader, test.now, &days_off()).await.unwrap();
    reader.close().await;
    assert!(checks.iter().all(Check::holds));
    assert_eq!(std::fs::read(&copy).unwrap(), before);
    assert_eq!(std::fs::read_dir(&kept).unwrap().count(), 1);
    std::fs::set_permissions(&kept, std::fs::Permissions::from_mode(0o755)).unwrap();
}
