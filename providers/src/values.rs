//! Values that several providers report in one form.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

/// `2024-07-30T20:50:27+09:00`; a missing offset is Seoul's.
pub(crate) fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_rfc3339(&format!("{text}+09:00")))
        .ok()
        .map(|at| at.to_utc())
}

/// A text or a number in an object that is read loosely.
pub(crate) fn text(object: Option<&Value>, name: &str) -> Option<String> {
    match object?.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The facts for support that a provider reports: those that are there and not empty.
pub(crate) fn kept<const N: usize>(facts: [(&str, Option<String>); N]) -> BTreeMap<String, String> {
    facts
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value.filter(|it| !it.is_empty())?)))
        .collect()
}
