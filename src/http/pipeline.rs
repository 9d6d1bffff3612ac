//! The pipeline of every request: its checks in their order, its deadline, its metrics, its log line.

use std::{
    num::NonZeroU32,
    panic::AssertUnwindSafe,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use axum::{
    extract::{FromRequestParts as _, RawPathParams, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use futures_util::FutureExt as _;
use tokio::time::timeout;
use tracing::{Instrument as _, field::Empty};

use super::{
    console::door,
    error::{NO_ROUTE, NOT_FOUND, OUTCOME_UNKNOWN, Problem, TOO_FAST, WRONG_METHOD},
    extract, html, json,
    limits::REQUEST_DEADLINE,
    named::Named,
    request::ApiRequest,
    route::{Gives, Handler, Route, Takes},
    server::Peer,
};
use crate::{
    access::Caller,
    app::{App, Shared},
    flows::pace::Allowance,
    telemetry::traces,
};

/// The target of the log line of every request, so that `RUST_LOG=info,request=off` leaves it out.
const REQUEST_LINE: &str = "request";
/// Takes the place of a route's pattern where the request matches no route.
const NO_PATTERN: &str = "none";

/// Answers a request that came in on `route`.
pub(super) async fn answer(app: Shared, route: &'static Route, request: Request) -> Response {
    let started = Instant::now();
    let named = Named::of(&app, request.headers());
    // The request's own log line, found by its name, shows the request and its result.
    let span = tracing::info_span!(
        "http",
        request.id = named.id,
        trace.id = named.trace,
        otel.name = Empty,
        otel.kind = Empty
    );
    let method = known_method(route.verb.as_str());
    traces::began(&span, named.parent.as_deref(), method, route.path);
    let mut pace = None;
    // It is boxed because it is large, and would be copied into every layer around it.
    let handled = Box::pin(handle(app.clone(), route, request, &mut pace));
    // Cancelling this future drops a wait and nothing else: all writes happen elsewhere.
    let work = AssertUnwindSafe(handled).catch_unwind();
    let outcome = match timeout(REQUEST_DEADLINE, work)
        .instrument(span.clone())
        .await
    {
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
            let at = format!("{route:?}");
            let problem = span.in_scope(|| explained(&app, &at, problem));
            let problem = problem.of_request(&named.id);
            if matches!(route.gives, Gives::Page) {
                html::trouble(&problem)
            } else {
                problem.into_response()
            }
        }
    };
    let headers = response.headers_mut();
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if let Some(pace) = pace {
        add_pace_headers(pace, headers);
    }
    traces::answered(&span, response.status().as_u16());
    done(
        &named,
        route.verb.as_str(),
        route.path,
        &mut response,
        started,
    );
    response
}

/// The state of the key's limit (draft-ietf-httpapi-ratelimit-headers).
fn add_pace_headers(pace: Allowance, headers: &mut HeaderMap) {
    let policy = format!("\"key\";q={};w=1", pace.limit);
    let now = format!("\"key\";r={};t={}", pace.left, pace.wait.unwrap_or(1));
    for (name, value) in [("ratelimit-policy", policy), ("ratelimit", now)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

/// Completes every answer: its headers, its metrics, its log line. The log names only the route of the request, because
/// a path or a query may name people.
fn done(
    named: &Named,
    method: &str,
    route: &'static str,
    response: &mut Response,
    started: Instant,
) {
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    named.onto(headers);
    let method = known_method(method);
    let (status, took) = (response.status(), started.elapsed());
    let class = match status.as_u16() {
        ..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        500.. => "5xx",
    };
    let labels = [("method", method), ("route", route), ("status", class)];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", "method" => method, "route" => route).record(took);
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    let (id, trace) = (named.id.as_str(), named.trace.as_deref());
    let status = status.as_u16();
    tracing::info!(
        target: REQUEST_LINE,
        { request.id = id, trace.id = trace, method, route, status, duration_us = micros },
        "{method} {route} {status}"
    );
}

/// Only known words become labels.
fn known_method(method: &str) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    KNOWN
        .into_iter()
        .find(|known| *known == method)
        .unwrap_or("other")
}

/// A problem as it goes out. An error of ours is given a name and logged.
pub(super) fn explained(app: &App, route: &str, problem: Problem) -> Problem {
    static NTH: AtomicU64 = AtomicU64::new(0);
    if !problem.kind.status.is_server_error() {
        tracing::debug!(code = problem.kind.code, "{route} was refused");
        return problem;
    }
    let nth = NTH.fetch_add(1, Ordering::Relaxed);
    let instance = format!("prb_{:x}_{nth:x}", app.now().timestamp_micros());
    tracing::warn!(
        instance,
        code = problem.kind.code,
        "{route} could not be answered: {}",
        problem.cause()
    );
    problem.named(instance)
}

async fn handle(
    app: Shared,
    route: &'static Route,
    request: Request,
    pace: &mut Option<Allowance>,
) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let mut caller = match route.handler {
        Handler::Public(_) | Handler::Desk(..) => None,
        Handler::Keyed(roles, _) => {
            let caller = extract::caller(&app, &parts.headers).await?;
            *pace = app.pace.as_ref().map(|pace| pace.count(caller.key));
            refuse_if_too_fast(*pace)?;
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
        // A large body is read only for whoever may send it. The door refuses everybody else as it does without one.
        Takes::Upload if !may_upload(&app, route, &parts.headers).await? => {
            axum::body::Bytes::new()
        }
        Takes::Nothing
        | Takes::Json(_)
        | Takes::OptionalJson(_)
        | Takes::Form
        | Takes::Upload
        | Takes::File(_)
        | Takes::Webhook => {
            let limits = (route.body_bytes_max(), route.body_deadline());
            extract::body(&parts.headers, body, limits).await?
        }
    };
    if let Some(caller) = &caller {
        count_items(&app, route, caller, &body, pace)?;
    }
    check_type(route.takes, &parts.headers, &body)?;
    if let Some(caller) = &mut caller
        && route.needs_key
    {
        let key = extract::idempotency_key(&parts, &body, caller.role)?;
        caller.idempotency_key = Some(key);
    }
    let ask = ApiRequest {
        peer: parts.extensions.get().map(|Peer(address)| *address),
        headers: parts.headers,
        uri: parts.uri,
        body,
        query,
        params,
    };
    match (route.handler, caller) {
        (Handler::Public(handler), _) => handler(app, ask).await,
        (Handler::Desk(need, handler), _) => door::enter(app, route.verb, need, handler, ask).await,
        (Handler::Keyed(_, handler), Some(caller)) => handler(app, caller, ask).await,
        (Handler::Keyed(..), None) => Err(Problem::internal(
            "a keyed route was reached without a caller",
        )),
    }
}

/// Whether somebody is signed in at the desk who may send this form.
async fn may_upload(app: &App, route: &Route, headers: &HeaderMap) -> Result<bool, Problem> {
    match route.handler {
        Handler::Desk(need, _) => door::may_send(app, need, headers).await,
        Handler::Public(_) | Handler::Keyed(..) => Ok(true),
    }
}

/// Refuses a body of another type than the route takes.
fn check_type(takes: Takes, headers: &HeaderMap, body: &[u8]) -> Result<(), Problem> {
    match takes {
        Takes::Nothing if !body.is_empty() => {
            Err(Problem::bad_request("this address takes no body"))
        }
        Takes::Json(_) => json::check_type(headers),
        Takes::OptionalJson(_) if !body.is_empty() => json::check_type(headers),
        Takes::Form if !body.is_empty() => {
            json::is_of_type(headers, "application/x-www-form-urlencoded")
        }
        Takes::Upload if !body.is_empty() => json::is_of_type(headers, "multipart/form-data"),
        Takes::File(types) => json::is_one_of(headers, types),
        Takes::Nothing | Takes::OptionalJson(_) | Takes::Form | Takes::Upload | Takes::Webhook => {
            Ok(())
        }
    }
}

fn refuse_if_too_fast(pace: Option<Allowance>) -> Result<(), Problem> {
    let Some((pace, wait)) = pace.and_then(|pace| Some((pace, pace.wait?))) else {
        return Ok(());
    };
    let detail = format!(
        "a key makes at most {} requests in a second; nothing was done",
        pace.limit
    );
    Err(Problem::new(&TOO_FAST, detail).retry_after(wait))
}

/// Counts the things of a body against the limit of the key. The first was counted as the request.
fn count_items(
    app: &App,
    route: &Route,
    caller: &Caller,
    body: &[u8],
    pace: &mut Option<Allowance>,
) -> Result<(), Problem> {
    let (Some(items), Some(limiter), Some(counted)) = (route.items, &app.pace, *pace) else {
        return Ok(());
    };
    let more = items(body).saturating_sub(1);
    let Some(more) = u32::try_from(more).ok().and_then(NonZeroU32::new) else {
        return Ok(());
    };
    let allowance = limiter.count_more(caller.key, more).ok_or_else(|| {
        let limit = counted.limit;
        Problem::bad_request(format!(
            "a key makes at most {limit} requests in a second, and each thing of a body counts as one: send at most {limit}"
        ))
    })?;
    *pace = Some(allowance);
    refuse_if_too_fast(*pace)
}

/// Answers a request that matches no route.
pub(super) async fn unknown(State(app): State<Shared>, request: Request) -> Response {
    let problem = Problem::new(
        &NO_ROUTE,
        "the addresses of this gateway are described at /docs",
    );
    strict(&app, &request, problem)
}

/// Answers a request for an existing route with another method. axum adds `Allow`.
pub(super) async fn wrong_method(State(app): State<Shared>, request: Request) -> Response {
    let problem = Problem::new(
        &WRONG_METHOD,
        "header Allow names the methods that are taken",
    );
    strict(&app, &request, problem)
}

fn strict(app: &Shared, request: &Request, problem: Problem) -> Response {
    let started = Instant::now();
    let named = Named::of(app, request.headers());
    let mut response = problem.of_request(&named.id).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    done(
        &named,
        request.method().as_str(),
        NO_PATTERN,
        &mut response,
        started,
    );
    response
}
