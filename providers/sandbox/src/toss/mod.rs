//! Toss Payments, core API versions 2022-11-16 and 2024-06-01: the server API, the buyer's window, the two payment
//! webhooks, and functions of the developer centre (deposits by hand, cancels by an operator).

pub(crate) mod auth_idempotency;
mod banks;
mod cancel;
mod confirm;
pub(crate) mod console;
mod create;
pub(crate) mod currency;
mod deposit;
pub(crate) mod easy_pay;
pub(crate) mod errors;
mod lookup;
mod options;
mod pages;
pub(crate) mod payment;
mod sdk;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::{get, post};
use chrono::{DateTime, Utc};
use serde_json::json;

use self::auth_idempotency::{Call, serve};
use self::payment::{Payment, Status};
use crate::app::App;
use crate::books::Books;
use crate::faults::Operation;
use crate::time::kst_micros;
use crate::webhooks::{self, OutgoingWebhook, Sender};

/// How often the sweep checks for expired windows.
const SWEEP_EVERY: Duration = Duration::from_secs(1);

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

/// Expires the payments whose clock has run out and sends Toss's webhooks for that.
pub(crate) fn expire(app: &Arc<App>) {
    let now = app.now();
    {
        let mut books = app.books();
        while let Some((_, key)) = books
            .clocks
            .first()
            .filter(|(deadline, _)| *deadline <= now)
            .cloned()
        {
            books.clocks.pop_first();
            let due = books
                .payments
                .get(&key)
                .filter(|it| it.deadline().is_some_and(|deadline| deadline <= now));
            if let Some(mut payment) = due.cloned() {
                payment.status = Status::Expired;
                payment.failure = Some((
                    "EXPIRED_PAYMENT".to_owned(),
                    "결제가 만료되었습니다. 다시 시도해주세요.".to_owned(),
                ));
                status_changed(app, &mut books, &payment, now);
                books.put(payment);
            }
        }
    }
    webhooks::dispatch(app);
}

/// Checks for expired windows until the sandbox stops, so that the EXPIRED webhook comes without a request.
pub(crate) async fn sweep(app: Arc<App>) {
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = tokio::time::sleep(SWEEP_EVERY) => expire(&app),
        }
    }
}

/// The Payment object, in the API version of our merchant's key.
fn shown(app: &App, books: &Books, payment: &Payment, now: DateTime<Utc>) -> serde_json::Value {
    payment.json(&app.settings.public_base, books.toss_version.name(), now)
}

/// Queues the `PAYMENT_STATUS_CHANGED` webhook, which carries the whole payment. Another merchant's goes elsewhere.
fn status_changed(app: &App, books: &mut Books, payment: &Payment, now: DateTime<Utc>) {
    if !payment.is_ours() {
        return;
    }
    let data = shown(app, books, payment, now);
    let body =
        json!({"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": kst_micros(now), "data": data});
    note(books, body);
}

/// Queues the flat `DEPOSIT_CALLBACK` webhook of virtual accounts: no envelope, no payment key, no amount.
fn deposit_callback(books: &mut Books, payment: &Payment, now: DateTime<Utc>) {
    let body = json!({
        "createdAt": kst_micros(now),
        "secret": payment.secret,
        "status": payment.status.name(),
        "transactionKey": payment.last_transaction_key,
        "orderId": payment.order_id,
    });
    note(books, body);
}

fn note(books: &mut Books, body: serde_json::Value) {
    let id = format!("whtrans_{}", books.rng.alphanumeric(27).to_lowercase());
    books.outgoing.push(OutgoingWebhook {
        sender: Sender::Toss,
        id,
        body,
    });
}
