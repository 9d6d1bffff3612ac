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
mod history;
mod pages;
mod params;
mod payment;
mod reserve;
mod sdk;
mod settlements;
mod state;

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::routing::{MethodFilter, MethodRouter, get, on, post};
use chrono::{DateTime, Utc};
use serde_json::Value;

use self::auth_idempotency::{Act, serve};
use self::call::Call;
pub(crate) use self::state::NaverPay;
use crate::shared::faults::{FaultKind, FaultPlaces, Operation};
use crate::shared::settlements::withhold;
use crate::shared::simulator::{self, ProviderState};

type App = simulator::Simulator<NaverPay>;
type Books = simulator::Books<NaverPay>;

/// The three static headers that the routes accept: those of one shop.
pub(crate) struct Settings {
    pub(crate) client_id: String,
    /// Only a server knows it.
    pub(crate) client_secret: String,
    /// The shop in its group.
    pub(crate) chain_id: String,
}

impl ProviderState for NaverPay {
    const NAME: &'static str = "naverpay";
    const ROUTES: &'static [&'static str] = &[
        "/sandbox/naverpay/naverpay-partner/naverpay/payments/… — Naver Pay one-time payments; window at /sandbox/naverpay/payments/{reserveId}",
        "POST /sandbox/naverpay/console/cancel {paymentKey, amount?, reason?} — cancel at the provider's own console",
        "POST /sandbox/naverpay/console/withhold {paymentKey, orderId, amount} — kept back from payouts by a dispute, or paid out again",
        "POST /sandbox/naverpay/console/answer {operation, code, times?} — the next calls answer this documented code",
        "GET /sandbox/naverpay/console/settlement?date=2026-04-08 — the file of what is paid out of a day's sales",
    ];
    /// The paid amount and the state of an approval or of the first row of a history, the rest after a cancel, and
    /// else the code itself.
    const PLACES: FaultPlaces = FaultPlaces {
        amounts: &[
            "/body/detail/totalPayAmount",
            "/body/list/0/totalPayAmount",
            "/body/totalRestAmount",
        ],
        states: &[
            "/body/detail/admissionState",
            "/body/list/0/admissionState",
            "/code",
        ],
        left_out: Some(("/body/detail", "admissionTypeCode")),
    };
    type Settings = Settings;

    fn can(kind: FaultKind, operation: Operation) -> bool {
        let of_another = matches!(
            kind,
            FaultKind::Unseen | FaultKind::ChargedLess | FaultKind::CancelledLess
        );
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
    let of_money = |operation, act| api(MethodFilter::POST, operation, act);
    let look_up = |act| {
        api(
            MethodFilter::POST.or(MethodFilter::GET),
            Operation::Lookup,
            act,
        )
    };
    // Older contracts had an id of their own in place of `naverpay-partner`.
    let api = Router::new()
        .route("/v2/reserve", of_money(Operation::Create, reserve::reserve))
        .route(
            "/v2.2/apply/payment",
            of_money(Operation::Confirm, approve::approve),
        )
        .route("/v1/cancel", of_money(Operation::Cancel, cancel::by_api))
        .route("/v2.2/list/history", look_up(history::v22))
        .route("/v2.2/list/history/{payment_id}", look_up(history::v22))
        .route("/v2.3/list/history", look_up(history::v23))
        .route("/v2.3/list/history/{payment_id}", look_up(history::v23));
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
        .route("/sandbox/naverpay/console/withhold", post(withhold))
        .route("/sandbox/naverpay/console/answer", post(console::answer))
        .route(
            "/sandbox/naverpay/console/settlement",
            get(settlements::of_day),
        )
}

fn api(method: MethodFilter, operation: Operation, act: Act) -> MethodRouter<Arc<App>> {
    let handler = move |State(app): State<Arc<App>>,
                        Path(path): Path<HashMap<String, String>>,
                        headers: HeaderMap,
                        body: Bytes| {
        let call = Call {
            operation,
            path,
            headers,
            body,
        };
        serve(app, call, act)
    };
    on(method, handler)
}
