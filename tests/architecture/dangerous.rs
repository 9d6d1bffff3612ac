//! Where dangerous names may stand.

use super::source::{names, part, sources};

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
            // Traces are sent by the one HTTP client.
            "src/telemetry/traces/",
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
