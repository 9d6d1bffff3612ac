//! HTTP. Each request is limited, named, authenticated and passed to one flow. Each result gets its status and its
//! form. No rule about money or credits is here.
//!
//! Every request passes one pipeline (`pipeline`). It checks deadline, key, role, path, query, body and idempotency key
//! in that order, driven by the one table in `routes`.

mod accept;
mod accounts;
mod approvals;
mod audit_log;
mod audits;
mod buyer;
mod campaigns;
mod cash_receipt_page;
mod cash_receipts;
mod checkout;
mod console;
mod contracts;
mod contradictions;
mod customers;
mod deposits;
mod discrepancies;
mod disputes;
mod docs;
mod endpoints;
mod error;
mod events;
mod extract;
mod framing;
mod health;
mod history;
mod holds;
mod html;
mod inbox;
mod jobs;
mod json;
mod limits;
mod listed;
mod metrics;
mod my;
mod named;
mod once;
mod openapi;
mod orders;
mod parameters;
mod pay;
mod payments;
mod pipeline;
mod policies;
mod policy_drafts;
mod products;
mod reconciled;
mod reconciliations;
mod refunds;
mod renew;
mod request;
mod response;
mod route;
mod routes;
pub mod server;
mod settlement_files;
mod settlements;
pub mod sheets;
mod spends;
mod statements;
mod stream;
mod subscriptions;
mod tax_invoices;
mod thresholds;
mod upload;
mod view;
mod visit;
mod webhooks;

use axum::{
    Router,
    extract::{Request, State},
    routing::on,
};

use crate::{access::Need, app::Shared};
pub use metrics::metrics_router;

/// The router of a gateway, built from the table of routes and that of the desk.
pub fn router(app: &Shared) -> Router {
    let all = routes::all().chain(console::all());
    let table = all.fold(Router::new(), |router, route| {
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

/// Every page and every act of the desk, with what it needs: none for what is open before the sign-in. For a test that
/// asks for each of them as every role.
pub fn desk_table() -> impl Iterator<Item = (&'static str, &'static str, Option<Need>)> {
    console::all().map(|page| (page.verb.as_str(), page.path, console::need(page)))
}

/// The OpenAPI document as it is published: indented, with a line end.
pub fn openapi_document() -> String {
    format!("{:#}\n", openapi::document(routes::all()))
}
