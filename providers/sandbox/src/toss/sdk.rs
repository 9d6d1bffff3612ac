//! The parts Toss serves to browsers: the script that opens a payment window without a call of the merchant's server,
//! and the address that the script calls. The request's form is that of the script's documented interface.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value};

use super::errors::{self, Answer};
use super::events::expire;
use super::method::NAME_MAX;
use super::payment::{ANOTHER_MERCHANT_ID, MERCHANT_ID};
use super::{App, create};
use crate::shared::fields::{Checked, Fields, bad};
use crate::shared::pages;

const SCRIPT: &str = include_str!("sdk.js");
/// Longest client key, generously.
const CLIENT_KEY_MAX: usize = 100;
/// The public client key of another merchant: a buyer can open that merchant's window with any content.
const ANOTHER_CLIENT_KEY: &str = "test_ck_another0merchant";
const CUSTOMER_KEY_MIN: usize = 2;
const CUSTOMER_KEY_MAX: usize = 50;
/// Fields of one method are in an object of their own.
const OF_METHODS: [&str; 3] = ["card", "virtualAccount", "transfer"];

/// `GET …/v2/standard`.
pub(super) async fn script() -> Response {
    pages::script(SCRIPT)
}

/// `POST …/v2/windows {clientKey, customerKey, request}`, from a page of any origin. No cookie or key is read, so
/// anybody may read the answer.
pub(super) async fn open(State(app): State<Arc<App>>, body: Bytes) -> Response {
    expire(&app);
    match window(&app, &body) {
        Ok(payment) => pages::json_for_all(StatusCode::OK, &payment),
        Err(refusal) => pages::json_for_all(refusal.error.status(), &refusal.body()),
    }
}

fn window(app: &App, body: &[u8]) -> Answer {
    let fields = Fields::parse(body)?;
    let client_key = fields.required_text("clientKey", CLIENT_KEY_MAX)?;
    let merchant = match client_key.as_str() {
        key if key == app.settings.client_key => MERCHANT_ID,
        ANOTHER_CLIENT_KEY => ANOTHER_MERCHANT_ID,
        _ => return Err(errors::UNAUTHORIZED_KEY.into()),
    };
    let customer = fields.required_text("customerKey", CUSTOMER_KEY_MAX)?;
    if customer.chars().count() < CUSTOMER_KEY_MIN {
        bad("customerKey", "must be 2 to 50 characters")?;
    }
    let Some(request) = fields.object("request")? else {
        return Ok(bad("request", "is required")?);
    };
    create::open(app, merchant, &flat(&request)?)
}

/// The same request in the form of `POST /v1/payments`: the amount without its currency, and the fields of a method
/// beside the rest.
fn flat(request: &Fields) -> Checked<Fields> {
    if let Some(target) = request.text("windowTarget", NAME_MAX)?
        && !["self", "iframe"].contains(&target.as_str())
    {
        return bad("windowTarget", "must be self or iframe");
    }
    let mut flat = Map::new();
    for (name, value) in request.pairs() {
        match (name.as_str(), value) {
            ("amount", Value::Object(amount)) => {
                let of = |name: &str| amount.get(name).cloned().unwrap_or(Value::Null);
                flat.insert("amount".to_owned(), of("value"));
                flat.insert("currency".to_owned(), of("currency"));
            }
            ("amount", _) => return bad("amount", "must be an object"),
            (name, Value::Object(own)) if OF_METHODS.contains(&name) => flat.extend(own.clone()),
            (name, value) => drop(flat.insert(name.to_owned(), value.clone())),
        }
    }
    Fields::parse(Value::Object(flat).to_string().as_bytes())
}
