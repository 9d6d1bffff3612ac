//! Toss Payments, core API versions 2022-11-16 and 2024-06-01: the server API, the buyer's window, the two payment
//! webhooks, and functions of the developer centre (deposits by hand, cancels by an operator).

mod auth_idempotency;
mod banks;
mod cancel;
mod confirm;
mod console;
mod create;
mod currency;
mod deposit;
mod easy_pay;
mod errors;
mod events;
mod idempotency;
mod lookup;
mod method;
mod options;
mod pages;
mod payment;
mod sdk;
mod state;

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::{get, post};
use chrono::{DateTime, Utc};
use serde_json::Value;

use self::auth_idempotency::{Call, serve};
use self::state::App;
pub(crate) use self::state::{Settings, Toss};
use crate::shared::faults::{Kind, Operation};
use crate::shared::simulator::{Feed, ProviderState};

/// Seven retries (webhook guide), then an e-mail to the merchant.
const RETRY_MINUTES: [u32; 7] = [1, 4, 16, 64, 256, 1024, 4096];

impl ProviderState for Toss {
    const NAME: &'static str = "toss";
    const ROUTES: &'static [&'static str] = &[
        "/sandbox/toss/v1/… — Toss Payments core API",
        "/sandbox/toss/v2/standard — Toss's script, which opens a window from a page of the merchant",
        "POST /sandbox/toss/deposits {orderId, depositorName?, amount?} — pay into a virtual account",
        "POST /sandbox/toss/deposits/reverse {orderId} — the bank takes the deposit back",
        "POST /sandbox/toss/console/cancel {paymentKey, amount?, reason?} — cancel at the provider's own console",
    ];
    const FEEDS: &'static [Feed<Self>] = &[Feed {
        retry_minutes: &RETRY_MINUTES,
        endless: false,
        // Whether another 2xx counts is not documented.
        any_2xx: false,
        post: |app, webhook, retried| Some(events::post(app, webhook, retried)),
    }];
    const TICKS: bool = true;
    type Settings = Settings;

    fn can(kind: Kind, _: Operation) -> bool {
        kind != Kind::FieldLeftOut
    }

    fn view(&self, _: DateTime<Utc>) -> Value {
        self.view()
    }

    fn resume(&mut self) {
        self.idempotency.retain(|_, slot| slot.is_answered());
    }

    /// Sends the EXPIRED webhook without a request.
    fn tick(app: &Arc<App>) {
        events::expire(app);
    }
}

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/sandbox/toss/v1/payments", post(create_window))
        .route("/sandbox/toss/v1/payments/confirm", post(confirm_payment))
        .route("/sandbox/toss/v1/payments/{payment_key}", get(look_up))
        .route(
            "/sandbox/toss/v1/payments/orders/{order_id}",
            get(look_up_order),
        )
        .route(
            "/sandbox/toss/v1/payments/{payment_key}/cancel",
            post(cancel_payment),
        )
        .route(
            "/sandbox/toss/v1/payments/{payment_key}/checkout",
            get(pages::window),
        )
        .route(
            "/sandbox/toss/v1/payments/{payment_key}/checkout/{choice}",
            post(pages::choose),
        )
        .route("/sandbox/toss/v2/standard", get(sdk::script))
        .route("/sandbox/toss/v2/windows", post(sdk::open))
        .route("/sandbox/toss/v1/virtual-accounts", post(issue_account))
        .route("/sandbox/toss/v1/transactions", get(transactions))
        .route("/sandbox/toss/deposits", post(deposit::pay_in))
        .route("/sandbox/toss/deposits/reverse", post(deposit::reverse))
        .route("/sandbox/toss/console/cancel", post(cancel::by_operator))
        .route("/sandbox/toss/console/answer", post(console::answer))
        .route("/sandbox/toss/console/version", post(console::version))
}

fn call(operation: Operation, parts: Parts, body: Bytes) -> Call {
    Call {
        operation,
        method: parts.method,
        path: parts.uri.path().to_owned(),
        headers: parts.headers,
        body,
    }
}

async fn create_window(State(app): State<Arc<App>>, parts: Parts, body: Bytes) -> Response {
    serve(app, call(Operation::Create, parts, body), create::window).await
}

async fn issue_account(State(app): State<Arc<App>>, parts: Parts, body: Bytes) -> Response {
    serve(
        app,
        call(Operation::Create, parts, body),
        create::virtual_account,
    )
    .await
}

async fn confirm_payment(State(app): State<Arc<App>>, parts: Parts, body: Bytes) -> Response {
    serve(app, call(Operation::Confirm, parts, body), confirm::confirm).await
}

async fn cancel_payment(
    State(app): State<Arc<App>>,
    Path(payment_key): Path<String>,
    parts: Parts,
    body: Bytes,
) -> Response {
    serve(
        app,
        call(Operation::Cancel, parts, body),
        move |app, call| cancel::by_api(app, call, &payment_key),
    )
    .await
}

async fn look_up(
    State(app): State<Arc<App>>,
    Path(payment_key): Path<String>,
    parts: Parts,
) -> Response {
    let call = call(Operation::Lookup, parts, Bytes::new());
    serve(app, call, move |app, _| lookup::by_key(app, &payment_key)).await
}

async fn look_up_order(
    State(app): State<Arc<App>>,
    Path(order_id): Path<String>,
    parts: Parts,
) -> Response {
    let call = call(Operation::Lookup, parts, Bytes::new());
    serve(app, call, move |app, _| lookup::by_order(app, &order_id)).await
}

async fn transactions(
    State(app): State<Arc<App>>,
    Query(query): Query<HashMap<String, String>>,
    parts: Parts,
) -> Response {
    let call = call(Operation::Lookup, parts, Bytes::new());
    serve(app, call, move |app, _| lookup::transactions(app, &query)).await
}
