//! Kakao Pay, online payment Open API: one-time payments, the buyer's wallet page, and cancels by an operator. It
//! sends no webhook, has no idempotency key and finds a payment by its tid only.
//!
//! Not included: subscriptions, points and discounts, CID secrets, the daily quota.

mod answers;
mod approve;
mod cancel;
mod errors;
mod gate;
mod numbers;
mod pages;
mod payment;
mod ready;
mod state;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{any, get, post};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use self::errors::Answer;
use self::gate::{Call, respond, serve};
pub(crate) use self::payment::Payments;
use self::payment::TID_CHARS;
use self::state::App;
pub(crate) use self::state::Settings;
use crate::shared::faults::{Kind, Operation};
use crate::shared::fields::Fields;
use crate::shared::simulator::ProviderState;

const PAGE: &str = "/sandbox/kakaopay/mockup/bridge/{device}/pg/one-time/payment/{window}";

impl ProviderState for Payments {
    const NAME: &'static str = "kakaopay";
    const ROUTES: &'static [&'static str] = &[
        "/sandbox/kakaopay/online/v1/payment/{ready, approve, order, cancel} — Kakao Pay one-time payments",
        "POST /sandbox/kakaopay/console/cancel {paymentKey, amount?, reason?} — cancel at the provider's own console",
    ];
    type Settings = Settings;

    /// The answer to `ready` has no amount, and only `order` and `cancel` have a status.
    fn can(kind: Kind, operation: Operation) -> bool {
        !matches!(
            (kind, operation),
            (_, Operation::Webhook)
                | (
                    Kind::FieldLeftOut | Kind::Unseen | Kind::ChargedLess | Kind::CancelledLess,
                    _
                )
                | (Kind::WrongAmount | Kind::UnknownStatus, Operation::Create)
                | (Kind::UnknownStatus, Operation::Confirm)
        )
    }

    fn view(&self, _: DateTime<Utc>) -> Value {
        json!({"payments": self.view()})
    }
}

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
