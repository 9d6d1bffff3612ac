//! HTTP. Each request is limited, named, authenticated and passed to one flow. Each result gets its status and its
//! form. No rule about money or credits is here.
//!
//! Every request passes one pipeline (`pipeline`). It checks deadline, key, role, path, query, body and idempotency key
//! in that order, driven by the one table in `routes`.

mod account;
mod approvals;
mod audit_log;
mod callbacks;
mod checkout;
mod connection;
mod contradictions;
mod customers;
mod debts;
mod deposits;
mod docs;
mod error;
mod extract;
mod framing;
mod health;
mod holds;
mod html;
mod inbox;
mod jobs;
mod json;
mod limits;
mod metrics;
mod named;
mod openapi;
mod orders;
mod parameters;
mod payments;
mod pipeline;
mod products;
mod refunds;
mod request;
mod response;
mod route;
mod router;
mod routes;
mod scrape;
pub mod server;
mod sought;
mod spends;
mod view;
mod webhooks;

pub use router::router;
pub use scrape::metrics_router;

/// The OpenAPI document as it is published: indented, with a line end.
pub fn openapi_document() -> String {
    format!("{:#}\n", openapi::document(routes::all()))
}
