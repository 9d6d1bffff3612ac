//! The routes of the simulated Toss.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::{get, post};

use super::auth_idempotency::{Call, serve};
use super::state::App;
use super::{cancel, confirm, console, create, deposit, lookup, pages, sdk};
use crate::shared::faults::Operation;

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
