//! What each package may depend on.

use std::collections::BTreeSet;

use super::source::{names, read, sources};

/// The packages of ours that each package may depend on, tests included.
const PACKAGES: &[(&str, &[&str])] = &[
    ("src/domain", &[]),
    // The sandbox in tests alone: `dangerous` keeps it out of the adapters.
    ("providers", &["domain", "sandbox"]),
    ("providers/sandbox", &[]),
    ("tests/kit", &["credit-gateway"]),
    (".", &["domain", "providers", "sandbox", "kit"]),
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

/// The names of the dependencies in a Cargo.toml, of every section.
fn dependencies(folder: &str) -> BTreeSet<String> {
    let manifest = read(&format!("{folder}/Cargo.toml"));
    let mut found = BTreeSet::new();
    let mut inside = false;
    for line in manifest.lines() {
        if let Some(section) = line.strip_prefix('[') {
            inside = section.ends_with("dependencies]") && !section.starts_with("workspace");
        } else if inside {
            let name: String = line
                .chars()
                .take_while(|c| c.is_alphanumeric() || "-_".contains(*c))
                .collect();
            found.extend((!name.is_empty()).then_some(name));
        }
    }
    found
}

#[test]
fn packages_depend_only_on_those_below_them() {
    let ours = BTreeSet::from(["domain", "providers", "sandbox", "credit-gateway", "kit"]);
    for (folder, allowed) in PACKAGES {
        let found = dependencies(folder);
        assert!(!found.is_empty(), "{folder} was read");
        let wrong: Vec<&String> = found
            .iter()
            .filter(|name| ours.contains(name.as_str()) && !allowed.contains(&name.as_str()))
            .collect();
        assert!(wrong.is_empty(), "{folder} depends on {wrong:?}");
    }
    let database = |folder: &&str| {
        dependencies(folder)
            .iter()
            .any(|name| name.starts_with("sqlx"))
    };
    assert_eq!(
        PACKAGES
            .iter()
            .map(|(folder, _)| *folder)
            .filter(database)
            .collect::<Vec<_>>(),
        ["tests/kit", "."]
    );
}

#[test]
fn the_domain_has_no_clock_no_chance_and_no_outside() {
    let manifest = read("src/domain/Cargo.toml");
    let tests = dependencies("src/domain").into_iter().filter(|name| {
        manifest
            .split("[dev-dependencies]")
            .nth(1)
            .is_some_and(|tail| tail.contains(&format!("\n{name}")))
    });
    let tests: BTreeSet<String> = tests.collect();
    let wrong: Vec<String> = dependencies("src/domain")
        .into_iter()
        .filter(|name| !DOMAIN_MAY.contains(&name.as_str()) && !tests.contains(name))
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
