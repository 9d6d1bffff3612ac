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
mod settlements;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{MethodRouter, any, get, post};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use self::errors::Answer;
use self::gate::{Act, Call, respond, serve};
pub(crate) use self::payment::Payments;
use crate::shared::faults::{FaultKind, FaultPlaces, Operation};
use crate::shared::fields::Fields;
use crate::shared::settlements::withhold;
use crate::shared::simulator::{ProviderState, Simulator};

const PAGE: &str = "/sandbox/kakaopay/mockup/bridge/{device}/pg/one-time/payment/{window}";

type App = Simulator<Payments>;

/// The keys of the shop that the routes know.
pub(crate) struct Settings {
    /// One that starts with `DEV` may also come as `DEV_SECRET_KEY`.
    pub(crate) secret_key: String,
    /// The ten characters of the contract for one-time payments.
    pub(crate) cid: String,
}

impl ProviderState for Payments {
    const NAME: &'static str = "kakaopay";
    const ROUTES: &'static [&'static str] = &[
        "/sandbox/kakaopay/online/v1/payment/{ready, approve, order, cancel} — Kakao Pay one-time payments",
        "POST /sandbox/kakaopay/console/cancel {paymentKey, amount?, reason?} — cancel at the provider's own console",
        "POST /sandbox/kakaopay/console/withhold {paymentKey, orderId, amount} — kept back from payouts by a dispute, or paid out again",
        "GET /sandbox/kakaopay/console/settlement?date=2026-04-08 — the file of what is paid out of a day's sales",
    ];
    const PLACES: FaultPlaces = FaultPlaces {
        amounts: &["/amount/total"],
        states: &["/status"],
        left_out: None,
    };
    type Settings = Settings;

    /// The answer to `ready` has no amount, and only `order` and `cancel` have a status.
    fn can(kind: FaultKind, operation: Operation) -> bool {
        !matches!(
            (kind, operation),
            (_, Operation::Webhook)
                | (
                    FaultKind::FieldLeftOut
                        | FaultKind::Unseen
                        | FaultKind::RowUnlisted
                        | FaultKind::ListLags
                        | FaultKind::ListRowMissing
                        | FaultKind::ListRowDoubled
                        | FaultKind::ListRowMadeUp
                        | FaultKind::ListShort
                        | FaultKind::ListDayWrong
                        | FaultKind::ListStateWrong
                        | FaultKind::ListPaymentWrong
                        | FaultKind::ChargedLess
                        | FaultKind::CancelledLess,
                    _
                )
                | (
                    FaultKind::WrongAmount | FaultKind::UnknownStatus,
                    Operation::Create
                )
                | (FaultKind::UnknownStatus, Operation::Confirm)
        )
    }

    fn view(&self, _: DateTime<Utc>) -> Value {
        json!({"payments": self.view()})
    }
}

/// Every call is a POST; any other method or address is -404.
pub(crate) fn routes() -> Router<Arc<App>> {
    let api = Router::new()
        .route("/ready", api(Operation::Create, ready::ready))
        .route("/approve", api(Operation::Confirm, approve::approve))
        .route("/order", api(Operation::Lookup, order))
        .route("/cancel", api(Operation::Cancel, cancel::by_api));
    Router::new()
        .nest("/sandbox/kakaopay/online/v1/payment", api)
        .route(
            "/sandbox/kakaopay/console/cancel",
            post(cancel::by_operator),
        )
        .route(
            "/sandbox/kakaopay/console/settlement",
            get(settlements::of_day),
        )
        .route("/sandbox/kakaopay/console/withhold", post(withhold))
        .route(PAGE, get(pages::window))
        .route(&format!("{PAGE}/{{choice}}"), post(pages::choose))
        .route("/sandbox/kakaopay/{*unknown}", any(unknown))
}

fn api(operation: Operation, act: Act) -> MethodRouter<Arc<App>> {
    let handler = move |State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes| {
        let call = Call {
            operation,
            headers,
            body,
        };
        serve(app, call, act)
    };
    post(handler).fallback(unknown)
}

async fn unknown() -> Response {
    respond(Err(errors::WRONG_URL.into()))
}

/// `POST /online/v1/payment/order`: the current state of a tid.
fn order(app: &App, fields: &Fields) -> Answer {
    let tid = fields.required_text("tid", payment::TID_CHARS)?;
    let mut books = app.books();
    let payment = books.own.by_tid(&tid).ok_or(errors::UNKNOWN_TID)?;
    Ok(answers::order(payment, &app.settings.cid))
}
