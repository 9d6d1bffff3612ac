//! Idempotency keys of requests, with the fingerprint that tells another request from the same one.

use domain::{command::IdempotencyKey, hash::sha256};

use super::{
    error::{KEY_INVALID, Problem},
    limits::IDEMPOTENCY_KEY_MAX,
};
use crate::access::Role;

/// The idempotency key `key` of a request with this method and path, and this body.
pub(super) fn key_of(
    key: &str,
    role: Role,
    (method, path): (&str, &str),
    body: &[u8],
) -> Result<IdempotencyKey, Problem> {
    let visible = (1..=IDEMPOTENCY_KEY_MAX).contains(&key.len())
        && key.as_bytes().iter().all(u8::is_ascii_graphic);
    if !visible {
        return Err(Problem::new(
            &KEY_INVALID,
            format!("an Idempotency-Key is 1 to {IDEMPOTENCY_KEY_MAX} visible ASCII characters"),
        ));
    }
    Ok(IdempotencyKey {
        scope: role.as_str().to_owned(),
        key: key.to_owned(),
        fingerprint: fingerprint(method, path, body),
    })
}

/// SHA-256 in hex over method, path and body. Neither of the first two can hold a line end, so no two requests share an
/// encoding. For a JSON body only the content counts. Spaces and the order of its members do not, because a client that
/// builds its request anew may choose them differently.
pub(super) fn fingerprint(method: &str, path: &str, body: &[u8]) -> String {
    let said = serde_json::from_slice::<serde_json::Value>(body);
    let body = said.map_or_else(|_| body.to_owned(), |said| said.to_string().into_bytes());
    sha256(&[method.as_bytes(), b"\n", path.as_bytes(), b"\n", &body].concat())
}
