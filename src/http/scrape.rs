//! The readers of the metrics: anybody who reaches the gateway, anybody with the metrics key, or anybody who reaches
//! the metrics' own address.

use axum::{
    Router,
    extract::{Request, State},
    http::header,
    response::Response,
    routing::get,
};
use secrecy::ExposeSecret as _;
use subtle::ConstantTimeEq as _;

use super::{
    error::{NO_ROUTE, Problem, UNAUTHENTICATED},
    metrics, pipeline,
    request::ApiRequest,
    route::{Route, Verb},
};
use crate::app::{App, Shared};

/// The metrics on an address of their own, and nothing else.
pub fn metrics_router(app: &Shared) -> Router {
    let answer =
        |State(app): State<Shared>, request: Request| pipeline::answer(app, &ALONE, request);
    Router::new()
        .route(ALONE.path, get(answer))
        .fallback(pipeline::unknown)
        .with_state(app.clone())
}

static ALONE: Route = Route::public(
    Verb::Get,
    "/metrics",
    "Numbers in Prometheus' form",
    |app, ask| {
        Box::pin(async move {
            check(&app, &ask)?;
            Ok(metrics::metrics(&app).await)
        })
    },
);

/// The metrics beside everything else, unless they have an address of their own.
pub(super) async fn beside(app: &App, ask: &ApiRequest) -> Result<Response, Problem> {
    if app.metrics.elsewhere {
        return Err(Problem::new(
            &NO_ROUTE,
            "the numbers of this gateway have an address of their own",
        ));
    }
    check(app, ask)?;
    Ok(metrics::metrics(app).await)
}

/// Compared in constant time. The two lengths may be distinguished.
fn check(app: &App, ask: &ApiRequest) -> Result<(), Problem> {
    let Some(key) = &app.metrics.key else {
        return Ok(());
    };
    let mut presented = ask.headers.get_all(header::AUTHORIZATION).iter();
    let presented = match (presented.next(), presented.next()) {
        (Some(value), None) => value.as_bytes().strip_prefix(b"Bearer "),
        _ => None,
    };
    let known = key.expose_secret().as_bytes();
    if presented.is_some_and(|presented| bool::from(presented.ct_eq(known))) {
        Ok(())
    } else {
        Err(Problem::new(
            &UNAUTHENTICATED,
            "send Authorization: Bearer and the metrics key",
        ))
    }
}
