//! Metrics in Prometheus' text form, and their readers: anybody who reaches the gateway, anybody with the metrics key, or
//! anybody who reaches the metrics' own address.

use std::{fmt::Write as _, time::Duration};

use axum::{
    Router,
    extract::{Request, State},
    http::header,
    response::{IntoResponse as _, Response},
    routing::get,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::tax_invoice::AmendmentDue;
use secrecy::ExposeSecret as _;
use subtle::ConstantTimeEq as _;
use tokio::time::timeout;

use super::{
    error::{NO_ROUTE, Problem, UNAUTHENTICATED},
    pipeline,
    request::ApiRequest,
    route::{Route, Verb},
};
use crate::{
    app::{App, Shared},
    flows::{
        FlowError,
        auditing::{self, Standing},
        figures::{self, Ages},
        reconcile::{self, Totals},
        seals, tax_invoices,
        views::{self, Counts},
    },
};

/// How long `/metrics` waits for the counts from the database: less than the 10 s after which a scrape is given up.
const COUNTS_WAIT: Duration = Duration::from_secs(4);
/// How long before a refund is due somebody is told: half a day is time to pay it by hand.
const DUE_SOON_HOURS: i64 = 12;

/// The version that answers.
const BUILD_INFO: &str = concat!(
    "# HELP credit_gateway_build_info The version that runs.\n",
    "# TYPE credit_gateway_build_info gauge\n",
    "credit_gateway_build_info{version=\"",
    env!("CARGO_PKG_VERSION"),
    "\"} 1\n"
);

/// Gauges by name, each with its description and its value.
macro_rules! gauges {
    ($text:expr; $($name:ident: $about:literal, $value:expr;)+) => {
        $(gauge($text, stringify!($name), $about, $value);)+
    };
}

/// Metrics in Prometheus' text form: the counters, and the numbers of unfinished things. The second part is left out
/// while the database does not answer, because the first part is needed in an outage.
pub(super) async fn metrics(app: &App) -> Response {
    let mut text = app.metrics.of_process.render();
    text.push_str(BUILD_INFO);
    text += &connections(app);
    let counts = timeout(COUNTS_WAIT, views::gauges(app)).await;
    let counts = counts.unwrap_or(Err(FlowError::Busy));
    gauges! { &mut text;
        database_up: "Whether the database answered just now", i64::from(counts.is_ok());
    }
    if let Ok(counts) = counts {
        text += &unfinished(&counts, app.now());
        if let Ok(Ok(totals)) = timeout(COUNTS_WAIT, reconcile::totals(app)).await {
            text += &reconciled(&totals);
        }
        if let Ok(Ok(waits)) = timeout(COUNTS_WAIT, figures::unresolved(app)).await {
            text += &unresolved(&waits, app.now());
        }
        if let Ok(Ok(first)) = timeout(COUNTS_WAIT, tax_invoices::first_amendment_due(app)).await {
            text += &amendments(first.as_ref(), app.now());
        }
        if let Ok(Ok(standing)) = timeout(COUNTS_WAIT, auditing::standing(app)).await {
            text += &audited(&standing, app.now());
        }
        if let Ok(Ok(Some(since))) = timeout(COUNTS_WAIT, seals::unsealed_since(app)).await {
            gauges! { &mut text;
                seal_age_seconds: "Seconds since the newest seal of the journal, where this gateway has the key for seals", age(since, app.now());
            }
        }
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

/// Seconds since an instant.
fn age(since: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (now - since).num_seconds().max(0)
}

/// Connections of this process to the database. Calls of providers hold none.
fn connections(app: &App) -> String {
    let mut text = String::from(
        "# HELP credit_gateway_database_connections Connections to the database, by pool and by whether a statement has them.\n\
         # TYPE credit_gateway_database_connections gauge\n",
    );
    for (pool, open) in views::connections(app) {
        for (state, count) in [("used", open.used), ("idle", open.idle)] {
            let _infallible = writeln!(
                text,
                "credit_gateway_database_connections{{pool=\"{pool}\",state=\"{state}\"}} {count}"
            );
        }
    }
    text
}

/// How long the first amended tax invoice is due, and late.
fn amendments(first: Option<&AmendmentDue>, now: DateTime<Utc>) -> String {
    let after = |at: DateTime<Utc>| (now - at).num_seconds().max(0);
    let mut text = String::new();
    gauges! { &mut text;
        tax_amendment_age_seconds: "How long the first amended tax invoice is due; 0 when none is", first.map_or(0, |due| after(due.since));
        tax_amendment_overdue_seconds: "How long it is past the 10th of the next month; 0 when none is", first.map_or(0, |due| after(due.late_from()));
    }
    text
}

/// Gauges with labels: of what does not agree, of how long ago providers were compared, and of what is not explained. Of the first there is a line in any case: an
/// alert asks for them.
fn reconciled(totals: &Totals) -> String {
    let mut text = String::from(
        "# HELP credit_gateway_discrepancies_open What providers' lists and the books do not agree on.\n\
         # TYPE credit_gateway_discrepancies_open gauge\n",
    );
    if totals.open.is_empty() {
        text.push_str("credit_gateway_discrepancies_open{provider=\"any\",type=\"any\"} 0\n");
    }
    for (provider, kind, count) in &totals.open {
        let _infallible = writeln!(
            text,
            "credit_gateway_discrepancies_open{{provider=\"{provider}\",type=\"{kind}\"}} {count}"
        );
    }
    text.push_str(
        "# HELP credit_gateway_reconciliation_age_seconds Seconds since a day of the provider was last compared as a whole, or since the first order.\n\
         # TYPE credit_gateway_reconciliation_age_seconds gauge\n",
    );
    for (provider, seconds) in &totals.ages {
        let _infallible = writeln!(
            text,
            "credit_gateway_reconciliation_age_seconds{{provider=\"{provider}\"}} {seconds}"
        );
    }
    text.push_str(
        "# HELP credit_gateway_unexplained_won Won of what providers list of the last 30 days that nothing in the books explains.\n\
         # TYPE credit_gateway_unexplained_won gauge\n",
    );
    for (provider, source, won) in &totals.unexplained {
        let _infallible = writeln!(
            text,
            "credit_gateway_unexplained_won{{provider=\"{provider}\",source=\"{source}\"}} {won}"
        );
    }
    text
}

/// What waits for an outcome or a person, by provider.
fn unresolved(waits: &[Ages], now: DateTime<Utc>) -> String {
    let labels = |of: &Ages| format!("{{what=\"{}\",provider=\"{}\"}}", of.what, of.provider);
    let mut text = String::from(
        "# HELP credit_gateway_unresolved What waits for an outcome or a person.\n\
         # TYPE credit_gateway_unresolved gauge\n",
    );
    for of in waits {
        let _infallible = writeln!(
            text,
            "credit_gateway_unresolved{} {}",
            labels(of),
            of.number
        );
    }
    text.push_str(
        "# HELP credit_gateway_unresolved_age_seconds How long the first of these waits.\n\
         # TYPE credit_gateway_unresolved_age_seconds gauge\n",
    );
    for of in waits {
        let age = of.oldest.map_or(0, |oldest| age(oldest, now));
        let _infallible = writeln!(
            text,
            "credit_gateway_unresolved_age_seconds{} {age}",
            labels(of)
        );
    }
    text
}

/// How far the auditor is, and what it found. Of the findings there is a line in any case: an alert asks for them.
fn audited(standing: &Standing, now: DateTime<Utc>) -> String {
    let mut text = String::from(
        "# HELP credit_gateway_audit_findings Rows that break an invariant of the books.\n\
         # TYPE credit_gateway_audit_findings gauge\n",
    );
    if standing.open.is_empty() {
        text.push_str("credit_gateway_audit_findings{invariant=\"any\"} 0\n");
    }
    for (invariant, count) in &standing.open {
        let _infallible = writeln!(
            text,
            "credit_gateway_audit_findings{{invariant=\"{invariant}\"}} {count}"
        );
    }
    let age = standing.since().map_or(0, |since| age(since, now));
    gauges! { &mut text;
        audit_age_seconds: "Seconds since the beginning of the last whole pass of the auditor: no slice is older", age;
    }
    text
}

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
            Ok(metrics(&app).await)
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
    Ok(metrics(app).await)
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

/// Gauges read from the database, so that every gateway on it reports the same.
fn unfinished(counts: &Counts, now: DateTime<Utc>) -> String {
    let age = |since: Option<DateTime<Utc>>| since.map_or(0, |since| age(since, now));
    let mut text = String::new();
    gauges! { &mut text;
        jobs_waiting: "Jobs that wait for their time", counts.jobs_waiting;
        jobs_running: "Jobs that somebody works on", counts.jobs_running;
        jobs_parked: "Jobs that a person has to look at", counts.jobs_parked;
        job_lag_seconds: "How long the oldest job is overdue", age(counts.oldest_job);
        deposits_open: "Deposits that a person has to decide about", counts.deposits_open;
        deposit_age_seconds: "How long the first of them waits", age(counts.oldest_deposit);
        orders_confirming: "Orders whose outcome is in doubt", counts.orders_confirming;
        confirming_age_seconds: "Age of the oldest of them", age(counts.oldest_confirming);
        orders_mismatched: "Orders for which money arrived that does not agree with them", counts.orders_mismatched;
        refunds_requested: "Refunds that are not sent yet", counts.refunds_requested;
        refunds_sent: "Refunds whose outcome is not known yet", counts.refunds_sent;
        refunds_by_hand: "Refunds that a person has to transfer", counts.refunds_by_hand;
        refund_age_seconds: "Age of the oldest unfinished refund", age(counts.oldest_refund);
        refunds_bounced: "Refunds by hand that came back and need another account", counts.refunds_bounced;
        refund_overdue_seconds: "How long an unfinished refund is past its due date; 0 when none is", age(counts.refund_due);
        refund_due_soon_seconds: "How long an unfinished refund has been within twelve hours of its due date; 0 when none is", age(counts.refund_due.map(|at| at - TimeDelta::hours(DUE_SOON_HOURS)));
        contradictions_open: "What providers say and the books cannot follow", counts.contradictions_open;
        contradiction_age_seconds: "How long the first of them waits", age(counts.oldest_contradiction);
        contradictions_refunding: "Of these, payments that are on their way back", counts.contradictions_refunding;
        disputes_open: "Disputes that the seller has to answer", counts.disputes_open;
        tax_amendments_due: "Payments of which an amended tax invoice is due", counts.tax_amendments_due;
        cash_receipts_waiting: "Cash receipts, and cancels of them, that a person has to make", counts.cash_receipts_waiting;
        debtors: "Customers who used credits whose payment was taken back", counts.debtors;
        debt_credits: "Credits that they owe together", counts.debt;
        webhooks_unreadable: "Signed webhooks that could not be read and wait for a person", counts.webhooks_unreadable;
        webhooks_contradictory: "Signed webhooks that tell otherwise than one before and wait for a person",
            counts.webhooks_contradictory;
        deliveries_waiting: "Events on their way to webhook endpoints", counts.deliveries_waiting;
        delivery_age_seconds: "How long the oldest of them waits", age(counts.oldest_delivery);
        webhook_endpoints_disabled: "Webhook endpoints that are disabled; their events are kept", counts.endpoints_disabled;
    }
    text
}
