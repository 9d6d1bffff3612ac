//! Which part of the gateway may name which.

use std::collections::BTreeMap;

use super::source::{part, parts_named, sources};

/// The other parts that each part of the gateway may name: `http, workers, cli → flows → store`. A part that is not
/// listed fails the test, so that a new one gets its place first.
pub(crate) const ARROWS: &[(&str, &[&str])] = &[
    ("access", &[]),
    ("clock", &[]),
    ("crash", &[]),
    ("entropy", &[]),
    ("rules", &[]),
    ("sealing", &[]),
    ("signing", &[]),
    ("telemetry", &[]),
    // The settings name the limits whose defaults they contain.
    ("config", &["access", "sealing", "signing", "store"]),
    ("store", &["clock", "crash", "rules", "sealing"]),
    // State that all acts share; the recently seen keys are stored beside the database handle.
    (
        "app",
        &[
            "access",
            "clock",
            "config",
            "entropy",
            "flows",
            "rules",
            "signing",
            "store",
            "telemetry",
        ],
    ),
    // A key's requests are counted by the gateway's clock.
    (
        "flows",
        &["access", "app", "clock", "crash", "signing", "store"],
    ),
    ("web", &[]),
    // A request is a span of a trace.
    ("http", &["access", "app", "flows", "telemetry", "web"]),
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
            "rules",
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
            "sealing",
            "signing",
            "store",
            "telemetry",
            "web",
            "workers",
        ],
    ),
    ("main", &["cli"]),
    ("lib", &[]),
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
