//! The form of a policy document, part by part, so that one mistake does not hide the next. The rules about the values
//! are in `check`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, de::DeserializeOwned};
use toml::{Table, Value};

use super::{
    Announced, Bulk, Change, Closure, Decision, Fault, Formula, HoldRules, Lifetime, Never,
    ReversalRules, Section, Spending, Statement, Transfers, Window, WindowStart,
};
use crate::calendar::deserialize_seoul;

/// The field of a fault that is about the document as a whole.
pub(super) const DOCUMENT: &str = "document";

/// Reads a part and says what is wrong with it.
type Read = fn(Value) -> Result<(), toml::de::Error>;

fn part<T: DeserializeOwned>(value: Value) -> Result<(), toml::de::Error> {
    value.try_into::<T>().map(drop)
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Instant {
    #[serde(deserialize_with = "deserialize_seoul")]
    _at: DateTime<Utc>,
}

/// Every part of a document by its path, and whether it may be left out.
const PARTS: &[(&str, bool, Read)] = &[
    ("version", false, part::<String>),
    // It is refused as a rule, with the reason.
    ("hash", true, part::<String>),
    ("title", false, part::<String>),
    ("source", false, part::<String>),
    ("change", false, part::<Change>),
    ("published_at", false, part::<Instant>),
    ("effective_at", false, part::<Instant>),
    ("validity.promotional", false, part::<Lifetime>),
    ("validity.membership", false, part::<Lifetime>),
    ("validity.purchased", false, part::<Lifetime>),
    ("validity.bulk", false, part::<Bulk>),
    ("spending", false, part::<Spending>),
    ("refund.start", false, part::<WindowStart>),
    ("refund.by_right", false, part::<Window>),
    ("refund.through_support", false, part::<Window>),
    ("refund.formula", false, part::<Formula>),
    ("refund.formula_says", false, part::<String>),
    ("refund.never", false, part::<Vec<Never>>),
    ("holds", true, part::<HoldRules>),
    ("reversals", true, part::<ReversalRules>),
    ("closure", false, part::<Closure>),
    ("transfers", false, part::<Transfers>),
    ("enterprise", false, part::<Statement>),
    ("updates", false, part::<Statement>),
    ("announced", true, part::<Vec<Announced>>),
    ("sections", false, part::<Vec<Section>>),
    ("decisions", false, part::<Vec<Decision>>),
];

/// The parts that have parts of their own.
const GROUPS: [&str; 2] = ["validity", "refund"];

/// # Errors
/// Every part that is missing, unknown or cannot be read.
pub(super) fn check(document: &str) -> Result<(), Vec<Fault>> {
    let table: Table = toml::from_str(document)
        .map_err(|error| vec![Fault::new(DOCUMENT, unread(&error, document))])?;
    let mut faults = unknown(&table);
    for (path, may_miss, read) in PARTS {
        match find(&table, path) {
            None if *may_miss => {}
            None => faults.push(Fault::new(*path, "is missing")),
            Some(value) => {
                let fault = read(value.clone()).err();
                faults.extend(fault.map(|error| Fault::new(*path, error.message().trim())));
            }
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

/// Why a text is not TOML, with the line.
fn unread(error: &toml::de::Error, document: &str) -> String {
    let line = error.span().and_then(|span| {
        let before = document.get(..span.start)?;
        Some(before.matches('\n').count() + 1)
    });
    let line = line.map_or_else(String::new, |line| format!("line {line}: "));
    format!("is not TOML: {line}{}", error.message().trim())
}

fn find<'a>(table: &'a Table, path: &str) -> Option<&'a Value> {
    match path.split_once('.') {
        None => table.get(path),
        Some((group, name)) => table.get(group)?.as_table()?.get(name),
    }
}

/// Keys that no part has.
fn unknown(table: &Table) -> Vec<Fault> {
    let is_part = |path: &str| PARTS.iter().any(|(known, ..)| *known == path);
    let outer = table
        .keys()
        .filter(|key| !GROUPS.contains(&key.as_str()))
        .cloned();
    let inner = GROUPS.iter().flat_map(|group| {
        let fields = table.get(*group).and_then(Value::as_table);
        let keys = fields.into_iter().flat_map(Table::keys);
        keys.map(move |key| format!("{group}.{key}"))
    });
    let unknown = outer.chain(inner).filter(|path| !is_part(path));
    unknown
        .map(|path| Fault::new(path, "is not a field of a policy"))
        .collect()
}
