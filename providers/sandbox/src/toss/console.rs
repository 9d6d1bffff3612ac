//! A merchant's settings in the developer centre. One function exists only in a simulator: the order to refuse the
//! next calls with a certain text.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::errors;
use super::state::{App, Forced, Version};
use crate::shared::faults::Operation;
use crate::shared::fields::{BadField, Checked, Fields, bad};
use crate::shared::pages;

/// Longest name of an operation or a code: the longest documented code has 52 characters.
const NAME_MAX: usize = 60;
/// The documented limit of a message.
const MESSAGE_MAX: usize = 510;
/// More than any test orders in advance.
const FORCED_MAX: usize = 100;

/// `POST /sandbox/toss/console/version {version}`.
pub(crate) async fn version(State(app): State<Arc<App>>, body: Bytes) -> Response {
    let named = Fields::parse(&body).and_then(|fields| {
        fields.only(&["version"])?;
        let name = fields.required_text("version", NAME_MAX)?;
        let known = Version::ALL.into_iter().find(|it| it.name() == name);
        known.map_or_else(|| bad("version", "must be 2022-11-16 or 2024-06-01"), Ok)
    });
    match named {
        Ok(version) => {
            app.books().version = version;
            pages::json(StatusCode::OK, &json!({"version": version.name()}))
        }
        Err(BadField { field, problem }) => {
            crate::shared::pages::refuse(StatusCode::BAD_REQUEST, &field, problem)
        }
    }
}

/// `POST /sandbox/toss/console/answer {operation, code, message?, times?}`: the next calls of this operation are
/// refused with this code and have no effect.
pub(crate) async fn answer(State(app): State<Arc<App>>, body: Bytes) -> Response {
    match parse(&body) {
        Ok((forced, times)) => {
            let mut books = app.books();
            if times > FORCED_MAX.saturating_sub(books.forced.len()) {
                return crate::shared::pages::refuse(
                    StatusCode::BAD_REQUEST,
                    "times",
                    "is too many",
                );
            }
            books.forced.extend(std::iter::repeat_n(forced, times));
            pages::json(StatusCode::OK, &json!({"ordered": books.forced.len()}))
        }
        Err(BadField { field, problem }) => {
            crate::shared::pages::refuse(StatusCode::BAD_REQUEST, &field, problem)
        }
    }
}

fn parse(body: &[u8]) -> Checked<(Forced, usize)> {
    let fields = Fields::parse(body)?;
    fields.only(&["operation", "code", "message", "times"])?;
    let name = fields.required_text("operation", NAME_MAX)?;
    let operation = Operation::ALL
        .into_iter()
        .find(|it| *it != Operation::Webhook && it.name() == name);
    let Some(operation) = operation else {
        return bad("operation", "must be create, confirm, lookup or cancel");
    };
    let name = fields.required_text("code", NAME_MAX)?;
    let Some(error) = errors::by_code(&name) else {
        return bad("code", "is not a documented code");
    };
    let forced = Forced {
        operation,
        error,
        said: fields.text("message", MESSAGE_MAX)?,
    };
    let times = fields.won("times")?.unwrap_or(1);
    Ok((forced, usize::try_from(times).unwrap_or(usize::MAX)))
}
