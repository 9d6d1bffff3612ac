//! The one door of every request: its checks in their order, its deadline, its numbers, its log line.

use std::{
    panic::AssertUnwindSafe,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use axum::{
    extract::{FromRequestParts as _, RawPathParams, Request},
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use futures_util::FutureExt as _;
use tokio::time::timeout;
use tracing::Instrument as _;

use super::{
    error::{NO_ROUTE, NOT_FOUND, OUTCOME_UNKNOWN, Problem, WRONG_METHOD},
    extract::{self, Ask},
    html, json,
    limits::REQUEST_DEADLINE,
    route::{Gives, Handler, Route, Takes},
};
use crate::app::Shared;

/// Answers a request that came in on `route`.
pub(super) async fn answer(app: Shared, route: &'static Route, request: Request) -> Response {
    let started = Instant::now();
    let span = tracing::debug_span!("http", method = route.verb.as_str(), route = route.path);
    // Cutting this future off drops a wait and nothing else: what is written is written elsewhere.
    let work = AssertUnwindSafe(handle(app.clone(), route, request)).catch_unwind();
    let outcome = match timeout(REQUEST_DEADLINE, work).instrument(span).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_panic)) => Err(Problem::internal("a handler panicked")),
        Err(_) => Err(Problem::new(
            &OUTCOME_UNKNOWN,
            "repeat it with the same Idempotency-Key to learn the outcome",
        )),
    };
    let mut response = match outcome {
        Ok(response) => response,
        Err(problem) => {
            let problem = told(&app, route, problem);
            if matches!(route.gives, Gives::Page) {
                html::trouble(&problem)
            } else {
                problem.into_response()
            }
        }
    };
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    count(route, &response, started);
    response
}

/// A problem as it goes out. What is our fault is given a name and written down.
fn told(app: &Shared, route: &Route, problem: Problem) -> Problem {
    static NTH: AtomicU64 = AtomicU64::new(0);
    if !problem.kind.status.is_server_error() {
        tracing::debug!(code = problem.kind.code, "{route:?} was refused");
        return problem;
    }
    let nth = NTH.fetch_add(1, Ordering::Relaxed);
    let instance = format!("prb_{:x}_{nth:x}", app.now().timestamp_micros());
    tracing::warn!(
        instance,
        code = problem.kind.code,
        "{route:?} could not be answered: {}",
        problem.cause()
    );
    problem.named(instance)
}

fn count(route: &'static Route, response: &Response, started: Instant) {
    let class = match response.status().as_u16() {
        ..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        500.. => "5xx",
    };
    let labels = [
        ("method", route.verb.as_str()),
        ("route", route.path),
        ("status", class),
    ];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", "route" => route.path).record(started.elapsed());
}

async fn handle(app: Shared, route: &'static Route, request: Request) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let caller = match route.handler {
        Handler::Public(_) => None,
        Handler::Keyed(roles, _) => {
            let caller = extract::caller(&app, &parts.headers).await?;
            if !roles.contains(&caller.role) {
                return Err(Problem::forbidden(caller.role, roles));
            }
            Some(caller)
        }
    };
    let params = RawPathParams::from_request_parts(&mut parts, &()).await;
    let params = params.map_err(|_| Problem::new(&NOT_FOUND, "the path is not UTF-8"))?;
    let query = extract::query(parts.uri.query().unwrap_or_default(), route.query)?;
    let body = match route.takes {
        Takes::Nothing if route.verb.as_str() == "GET" => axum::body::Bytes::new(),
        Takes::Nothing | Takes::Json(_) | Takes::OptionalJson(_) | Takes::Form | Takes::Webhook => {
            extract::body(&parts.headers, body).await?
        }
    };
    match route.takes {
        Takes::Nothing if !body.is_empty() => {
            return Err(Problem::bad_request("this address takes no body"));
        }
        Takes::Json(_) => json::check_type(&parts.headers)?,
        Takes::OptionalJson(_) if !body.is_empty() => json::check_type(&parts.headers)?,
        Takes::Form if !body.is_empty() => {
            json::is_of_type(&parts.headers, "application/x-www-form-urlencoded")?;
        }
        Takes::Nothing | Takes::OptionalJson(_) | Takes::Form | Takes::Webhook => {}
    }
    let claim = match caller {
        Some(caller) if route.claims => Some(extract::claim(&parts, &body, caller)?),
        Some(_) | None => None,
    };
    let ask = Ask {
        headers: parts.headers,
        body,
        query,
        params,
        claim,
    };
    match (route.handler, caller) {
        (Handler::Public(handler), _) => handler(app, ask).await,
        (Handler::Keyed(_, handler), Some(caller)) => handler(app, caller, ask).await,
        (Handler::Keyed(..), None) => Err(Problem::internal(
            "a keyed route was reached without a caller",
        )),
    }
}

/// Answers what no route is for.
pub(super) async fn unknown() -> Response {
    strict(Problem::new(
        &NO_ROUTE,
        "the addresses of this gateway are described at /docs",
    ))
}

/// Answers a route that is there, for another method. axum adds `Allow`.
pub(super) async fn wrong_method() -> Response {
    strict(Problem::new(
        &WRONG_METHOD,
        "header Allow names the methods that are taken",
    ))
}

fn strict(problem: Problem) -> Response {
    let headers: [(HeaderName, &str); 2] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, problem).into_response()
}
