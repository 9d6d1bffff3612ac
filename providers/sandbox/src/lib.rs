//! The providers as servers, for development and tests: Toss Payments, Naver Pay and Kakao Pay with their buyer
//! pages, and a bank that reports deposits. Written from the documented API, sharing no code with the adapters, so
//! that a misreading of the documents cannot hide on both sides.
//!
//! Every answer carries `x-simulator`; nothing here moves money. State is in memory and, where a file is named, also
//! in that file ([`kept_router`]).
//! Not included: billing keys, payouts, cash receipts, settlements, foreign currencies (except the window of foreign
//! easy pay in dollars).

mod app;
mod bank;
mod books;
mod fault_routes;
mod faults;
mod fields;
mod kakaopay;
mod keep;
mod naverpay;
mod pages;
mod payaction;
mod posts;
mod rng;
mod settings;
mod time;
mod toss;
mod webhooks;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::{any, get, post, put};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::app::App;
pub use crate::keep::BooksError;
pub use crate::settings::{Clock, Settings};
pub use crate::webhooks::{Outlet, Post};

/// The header on every answer, so that nobody mistakes the simulator for a provider.
pub const SIMULATOR_HEADER: &str = "x-simulator";
/// Its value.
pub const SIMULATOR_NAME: &str = "credit-gateway-sandbox";

/// Far above any documented request: the largest is a payment window with five pairs of metadata of 2,000 characters.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// All routes below `/sandbox`, sending webhooks over HTTP. Must be called inside a tokio runtime: it starts the sweep
/// that expires payment windows, through `tracker` and until `stop`.
pub fn router(settings: Settings, tracker: TaskTracker, stop: CancellationToken) -> Router {
    let app = App::new(settings, tracker, stop, webhooks::http_outlet(), None);
    app.tracker.spawn(toss::sweep(Arc::clone(&app)));
    routes(app)
}

/// Like [`router`], with the books of `file`, to which every change is written within a moment. Without such a file
/// the books are empty. Faults, and answers ordered in advance, are not kept.
///
/// # Errors
/// [`BooksError`] when the file cannot be read, understood or written.
pub fn kept_router(
    settings: Settings,
    tracker: TaskTracker,
    stop: CancellationToken,
    file: PathBuf,
) -> Result<Router, BooksError> {
    let books = keep::load(&file)?;
    let app = App::new(settings, tracker, stop, webhooks::http_outlet(), books);
    keep::write(&app.books(), &file)?;
    app.tracker.spawn(toss::sweep(Arc::clone(&app)));
    app.tracker.spawn(keep::keep(Arc::clone(&app), file));
    webhooks::dispatch(&app);
    Ok(routes(app))
}

/// Like [`router`], but webhooks are sent through `outlet` and payment windows expire only when a request reads them.
/// Nothing happens by itself, as a test with its own clock needs.
pub fn router_with_outlet(
    settings: Settings,
    tracker: TaskTracker,
    stop: CancellationToken,
    outlet: Outlet,
) -> Router {
    routes(App::new(settings, tracker, stop, outlet, None))
}

fn routes(app: Arc<App>) -> Router {
    Router::new()
        .route("/sandbox", get(pages::home))
        .route("/sandbox/books", get(books::show))
        .route(
            "/sandbox/faults",
            put(fault_routes::replace).get(fault_routes::show),
        )
        .route("/sandbox/bank/deposits", post(bank::deposit))
        .route(
            "/sandbox/bank/deposits/{movement_id}/reverse",
            post(bank::reverse),
        )
        .route("/sandbox/bank/payaction/deposits", post(payaction::deposit))
        .merge(toss::routes())
        .merge(naverpay::routes())
        .merge(kakaopay::routes())
        .route("/sandbox/{*unknown}", any(pages::unknown))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(axum::middleware::map_response(name_simulator))
        .with_state(app)
}

async fn name_simulator(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(SIMULATOR_HEADER, HeaderValue::from_static(SIMULATOR_NAME));
    response
}

/// A refusal of the sandbox's own routes: the field, and what is wrong with it.
fn refuse(status: StatusCode, field: &str, message: &str) -> Response {
    let body = serde_json::json!({"error": {"field": field, "message": message}});
    pages::json(status, &body)
}
