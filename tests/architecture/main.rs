//! A test of the code's structure: which part may name which, where dangerous calls are allowed, how long a file may
//! be. It reads the sources as text; every exception is listed here with its reason.
#![expect(
    clippy::unwrap_used,
    reason = "a source that cannot be read fails the test"
)]

mod adapters;
mod source;

use std::collections::{BTreeMap, BTreeSet};

use source::{files, first_word, names, part, parts_named, read, sources};

const LINES_MAX: usize = 500;

/// The other parts that each part of the gateway may name: `http, workers, cli → flows → store`. A part that is not
/// listed fails the test, so that a new one gets its place first.
const ARROWS: &[(&str, &[&str])] = &[
    ("access", &[]),
    ("clock", &[]),
    ("crash", &[]),
    ("entropy", &[]),
    ("telemetry", &[]),
    // The settings name the limits whose defaults they contain.
    ("config", &["access", "store"]),
    ("store", &["clock", "crash"]),
    // State that all acts share; the recently seen keys are stored beside the database handle.
    (
        "app",
        &[
            "access",
            "clock",
            "config",
            "entropy",
            "flows",
            "store",
            "telemetry",
        ],
    ),
    // A key's requests are counted by the gateway's clock.
    ("flows", &["access", "app", "clock", "crash", "store"]),
    ("web", &[]),
    ("http", &["access", "app", "flows", "web"]),
    // The outbox is the worker's own table: claiming a job decides nothing about money.
    ("workers", &["app", "crash", "flows", "store"]),
    // The parts are connected here.
    (
        "compose",
        &[
            "app",
            "clock",
            "config",
            "crash",
            "entropy",
            "flows",
            "store",
            "telemetry",
        ],
    ),
    (
        "cli",
        &[
            "access",
            "app",
            "clock",
            "compose",
            "config",
            "entropy",
            "flows",
            "http",
            "store",
            "telemetry",
            "web",
            "workers",
        ],
    ),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// Names that may occur only in these files or folders, and the reason.
const ONLY_IN: &[(&str, &[&str], &str)] = &[
    (
        "sqlx::",
        &["src/store/", "src/store.rs"],
        "the store writes the only SQL",
    ),
    (
        "Tx",
        &["src/store/"],
        "who holds a transaction cannot reach a provider, and the other way round",
    ),
    ("AssertSqlSafe", &[], "every statement is a constant"),
    (
        "providers::",
        &[
            "src/flows/",
            "src/http/",
            "src/cli/",
            "src/cli.rs",
            "src/app.rs",
            "src/compose.rs",
            "src/config.rs",
            "src/config/",
        ],
        "the store, the workers and the pages never meet a provider",
    ),
    (
        "sandbox::",
        &["src/cli/", "src/cli.rs", "providers/sandbox/"],
        "pretended providers are only for development",
    ),
    (
        "reqwest::",
        &["providers/"],
        "only providers speak to the outside",
    ),
    (
        "Client::new",
        &["providers/src/http.rs"],
        "every client has time limits and follows no redirect",
    ),
    (
        "Client::builder",
        &["providers/src/http.rs", "providers/sandbox/"],
        "every client has time limits and follows no redirect",
    ),
    (
        "axum::",
        &["src/http/", "src/cli/", "providers/sandbox/"],
        "audit_log do not know that HTTP exists",
    ),
    (
        "std::env",
        &["src/config.rs"],
        "settings are read in one place",
    ),
    ("Utc::now", &[], "the clock is asked"),
    ("Local::now", &[], "the clock is asked"),
    ("SystemTime::now", &["src/clock.rs"], "the clock is asked"),
    (
        "tokio::spawn",
        &[],
        "tasks are spawned on a tracker, so that shutdown can wait for them",
    ),
    (
        "task::spawn",
        &[],
        "tasks are spawned on a tracker, so that shutdown can wait for them",
    ),
    (
        "anyhow::",
        &[
            "src/main.rs",
            "src/cli.rs",
            "src/cli/",
            "src/compose.rs",
            "src/config.rs",
            "src/telemetry.rs",
            "src/workers/",
        ],
        "errors below are ones that a caller can match",
    ),
];

/// The packages of ours that each package may depend on, tests included.
const PACKAGES: &[(&str, &[&str])] = &[
    ("src/domain", &[]),
    ("providers", &["domain"]),
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

#[test]
fn each_part_names_only_those_below_it() {
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let sources = sources();
    let mut wrong = Vec::new();
    for source in &sources {
        let Some(part) = part(&source.path) else {
            continue;
        };
        let Some(allowed) = arrows.get(part) else {
            wrong.push(format!(
                "{}: `{part}` has no place among the arrows",
                source.path
            ));
            continue;
        };
        // A name that is not a part is an item of the crate's root, which has only macros.
        let named = parts_named(&source.code)
            .into_iter()
            .filter(|named| *named != part && arrows.contains_key(named));
        wrong.extend(
            named
                .filter(|named| !allowed.contains(named))
                .map(|named| format!("{} names {named}", source.path)),
        );
    }
    assert!(sources.len() > 50, "the sources were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn dangerous_names_stand_only_where_they_may() {
    let mut wrong = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| !source.path.starts_with("src/domain/"))
    {
        for (name, places, why) in ONLY_IN {
            let allowed = places.iter().any(|place| source.path.starts_with(place));
            // A package's own items are no other package's.
            let own = source.path.starts_with("providers/") && *name == "providers::";
            if !allowed && !own && names(&source.code, name) {
                wrong.push(format!("{} names {name}: {why}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_store_writes_sql() {
    let sql = |text: &&String| {
        let has = |words: &[&str]| words.iter().all(|word| text.contains(word));
        has(&["SELECT ", " FROM "])
            || has(&["INSERT INTO "])
            || has(&["DELETE FROM "])
            || has(&["UPDATE ", " SET "])
    };
    let elsewhere = sources()
        .into_iter()
        .filter(|source| !source.path.starts_with("src/store/"));
    let wrong: Vec<String> = elsewhere
        .flat_map(|source| {
            let found: Vec<String> = source
                .texts
                .iter()
                .filter(sql)
                .map(|text| format!("{}: {text}", source.path))
                .collect();
            found
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_settings_and_commands_name_variables_of_the_environment() {
    // clap reads a variable for every argument with `env`: those of the settings, of the providers, and of the commands.
    let wrong: Vec<String> = sources()
        .into_iter()
        .filter(|source| !["config", "cli"].contains(&part(&source.path).unwrap_or_default()))
        .filter(|source| {
            !(source.path.starts_with("providers/src/") && source.path.ends_with("/config.rs"))
        })
        .filter(|source| names(&source.code, "env =") || names(&source.code, "env::var"))
        .map(|source| source.path)
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

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
    let listed: BTreeSet<String> = listed.map(|name| first_word(name).to_owned()).collect();
    assert_eq!(seeded, listed);
}

#[test]
fn a_file_ends_before_it_has_two_subjects() {
    let all = ["src", "providers", "tests", "benches"]
        .into_iter()
        .flat_map(|folder| files(folder, ".rs"));
    let long: Vec<String> = all
        .map(|path| (read(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > LINES_MAX)
        .map(|(lines, path)| format!("{path} has {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
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
