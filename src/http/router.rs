//! The router, built from the table of routes.

use axum::{
    Router,
    extract::{Request, State},
    routing::on,
};

use super::{pipeline, routes};
use crate::app::Shared;

/// The router of a gateway.
pub fn router(app: &Shared) -> Router {
    let table = routes::all().fold(Router::new(), |router, route| {
        let answer = move |State(app): State<Shared>, request: Request| {
            pipeline::answer(app, route, request)
        };
        router.route(route.path, on(route.verb.filter(), answer))
    });
    table
        .fallback(pipeline::unknown)
        .method_not_allowed_fallback(pipeline::wrong_method)
        .with_state(app.clone())
}
