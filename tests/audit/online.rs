//! The auditor beside a running gateway finds what the one over the whole finds, under the same names, slice by slice.

use std::collections::BTreeSet;

use credit_gateway::store::audit::{Auditor, Check, Fault, Progress, Stage, audit, judged};
use kit::truth::days_off;

use super::{
    TestDatabase,
    damages::{DAMAGES, Damage},
    databases, databases_with, empty_databases,
    found::missed,
    story, tampered,
};

/// Tamperings that are tried on one database. A table that was restored has lost its indexes, and slices are found by these,
/// so that a database serves only some.
const SERVES: usize = 40;
/// Of hundreds of tamperings each so many is tried: a pass takes seconds. The damages above break every invariant.
const EVERY: usize = 16;

/// Everything that a pass finds.
async fn pass(test: &TestDatabase, auditor: &Auditor) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut next = Progress::begin(&test.db, "key".to_owned(), test.now)
        .await
        .ok();
    while let Some(progress) = next {
        // What a gateway keeps from slice to slice, on whichever it goes on.
        let kept = serde_json::to_string(&progress).unwrap();
        let progress: Progress = serde_json::from_str(&kept).unwrap();
        let done = auditor
            .slice(&test.db, progress, test.now, &days_off())
            .await
            .unwrap();
        found.extend(done.faults);
        next = done.next;
    }
    found
}

fn kinds(found: &[Fault]) -> BTreeSet<&'static str> {
    found.iter().map(|fault| fault.kind).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_invariant_has_its_slices() {
    let test = empty_databases().await.remove(0);
    let checks = audit(&test.db, test.now, &days_off()).await.unwrap();
    let without: Vec<&str> = checks
        .iter()
        .map(|check| check.name)
        .filter(|name| judged(name).is_empty())
        .collect();
    assert_eq!(without, Vec::<&str>::new(), "say in which stage");
    let judging: BTreeSet<Stage> = checks
        .iter()
        .flat_map(|check| judged(check.name))
        .copied()
        .collect();
    assert_eq!(judging, Stage::ALL.into_iter().collect());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pass_through_sound_books_finds_nothing() {
    for test in databases().await {
        assert_eq!(pass(&test, &Auditor::default()).await, Vec::new());
    }
}

/// What is wrong with what the auditors name.
enum Wrong {
    /// The one over the whole does not name all that is broken.
    Missed,
    /// A pass names other checks.
    Differs(String),
}

/// Both auditors over the same damage.
async fn differ(
    test: &TestDatabase,
    auditor: &Auditor,
    Damage {
        tables,
        sql,
        breaks,
    }: &Damage,
) -> Result<(), Wrong> {
    for table in *tables {
        test.strip(table).await;
    }
    test.prompt(sql).await;
    let whole: BTreeSet<&str> = test.broken().await.iter().map(|check| check.name).collect();
    let found = pass(test, auditor).await;
    for table in *tables {
        test.restore(table).await;
    }
    let online = kinds(&found);
    if missed(sql, breaks, &whole).is_some() {
        return Err(Wrong::Missed);
    }
    if online != whole {
        let why = format!("{sql}: {whole:?} as a whole, {online:?} by slices: {found:#?}");
        return Err(Wrong::Differs(why));
    }
    Ok(())
}

/// Damages for which the quiet story is too short. The busy one takes ten times as long.
const OF_THE_BUSY_MAX: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_damage_is_named_by_the_checks_it_breaks_and_in_one_pass_by_the_same() {
    let (mut unseen, mut wrong) = (Vec::new(), Vec::new());
    for test in databases_with(story::QUIET).await {
        let auditor = Auditor::default();
        for damage in DAMAGES {
            match differ(&test, &auditor, damage).await {
                Ok(()) => {}
                Err(Wrong::Missed) => unseen.push(damage),
                Err(Wrong::Differs(why)) => wrong.push(why),
            }
        }
        assert_eq!(test.broken().await, Vec::new(), "the last was mended");
    }
    assert!(unseen.len() <= OF_THE_BUSY_MAX, "{}", unseen.len());
    for test in databases_with(story::BUSY).await {
        for damage in &unseen {
            let found = test.suffer(damage.tables, damage.sql).await;
            wrong.extend(missed(damage.sql, damage.breaks, &found));
        }
    }
    assert!(wrong.is_empty(), "{}: {}", wrong.len(), wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes many minutes: a table without its indexes is read whole for each slice"]
async fn tamperings_are_found_in_one_pass_under_the_same_names() {
    // One engine is enough, the damages above are told apart on both.
    let all: Vec<_> = tampered::found().step_by(EVERY).collect();
    let mut wrong = Vec::new();
    for some in all.chunks(SERVES) {
        let test = databases_with(story::QUIET).await.remove(0);
        let auditor = Auditor::default();
        for one in some {
            for table in one.tables {
                test.strip(table).await;
            }
            test.prompt(one.sql).await;
            let found = kinds(&pass(&test, &auditor).await);
            for table in one.tables {
                test.restore(table).await;
            }
            if !one.found_by.iter().all(|check| found.contains(check)) {
                wrong.push(format!("{}: {:?}, not {found:?}", one.name, one.found_by));
            }
        }
    }
    assert!(wrong.is_empty(), "{}: {}", wrong.len(), wrong.join("\n"));
}

/// Rows that change while a pass goes on are in a version that its sums do not count.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_during_a_pass_is_no_finding() {
    for mut test in databases_with(story::QUIET).await {
        let auditor = Auditor::default();
        let mut next = Progress::begin(&test.db, "key".to_owned(), test.now)
            .await
            .ok();
        let (mut slices, off) = (0, days_off());
        while let Some(progress) = next {
            let slice = auditor.slice(&test.db, progress, test.now, &off);
            let done = slice.await.unwrap();
            assert_eq!(done.faults, Vec::new());
            next = done.next;
            slices += 1;
            if slices % 7 == 0 {
                test.now = story::goes_on(&test.db, test.now).await;
            }
        }
        assert!(slices > 50, "{slices}");
        let checks: Vec<Check> = test.broken().await;
        assert_eq!(checks, Vec::new());
    }
}
