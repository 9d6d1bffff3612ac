//! Common mistakes of integrators of each provider, gathered from documents, forums and public code before the
//! adapters were written. Each has the test that covers it, or the reason why it cannot occur. The tables are data;
//! the tests here compare them with the source tree.

mod bank;
mod gaps;
mod kakaopay;
mod naverpay;
mod portone;
mod toss;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::fixtures::rows;

/// One trap: its number in its list, its description, and its coverage.
type Trap = (u32, &'static str, Cover);

enum Cover {
    /// Tests that fail when the mistake is made, or cases of the list, `confirm/session_over`.
    By(&'static [&'static str]),
    /// It cannot occur here, for this reason.
    Never(&'static str),
}

const LISTS: [(&str, &[Trap], u32); 5] = [
    ("toss", toss::TRAPS, 36),
    ("kakaopay", kakaopay::TRAPS, 27),
    ("naverpay", naverpay::TRAPS, 32),
    ("portone", portone::TRAPS, 24),
    ("bank", bank::TRAPS, 31),
];

#[test]
fn every_trap_of_every_list_has_its_place() {
    for (list, traps, count) in LISTS {
        let numbers: Vec<_> = traps.iter().map(|(number, ..)| *number).collect();
        assert_eq!(numbers, (1..=count).collect::<Vec<_>>(), "{list}");
        for (number, title, cover) in traps {
            assert!(title.contains(' '), "{list} {number}: {title}");
            match cover {
                Cover::By(tests) => assert!(!tests.is_empty(), "{list} {number}"),
                Cover::Never(why) => {
                    assert!(
                        why.split_whitespace().count() >= 5,
                        "{list} {number}: {why}"
                    );
                }
            }
        }
    }
}

/// A function of a test file counts when an attribute marks it as a test. It also counts when its name occurs there a
/// second time, as in a list of tests that are run on both databases.
#[test]
fn every_test_that_is_named_exists() {
    let known = tests_of_the_tree();
    assert!(
        known.len() > 300,
        "the tests were not found: {}",
        known.len()
    );
    let mut missing = Vec::new();
    for (list, traps, _) in LISTS {
        for (number, _, cover) in traps {
            if let Cover::By(tests) = cover {
                let is_known = |test: &str| match test.split_once('/') {
                    Some(_) => rows(list).iter().any(|(case, _)| case == test),
                    None => known.contains(test),
                };
                let unknown = tests.iter().filter(|test| !is_known(test));
                missing.extend(unknown.map(|test| format!("{list} {number}: {test}")));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

fn tests_of_the_tree() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders: Vec<PathBuf> = ["src", "providers", "tests"]
        .map(|it| root.join(it))
        .to_vec();
    let mut known = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let source = fs::read_to_string(&path).expect("a source");
                if source.contains("#[test]")
                    || source.contains("::test")
                    || source.contains("_engines")
                {
                    known.extend(tests_of(&source));
                }
            }
        }
    }
    known
}

fn tests_of(source: &str) -> Vec<String> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let functions = source.match_indices("fn ").filter_map(|(at, start)| {
        let rest = &source[at + start.len()..];
        let name = &rest[..rest.find(|c| !word(c))?];
        let before = source[..at].trim_end_matches("async ").trim_end();
        let attribute = before
            .lines()
            .last()
            .is_some_and(|line| line.trim_start().starts_with("#[") && line.contains("test"));
        let listed = || {
            source
                .lines()
                .any(|line| line.trim().trim_end_matches(',') == name)
        };
        (!name.is_empty() && (attribute || listed())).then(|| name.to_owned())
    });
    functions.collect()
}

#[test]
fn a_test_is_told_from_other_functions() {
    let source = "both_engines!(\n    listed,\n);\nasync fn listed() {}\n#[test]\nfn plain() {}\n\
        #[tokio::test]\nasync fn slow() {}\nfn helper() {}\n#[cfg(unix)]\nfn other() {}\n";
    assert_eq!(tests_of(source), ["listed", "plain", "slow"]);
}
