//! The routes of the simulated Naver Pay.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::auth_idempotency::serve;
use super::call::Call;
use super::history::Version;
use super::state::App;
use super::{approve, cancel, console, history, pages, reserve, sdk};
use crate::shared::faults::Operation;

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
