//! The parts of a request that a handler gets, and how each is read.

use std::time::Duration;

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, header, request::Parts},
};
use domain::command::IdempotencyKey;
use http_body_util::LengthLimitError;
use tokio::time::timeout;

use super::{
    error::{
        BODY_DEADLINE as TOO_SLOW, INVALID_QUERY, KEY_INVALID, KEY_MISSING, Problem,
        UNAUTHENTICATED, UNKNOWN_KEY,
    },
    limits::{AUTHORIZATION_MAX, PAIRS_MAX},
    once::key_of,
    route::Query,
};
use crate::{
    access::{Caller, Role},
    app::App,
    flows::keys,
};

/// The caller.
pub(super) async fn caller(app: &App, headers: &HeaderMap) -> Result<Caller, Problem> {
    let mut presented = headers.get_all(header::AUTHORIZATION).iter();
    let missing = || {
        Problem::new(
            &UNAUTHENTICATED,
            "send Authorization: Bearer and an API key, once",
        )
    };
    let value = match (presented.next(), presented.next()) {
        (Some(value), None) if value.len() <= AUTHORIZATION_MAX => value,
        _ => return Err(missing()),
    };
    let (scheme, key) = value
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .ok_or_else(missing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(missing());
    }
    let known = keys::authenticate(&app.db, &app.keys, key.trim()).await?;
    known.ok_or_else(|| Problem::new(&UNKNOWN_KEY, "no key of this gateway"))
}

/// Reads a query. A parameter that is unknown, is given twice or holds a NUL is refused.
pub(super) fn query(text: &str, taken: Query) -> Result<Vec<(String, String)>, Problem> {
    let mut pairs = Vec::new();
    add_pairs(&mut pairs, text.as_bytes(), taken)?;
    Ok(pairs)
}

/// Adds the pairs of a form or a query to the known ones. Strangers send them. Each costs the same, and there are not
/// more than [`PAIRS_MAX`].
pub(super) fn add_pairs(
    pairs: &mut Vec<(String, String)>,
    text: &[u8],
    taken: Query,
) -> Result<(), Problem> {
    for (name, value) in url::form_urlencoded::parse(text) {
        if pairs.len() >= PAIRS_MAX {
            let rule = format!("are more than {PAIRS_MAX}, which no provider sends");
            return Err(Problem::field(&INVALID_QUERY, "parameters", rule));
        }
        let refused = match taken {
            _ if pairs.iter().any(|(known, _)| *known == name) => Some("stands there twice"),
            _ if name.contains('\0') || value.contains('\0') => Some("holds a NUL character"),
            Query::Known(known) if !known.iter().any(|parameter| parameter.name == name) => {
                Some("is not a parameter of this address")
            }
            Query::Known(_) | Query::Any => None,
        };
        if let Some(rule) = refused {
            let name: String = name.chars().filter(|c| !c.is_control()).take(100).collect();
            return Err(Problem::field(&INVALID_QUERY, name, rule));
        }
        pairs.push((name.into_owned(), value.into_owned()));
    }
    Ok(())
}

/// Reads a whole body, within its limits of size and time.
pub(super) async fn body(
    headers: &HeaderMap,
    body: Body,
    (most, within): (usize, Duration),
) -> Result<Bytes, Problem> {
    let presented = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if presented.is_some_and(|length| length > most) {
        return Err(Problem::body_too_large(most));
    }
    match timeout(within, to_bytes(body, most)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => {
            let too_large = error.into_inner().is::<LengthLimitError>();
            Err(if too_large {
                Problem::body_too_large(most)
            } else {
                Problem::bad_request("the body breaks off")
            })
        }
        Err(_) => Err(Problem::new(
            &TOO_SLOW,
            format!("a body arrives within {} seconds", within.as_secs()),
        )),
    }
}

/// The idempotency key of a request, with the request's fingerprint.
pub(super) fn idempotency_key(
    parts: &Parts,
    body: &[u8],
    role: Role,
) -> Result<IdempotencyKey, Problem> {
    let mut keys = parts.headers.get_all("idempotency-key").iter();
    let key = match (keys.next(), keys.next()) {
        (Some(key), None) => key,
        (None, _) => {
            return Err(Problem::new(
                &KEY_MISSING,
                "send a fresh Idempotency-Key with each change, and repeat it on a retry",
            ));
        }
        (Some(_), Some(_)) => {
            return Err(Problem::new(
                &KEY_INVALID,
                "Idempotency-Key stands there twice",
            ));
        }
    };
    let request = (parts.method.as_str(), parts.uri.path());
    // What is not ASCII is refused like other characters.
    key_of(key.to_str().unwrap_or_default(), role, request, body)
}

#[cfg(test)]
#[path = "extract_tests.rs"]
mod tests;
