//! The parts Naver Pay serves to browsers: the script that opens a payment window without a call of the merchant's
//! server, and the address that the script calls. The request's fields are the documented ones; the address is the
//! simulator's own.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::codes::{self, Answer, ApiError};
use super::params::{Params, invalid, missing};
use super::{App, reserve};
use crate::shared::pages;

const SCRIPT: &str = include_str!("sdk.js");
/// Longest setting, generously.
const SETTING_BYTES_MAX: usize = 255;

/// `GET …/sdk/js/naverpay.min.js`.
pub(super) async fn script() -> Response {
    pages::script(SCRIPT)
}

/// `POST …/sdk/reserve {settings, request}`, from a page of any origin. The client's id and the chain's are public,
/// and no secret is read, so anybody may read the answer.
pub(super) async fn open(State(app): State<Arc<App>>, body: Bytes) -> Response {
    match reserved(&app, &body) {
        Ok(body) => pages::json_for_all(StatusCode::OK, &codes::success(&body)),
        Err(refusal) => pages::json_for_all(refusal.status, &refusal.envelope()),
    }
}

fn reserved(app: &App, body: &[u8]) -> Answer {
    let Some(asked) = Params::of_json(body) else {
        return Ok(invalid("body", "must be a JSON object")?);
    };
    let part = |name: &str| asked.raw(name).and_then(Params::of_value);
    let (Some(settings), Some(request)) = (part("settings"), part("request")) else {
        return Err(missing("settings and request").into());
    };
    check(app, &settings)?;
    let reserve_id = reserve::add(app, &request)?;
    let window_url = format!("{}/naverpay/payments/{reserve_id}", app.public_base);
    Ok(json!({"reserveId": reserve_id, "windowUrl": window_url}))
}

fn check(app: &App, settings: &Params) -> Result<(), ApiError> {
    let said = |name: &str| settings.required_text(name, SETTING_BYTES_MAX);
    if said("clientId")? != app.settings.client_id || said("chainId")? != app.settings.chain_id {
        return Err(codes::INVALID_MERCHANT.into());
    }
    for (name, words) in [
        ("mode", ["development", "production"]),
        ("openType", ["page", "popup"]),
        // The other one registers a payment method for future payments.
        ("payType", ["normal", "normal"]),
    ] {
        if !words.contains(&said(name)?.as_str()) {
            invalid(name, "is none of the documented words")?;
        }
    }
    Ok(())
}
