//! JSON bodies, read strictly: one object, every field known, once and of its type, no NUL.

use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use serde_json::{Value, error::Category};

use super::error::{INVALID_FIELD, MALFORMED_JSON, NOT_JSON, Problem};

/// Refuses a body that does not say it is JSON, or is compressed.
pub(super) fn check_type(headers: &HeaderMap) -> Result<(), Problem> {
    is_of_type(headers, "application/json")
}

pub(super) fn is_of_type(headers: &HeaderMap, wanted: &str) -> Result<(), Problem> {
    is_one_of(headers, &[wanted])
}

/// Refuses a body of another type than these, and one that is compressed.
pub(super) fn is_one_of(headers: &HeaderMap, wanted: &[&str]) -> Result<(), Problem> {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let presented = match (types.next(), types.next()) {
        (Some(presented), None) => presented.to_str().unwrap_or_default(),
        _ => "",
    };
    let essence = presented.split(';').next().unwrap_or_default().trim();
    let encoding = headers.get(header::CONTENT_ENCODING);
    let known = wanted.iter().any(|it| essence.eq_ignore_ascii_case(it));
    let detail = if !known {
        format!("send Content-Type: {}", wanted.join(" or "))
    } else if encoding.is_some_and(|encoding| encoding != "identity") {
        "send the body without Content-Encoding".to_owned()
    } else {
        return Ok(());
    };
    Err(Problem::new(&NOT_JSON, detail))
}

/// Reads a body. A body that is not JSON gets another problem than JSON that breaks a rule. Both name the place.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    // A struct would also be read from an array of its values, in an order that is not part of the API.
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(Problem::new(
            &MALFORMED_JSON,
            "the body is not a JSON object",
        ));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value =
        serde_path_to_error::deserialize(&mut reader).map_err(|error| unreadable(&error))?;
    reader.end().map_err(|error| malformed(&error))?;
    if body.windows(NUL.len()).any(|window| window == NUL) {
        refuse_nul(body)?;
    }
    Ok(value)
}

fn malformed(error: &serde_json::Error) -> Problem {
    Problem::new(
        &MALFORMED_JSON,
        format!("line {}, column {}: not JSON", error.line(), error.column()),
    )
}

fn unreadable(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    match error.inner().classify() {
        Category::Syntax | Category::Eof | Category::Io => malformed(error.inner()),
        Category::Data => {
            let text = error.inner().to_string();
            let rule = text
                .rsplit_once(" at line ")
                .map_or(text.as_str(), |(rule, _)| rule);
            Problem::field(
                &INVALID_FIELD,
                field_of(&error.path().to_string(), rule),
                in_words(rule),
            )
        }
    }
}

/// The parser's message as a rule that a person can read after the field's name.
fn in_words(rule: &str) -> String {
    if rule.starts_with("missing field") {
        return "is missing".to_owned();
    }
    if rule.starts_with("duplicate field") {
        return "stands there twice".to_owned();
    }
    if rule.starts_with("unknown field") {
        let known = rule.split_once("expected ").map_or("", |(_, known)| known);
        return format!("is not a field here: {known}");
    }
    let mismatch = rule
        .strip_prefix("invalid type: ")
        .or_else(|| rule.strip_prefix("invalid value: "));
    let mismatch = mismatch.and_then(|text| text.rsplit_once(", expected "));
    match mismatch.map(|(found, expected)| (kind_of(found), expected)) {
        Some((found, "i64")) => format!("is a whole number, not {found}"),
        Some((found, "a string")) => format!("is a text, not {found}"),
        Some((found, "a boolean")) => format!("is true or false, not {found}"),
        Some((found, expected)) => format!("is {expected}, not {found}"),
        None => rule.to_owned(),
    }
}

/// The kind of value that was found, without the value itself: it could be an account number written as a number.
fn kind_of(found: &str) -> &str {
    found
        .split(['`', '"'])
        .next()
        .unwrap_or_default()
        .trim_end()
}

/// The field that an error is about: its path, with the name that only the message has when a field is missing, unknown
/// or there twice.
fn field_of(path: &str, rule: &str) -> String {
    let named = ["missing field `", "unknown field `", "duplicate field `"]
        .iter()
        .find_map(|start| rule.strip_prefix(start)?.split('`').next());
    match (path, named) {
        (".", Some(name)) => name.to_owned(),
        (path, Some(name)) if path != name && !path.ends_with(&format!(".{name}")) => {
            format!("{path}.{name}")
        }
        (path, _) => path.to_owned(),
    }
}

/// JSON's way to write a NUL, which PostgreSQL cannot store.
const NUL: &[u8] = br"\u0000";

/// Only bodies that may hold a NUL are searched. An escaped backslash before `u0000` is not a NUL.
fn refuse_nul(body: &[u8]) -> Result<(), Problem> {
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

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
