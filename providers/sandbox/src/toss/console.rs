//! A merchant's settings in the developer centre. One function exists only in a simulator: the order to refuse the
//! next calls with a certain text.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::App;
use super::errors;
use super::state::Version;
use crate::shared::console::{operation, order};
use crate::shared::fields::{Checked, Fields, bad};
use crate::shared::named::Named as _;
use crate::shared::pages;

/// Longest name of an operation or a code: the longest documented code has 52 characters.
const NAME_MAX: usize = 60;
/// The documented limit of a message.
const MESSAGE_MAX: usize = 510;

/// `POST /sandbox/toss/console/version {version}`.
pub(super) async fn version(State(app): State<Arc<App>>, body: Bytes) -> Checked<Response> {
    let fields = Fields::parse(&body)?;
    fields.only(&["version"])?;
    let name = fields.required_text("version", NAME_MAX)?;
    let Some(version) = Version::named(&name) else {
        return bad("version", "must be 2022-11-16 or 2024-06-01");
    };
    app.books().version = version;
    let body = json!({"version": version.name()});
    Ok(pages::json(StatusCode::OK, &body))
}

/// `POST /sandbox/toss/console/answer {operation, code, message?, times?}`: the next calls of this operation are
/// refused with this code and have no effect.
pub(super) async fn answer(State(app): State<Arc<App>>, body: Bytes) -> Checked<Response> {
    let fields = Fields::parse(&body)?;
    fields.only(&["operation", "code", "message", "times"])?;
    let operation = operation(&fields, NAME_MAX)?;
    let name = fields.required_text("code", NAME_MAX)?;
    let Some(error) = errors::by_code(&name) else {
        return bad("code", "is not a documented code");
    };
    let said = fields.text("message", MESSAGE_MAX)?;
    let answer = (operation, (error, said));
    order(&mut app.books().forced, &fields, answer)
}
