//! A test of the code's structure: which part may name which, where dangerous calls are allowed, how long a file may
//! be. It reads the sources as text; every exception is listed here with its reason.
#![expect(
    clippy::unwrap_used,
    reason = "a source that cannot be read fails the test"
)]

mod adapters;
mod arrows;
mod bad_days;
mod circles;
mod correctness_page;
mod dangerous;
mod map;
mod packages;
mod pages;
mod policy_page;
mod retention_page;
mod sizes;
mod source;

use std::collections::BTreeSet;

use source::{files, first_word, read, sources};

#[test]
fn every_seeded_mistake_is_caught_by_a_test() {
    let mut seeded = BTreeSet::new();
    let definition = |source: &source::Source| source.path.ends_with("canary.rs");
    for source in sources().iter().filter(|source| !definition(source)) {
        let places = source.code.split("canary!(").skip(1);
        seeded.extend(places.map(|place| first_word(place).to_owned()));
    }
    let list = read("tests/gateway/canaries.rs");
    let listed = list.split("name: \"").skip(1);
    let listed = listed.map(|name| first_word(name).to_owned());
    let listed: BTreeSet<String> = listed.chain(correctness_page::of_the_model()).collect();
    assert_eq!(seeded, listed);
    let armed: BTreeSet<String> = domain::canary::NAMES.map(str::to_owned).into();
    assert_eq!(seeded, armed);
}

#[test]
fn every_migration_exists_for_both_engines_and_says_why() {
    let of = |engine: &str| {
        let folder = format!("migrations/{engine}/");
        files(&folder, "")
            .into_iter()
            .map(|path| path[folder.len()..].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("postgres"), of("sqlite"));
    assert!(!of("sqlite").is_empty());
    let embedded = read("src/store/migrations.rs");
    for path in files("migrations", ".sql") {
        assert!(
            read(&path).starts_with("-- "),
            "{path} opens with its reason"
        );
        let (number, name) = path
            .rsplit('/')
            .next()
            .unwrap()
            .trim_end_matches(".sql")
            .split_once('_')
            .unwrap();
        assert!(
            embedded.contains(&format!("\"{number}\" \"{name}\"")),
            "{path} is embedded"
        );
    }
}
