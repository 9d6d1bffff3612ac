//! No text holds a NUL: neither database could keep it.

use serde_json::Value;

use super::malformed;
use crate::http::error::{INVALID_FIELD, Problem};

/// JSON's way to write a NUL, which PostgreSQL cannot store.
pub(super) const NUL: &[u8] = br"\u0000";

/// Only bodies that may hold a NUL are searched. An escaped backslash before `u0000` is not a NUL.
pub(super) fn refuse_nul(body: &[u8]) -> Result<(), Problem> {
    let value: Value = serde_json::from_slice(body).map_err(|error| malformed(&error))?;
    match place_of_nul(&value, "") {
        Some(place) => Err(Problem::field(
            &INVALID_FIELD,
            place,
            "holds no NUL character",
        )),
        None => Ok(()),
    }
}

fn place_of_nul(value: &Value, place: &str) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then(|| place.to_owned()),
        Value::Array(items) => items.iter().find_map(|item| place_of_nul(item, place)),
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            let inner = if place.is_empty() {
                name.clone()
            } else {
                format!("{place}.{name}")
            };
            if name.contains('\0') {
                Some(place.to_owned())
            } else {
                place_of_nul(value, &inner)
            }
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}
