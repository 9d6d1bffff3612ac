//! Naver Pay, one-time payments (결제형 단건): the server API, the buyer's window, and functions of the Naver Pay Center.
//! Naver Pay sends no webhook for these, so this simulator sends none.
//!
//! Not included: recurrent payments, purchase confirmation of escrow merchants, points, receipts, and the week after
//! which the development environment deletes a payment.

mod approve;
mod auth_idempotency;
mod call;
mod cancel;
mod codes;
mod console;
mod damage;
mod history;
mod pages;
mod params;
mod payment;
mod reserve;
mod sdk;
mod sent;
mod state;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use chrono::{DateTime, Utc};
use serde_json::Value;

use self::auth_idempotency::serve;
use self::call::Call;
use self::history::Version;
use self::state::App;
pub(crate) use self::state::{NaverPay, Settings};
use crate::shared::faults::{Kind, Operation};
use crate::shared::simulator::ProviderState;

impl ProviderState for NaverPay {
    const NAME: &'static str = "naverpay";
    const ROUTES: &'static [&'static str] = &[
        "/sandbox/naverpay/naverpay-partner/naverpay/payments/… — Naver Pay one-time payments; window at /sandbox/naverpay/payments/{reserveId}",
        "POST /sandbox/naverpay/console/cancel {paymentKey, amount?, reason?} — cancel at the provider's own console",
        "POST /sandbox/naverpay/console/answer {operation, code, times?} — the next calls answer this documented code",
    ];
    type Settings = Settings;

    fn can(kind: Kind, operation: Operation) -> bool {
        let of_another = matches!(kind, Kind::Unseen | Kind::ChargedLess | Kind::CancelledLess);
        operation != Operation::Webhook && !of_another
    }

    fn view(&self, now: DateTime<Utc>) -> Value {
        self.view(now)
    }

    fn resume(&mut self) {
        self.idempotency.retain(|_, sent| sent.is_some());
    }
}

pub(crate) fn routes() -> Router<Arc<App>> {
    // Older contracts had an id of their own in place of `naverpay-partner`.
    let api = Router::new()
        .route("/v2/reserve", post(reserve))
        .route("/v2.2/apply/payment", post(approve))
        .route("/v1/cancel", post(cancel))
        .route("/{version}/list/history", post(range).get(range))
        .route("/{version}/list/history/{payment_id}", post(one).get(one));
    Router::new()
        .nest("/sandbox/naverpay/naverpay-partner/naverpay/payments", api)
        .route(
            "/sandbox/naverpay/payments/{reserve_id}",
            get(pages::window),
        )
        .route(
            "/sandbox/naverpay/payments/{reserve_id}/{choice}",
            post(pages::choose),
        )
        .route("/sandbox/naverpay/sdk/js/naverpay.min.js", get(sdk::script))
        .route("/sandbox/naverpay/sdk/reserve", post(sdk::open))
        .route("/sandbox/naverpay/console/cancel", post(console::cancel))
        .route("/sandbox/naverpay/console/answer", post(console::answer))
}

async fn reserve(State(app): State<Arc<App>>, parts: Parts, body: Bytes) -> Response {
    let call = Call::new(Operation::Create, parts, body);
    serve(app, call, reserve::reserve).await
}

async fn approve(State(app): State<Arc<App>>, parts: Parts, body: Bytes) -> Response {
    let call = Call::new(Operation::Confirm, parts, body);
    serve(app, call, approve::approve).await
}

async fn cancel(State(app): State<Arc<App>>, parts: Parts, body: Bytes) -> Response {
    let call = Call::new(Operation::Cancel, parts, body);
    serve(app, call, cancel::by_api).await
}

async fn range(
    State(app): State<Arc<App>>,
    Path(version): Path<String>,
    parts: Parts,
    body: Bytes,
) -> Response {
    list(app, &version, None, parts, body).await
}

async fn one(
    State(app): State<Arc<App>>,
    Path((version, payment_id)): Path<(String, String)>,
    parts: Parts,
    body: Bytes,
) -> Response {
    list(app, &version, Some(payment_id), parts, body).await
}

async fn list(
    app: Arc<App>,
    version: &str,
    payment_id: Option<String>,
    parts: Parts,
    body: Bytes,
) -> Response {
    let Some(version) = Version::parse(version) else {
        return crate::shared::pages::unknown().await.into_response();
    };
    let call = Call::new(Operation::Lookup, parts, body);
    serve(app, call, move |app, call, params| {
        history::list(app, call, params, version, payment_id.as_deref())
    })
    .await
}
