//! Routes for operators and users of the gateway: its health, its metrics, its API.

use std::{fmt::Write as _, sync::LazyLock, time::Duration};

use axum::{
    body::Bytes,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use tokio::time::timeout;

use super::{
    error::{NOT_READY, PROBLEM_TYPES, Problem},
    html, openapi,
    route::{Gives, Parameter, Query, Route, Takes},
    routes,
    view::ok,
};
use crate::{
    app::{App, Shared},
    flows::{
        FlowError, ready,
        views::{self, Counts},
    },
    web,
};

/// How long `/metrics` waits for the counts from the database: less than the 10 s after which a scrape is given up.
const COUNTS_WAIT: Duration = Duration::from_secs(4);

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Health {
    status: &'static str,
}

/// The process is alive. It does not depend on the database, so that an outage of the database restarts no process.
pub(super) fn healthz() -> Response {
    ok(Health { status: "ok" }).into_response()
}

/// Requests may be sent here: the gateway is not stopping, and the database is at this version and takes writes.
pub(super) async fn readyz(app: &Shared) -> Result<Response, Problem> {
    match ready::ready(app).await {
        Ok(()) => Ok(ok(Health { status: "ready" }).into_response()),
        Err(FlowError::Stopping) => Err(FlowError::Stopping.into()),
        Err(error) => {
            tracing::warn!("The gateway is not ready: {error}");
            Err(Problem::new(
                &NOT_READY,
                "the database does not answer, takes no writes, or is at another version",
            ))
        }
    }
}

/// The version that answers.
const BUILD_INFO: &str = concat!(
    "# HELP credit_gateway_build_info The version that runs.\n",
    "# TYPE credit_gateway_build_info gauge\n",
    "credit_gateway_build_info{version=\"",
    env!("CARGO_PKG_VERSION"),
    "\"} 1\n"
);

/// Metrics in Prometheus' text form: the counters, and the numbers of unfinished things. The second part is left out
/// while the database does not answer, because the first part is needed in an outage.
pub(super) async fn metrics(app: &App) -> Response {
    let mut text = app.metrics.of_process.render();
    text.push_str(BUILD_INFO);
    let counts = timeout(COUNTS_WAIT, views::gauges(app)).await;
    let counts = counts.unwrap_or(Err(FlowError::Busy));
    gauge(
        &mut text,
        "database_up",
        "Whether the database answered just now",
        i64::from(counts.is_ok()),
    );
    if let Ok(counts) = counts {
        text += &unfinished(&counts, app.now());
    }
    let kind = [(
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    )];
    (kind, text).into_response()
}

fn gauge(text: &mut String, name: &str, about: &str, value: i64) {
    let _infallible = write!(
        text,
        "# HELP credit_gateway_{name} {about}.\n# TYPE credit_gateway_{name} gauge\ncredit_gateway_{name} {value}\n"
    );
}

/// Gauges read from the database, so that every gateway on it reports the same.
fn unfinished(counts: &Counts, now: DateTime<Utc>) -> String {
    let mut text = String::new();
    let all = work(counts, now)
        .into_iter()
        .chain(late(counts, now))
        .chain(debts(counts))
        .chain(webhooks(counts));
    for (name, about, value) in all {
        gauge(&mut text, name, about, value);
    }
    text
}

/// A gauge's name, its description, and its value.
type Gauge = (&'static str, &'static str, i64);

fn late(counts: &Counts, now: DateTime<Utc>) -> [Gauge; 2] {
    let late = counts.refund_due.map_or(0, |due| (now - due).num_seconds());
    [
        (
            "refunds_bounced",
            "Refunds by hand that came back and need another account",
            counts.refunds_bounced,
        ),
        (
            "refund_overdue_seconds",
            "How long an unfinished refund is past its due date; 0 when none is",
            late.max(0),
        ),
    ]
}

fn debts(counts: &Counts) -> [Gauge; 4] {
    [
        (
            "contradictions_open",
            "What providers say and the books cannot follow",
            counts.contradictions_open,
        ),
        (
            "contradictions_refunding",
            "Of these, payments that are on their way back",
            counts.contradictions_refunding,
        ),
        (
            "debtors",
            "Customers who used credits whose payment was taken back",
            counts.debtors,
        ),
        (
            "debt_credits",
            "Credits that they owe together",
            counts.debt,
        ),
    ]
}

fn webhooks(counts: &Counts) -> [Gauge; 2] {
    [
        (
            "webhooks_unreadable",
            "Signed webhooks that could not be read and wait for a person",
            counts.webhooks_unreadable,
        ),
        (
            "webhooks_contradictory",
            "Signed webhooks that tell otherwise than one before and wait for a person",
            counts.webhooks_contradictory,
        ),
    ]
}

fn work(counts: &Counts, now: DateTime<Utc>) -> Vec<Gauge> {
    let age = |since: Option<DateTime<Utc>>| since.map_or(0, |at| (now - at).num_seconds().max(0));
    vec![
        (
            "jobs_waiting",
            "Jobs that wait for their time",
            counts.jobs_waiting,
        ),
        (
            "jobs_running",
            "Jobs that somebody works on",
            counts.jobs_running,
        ),
        (
            "jobs_parked",
            "Jobs that a person has to look at",
            counts.jobs_parked,
        ),
        (
            "job_lag_seconds",
            "How long the oldest job is overdue",
            age(counts.oldest_job),
        ),
        (
            "deposits_open",
            "Deposits that a person has to decide about",
            counts.deposits_open,
        ),
        (
            "orders_confirming",
            "Orders whose outcome is in doubt",
            counts.orders_confirming,
        ),
        (
            "confirming_age_seconds",
            "Age of the oldest of them",
            age(counts.oldest_confirming),
        ),
        (
            "orders_mismatched",
            "Orders for which money arrived that does not agree with them",
            counts.orders_mismatched,
        ),
        (
            "refunds_requested",
            "Refunds that are not sent yet",
            counts.refunds_requested,
        ),
        (
            "refunds_sent",
            "Refunds whose outcome is not known yet",
            counts.refunds_sent,
        ),
        (
            "refunds_by_hand",
            "Refunds that a person has to transfer",
            counts.refunds_by_hand,
        ),
        (
            "refund_age_seconds",
            "Age of the oldest unfinished refund",
            age(counts.oldest_refund),
        ),
    ]
}

/// The API in OpenAPI 3.1.
pub(super) fn openapi() -> Response {
    static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| openapi::document().to_string().into());
    (
        [(header::CONTENT_TYPE, "application/json")],
        DOCUMENT.clone(),
    )
        .into_response()
}

pub(super) fn stylesheet() -> Response {
    let mut response = web::STYLESHEET.into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/css; charset=utf-8"),
    );
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=3600"),
    );
    response
}

/// The same table as a page for people.
pub(super) fn docs() -> Result<Response, Problem> {
    static PAGE: LazyLock<web::Docs> = LazyLock::new(page);
    html::page(StatusCode::OK, &*PAGE)
}

fn page() -> web::Docs {
    let document = openapi::document();
    let schemas = document["components"]["schemas"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let pretty =
        |schema: &serde_json::Value| serde_json::to_string_pretty(schema).unwrap_or_default();
    web::Docs {
        routes: routes::all().map(described).collect(),
        schemas: schemas
            .iter()
            .map(|(name, schema)| (name.clone(), pretty(schema)))
            .collect(),
        problems: PROBLEM_TYPES
            .iter()
            .map(|kind| (kind.code, kind.status.as_u16(), kind.title))
            .collect(),
    }
}

fn described(route: &Route) -> web::DocsRoute {
    let roles: Vec<&str> = route.roles().iter().map(|role| role.as_str()).collect();
    let query = match route.query {
        Query::Known(known) => known,
        Query::Any => &[],
    };
    let parameter = |parameter: &Parameter| (parameter.name, parameter.about);
    web::DocsRoute {
        verb: route.verb.as_str(),
        path: route.path,
        summary: route.summary,
        roles: if roles.is_empty() {
            "public".to_owned()
        } else {
            roles.join(", ")
        },
        needs_key: route.needs_key,
        parameters: route.params.iter().chain(query).map(parameter).collect(),
        takes: match route.takes {
            Takes::Json(schema) | Takes::OptionalJson(schema) => openapi::name_of(schema),
            Takes::Form => Some("form".to_owned()),
            Takes::Webhook => Some("as the provider sends it".to_owned()),
            Takes::Nothing => None,
        },
        status: route.status,
        gives: match route.gives {
            Gives::Json(schema) => openapi::name_of(schema).unwrap_or_else(|| "JSON".to_owned()),
            Gives::Page => "page".to_owned(),
            Gives::Other(media_type) => media_type.to_owned(),
        },
    }
}
