//! The routes of the simulated Kakao Pay.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{any, get, post};

use super::errors::Answer;
use super::gate::{Call, respond, serve};
use super::payment::TID_CHARS;
use super::state::App;
use super::{answers, approve, cancel, errors, pages, ready};
use crate::shared::faults::Operation;
use crate::shared::fields::Fields;

const PAGE: &str = "/sandbox/kakaopay/mockup/bridge/{device}/pg/one-time/payment/{window}";

/// Every call is a POST; any other method or address is -404.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/sandbox/kakaopay/online/v1/payment/ready",
            post(ready_payment).fallback(unknown),
        )
        .route(
            "/sandbox/kakaopay/online/v1/payment/approve",
            post(approve_payment).fallback(unknown),
        )
        .route(
            "/sandbox/kakaopay/online/v1/payment/order",
            post(look_up).fallback(unknown),
        )
        .route(
            "/sandbox/kakaopay/online/v1/payment/cancel",
            post(cancel_payment).fallback(unknown),
        )
        .route(
            "/sandbox/kakaopay/console/cancel",
            post(cancel::by_operator),
        )
        .route(PAGE, get(pages::window))
        .route(&format!("{PAGE}/{{choice}}"), post(pages::choose))
        .route("/sandbox/kakaopay/{*unknown}", any(unknown))
}

async fn ready_payment(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    serve(app, call(Operation::Create, headers, body), ready::ready).await
}

async fn approve_payment(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    serve(
        app,
        call(Operation::Confirm, headers, body),
        approve::approve,
    )
    .await
}

async fn look_up(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    serve(app, call(Operation::Lookup, headers, body), order).await
}

async fn cancel_payment(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    serve(app, call(Operation::Cancel, headers, body), cancel::by_api).await
}

async fn unknown() -> Response {
    respond(Err(errors::WRONG_URL.into()))
}

fn call(operation: Operation, headers: HeaderMap, body: Bytes) -> Call {
    Call {
        operation,
        headers,
        body,
    }
}

/// `POST /online/v1/payment/order`: the current state of a tid.
fn order(app: &App, fields: &Fields) -> Answer {
    let tid = fields.required_text("tid", TID_CHARS)?;
    let mut books = app.books();
    let payment = books.own.by_tid(&tid).ok_or(errors::UNKNOWN_TID)?;
    Ok(answers::order(payment, &app.settings.cid))
}
