//! Each tampering is found; each damage, too, in `online`, by both auditors at once.

use std::collections::BTreeSet;

use credit_gateway::store::{
    audit::{Check, SHOWN_MAX, audit},
    engine::Engine,
};
use kit::truth::days_off;

use super::damages::DAMAGES;
use super::{
    database_of, databases, databases_with, empty_databases, story,
    tampered::{self, Tampering},
};

/// The error in the found checks, if any.
pub(crate) fn missed(
    name: &str,
    found_by: &[&'static str],
    found: &BTreeSet<&'static str>,
) -> Option<String> {
    let missed: Vec<&&str> = found_by
        .iter()
        .filter(|check| !found.contains(*check))
        .collect();
    (found.is_empty() || !missed.is_empty())
        .then(|| format!("{name}: not found by {missed:?}, but by {found:?}"))
}

/// Every how manieth tampering is tried on PostgreSQL, where each audit takes half a second. SQLite tries all, with the same
/// statements of the auditor. All are tried where the long torture is asked for.
const ON_POSTGRES: usize = 3;

fn every(engine: Engine) -> usize {
    let all = engine == Engine::Sqlite || std::env::var_os("TORTURE").is_some();
    if all { 1 } else { ON_POSTGRES }
}

/// What is tried on a story: only the busy one is long enough that a page of the ledger ends inside a posting.
async fn each_is_found(engine: Engine, busy_spends: i64) {
    assert!(tampered::found().count() >= 120);
    let of_entries = |one: &&'static Tampering| one.tables.contains(&"entries");
    let busy = busy_spends == story::BUSY;
    let tamperings = tampered::found().filter(|one| of_entries(one) == busy);
    let tamperings = tamperings.step_by(every(engine));
    let test = database_of(engine, busy_spends).await;
    let mut wrong = Vec::new();
    for tampering in tamperings {
        let found = test.suffer(tampering.tables, tampering.sql).await;
        wrong.extend(missed(tampering.name, tampering.found_by, &found));
    }
    assert!(wrong.is_empty(), "{}: {wrong:#?}", wrong.len());
    assert_eq!(test.broken().await, Vec::new(), "the last was mended");
}

/// One test of each, because all of them take minutes and go side by side.
mod each_tampering {
    use super::{Engine, each_is_found, story};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn each_tampering_is_found_on_postgres() {
        each_is_found(Engine::Postgres, story::QUIET).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn each_tampering_is_found_on_sqlite() {
        each_is_found(Engine::Sqlite, story::QUIET).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn of_entries_on_postgres() {
        each_is_found(Engine::Postgres, story::BUSY).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn of_entries_on_sqlite() {
        each_is_found(Engine::Sqlite, story::BUSY).await;
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
