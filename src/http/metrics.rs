//! Metrics in Prometheus' text form.

mod gauges;

use std::{fmt::Write as _, time::Duration};

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use tokio::time::timeout;

use crate::{
    app::App,
    flows::{
        FlowError,
        views::{self},
    },
};
use gauges::unfinished;

/// How long `/metrics` waits for the counts from the database: less than the 10 s after which a scrape is given up.
const COUNTS_WAIT: Duration = Duration::from_secs(4);

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
