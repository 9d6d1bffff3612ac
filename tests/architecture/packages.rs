//! What each package may depend on.

use std::collections::BTreeSet;

use super::source::{names, read, sources};

/// A package, the packages of ours that it may depend on, and those that only its tests may.
const PACKAGES: &[(&str, &[&str], &[&str])] = &[
    ("src/domain", &[], &[]),
    ("providers", &["domain"], &["sandbox"]),
    ("providers/sandbox", &[], &[]),
    ("tests/kit", &["credit-gateway"], &[]),
    (".", &["domain", "providers", "sandbox"], &["kit"]),
];

/// All dependencies allowed for the domain: nothing that reads a clock, a file, a network or random numbers.
const DOMAIN_MAY: &[&str] = &[
    "chrono",
    "itoa",
    "schemars",
    "serde",
    "serde_json",
    "sha2",
    "thiserror",
    "toml",
    "unicode-normalization",
    "uuid",
];

/// The names of the dependencies in a Cargo.toml: those of the product, and those of tests alone.
fn dependencies(folder: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let manifest = read(&format!("{folder}/Cargo.toml"));
    let mut found = (BTreeSet::new(), BTreeSet::new());
    let mut section = "";
    for line in manifest.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name;
            continue;
        }
        let name: String = line
            .chars()
            .take_while(|c| c.is_alphanumeric() || "-_".contains(*c))
            .collect();
        if name.is_empty() || section.starts_with("workspace") {
        } else if section.ends_with("dev-dependencies]") {
            found.1.insert(name);
        } else if section.ends_with("dependencies]") {
            found.0.insert(name);
        }
    }
    found
}

#[test]
fn packages_depend_only_on_those_below_them() {
    let ours = BTreeSet::from(["domain", "providers", "sandbox", "credit-gateway", "kit"]);
    let wrong = |found: &BTreeSet<String>, allowed: &[&str]| -> Vec<String> {
        let wrong = found
            .iter()
            .filter(|name| ours.contains(name.as_str()) && !allowed.contains(&name.as_str()));
        wrong.cloned().collect()
    };
    let mut with_database = Vec::new();
    for (folder, product, tests) in PACKAGES {
        let found = dependencies(folder);
        assert!(!found.0.is_empty(), "{folder} was read");
        assert_eq!(wrong(&found.0, product), [""; 0], "of {folder}");
        assert_eq!(wrong(&found.1, tests), [""; 0], "of the tests of {folder}");
        if found.0.iter().any(|name| name.starts_with("sqlx")) {
            with_database.push(*folder);
        }
    }
    assert_eq!(with_database, ["tests/kit", "."]);
}

#[test]
fn the_domain_has_no_clock_no_chance_and_no_outside() {
    let (found, _) = dependencies("src/domain");
    let wrong: Vec<&String> = found
        .iter()
        .filter(|name| !DOMAIN_MAY.contains(&name.as_str()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let chrono = read("Cargo.toml")
        .lines()
        .find(|line| line.starts_with("chrono = "))
        .unwrap()
        .to_owned();
    assert!(
        chrono.contains("default-features = false") && !chrono.contains("\"clock\""),
        "{chrono}"
    );
    for source in sources()
        .iter()
        .filter(|source| source.path.starts_with("src/domain/"))
    {
        for name in [
            "std::fs",
            "std::net",
            "std::env",
            "std::time",
            "std::thread",
            "std::process",
            "async fn",
            "f64",
            "f32",
        ] {
            assert!(!names(&source.code, name), "{} names {name}", source.path);
        }
    }
}
