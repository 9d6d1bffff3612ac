//! Traces for an OpenTelemetry collector (OTLP over HTTP), in builds with the feature `otel`. A span is a request, a
//! job or a call of a provider. It has the names that the log has too, so no secret, no person and no account.
//!
//! Without the feature nothing here does anything, and a collector that is set is a reason not to start.

#[cfg(feature = "otel")]
mod otlp;
#[cfg(not(feature = "otel"))]
#[path = "traces/nothing.rs"]
mod otlp;

use std::num::NonZeroU32;

use tracing::Span;
use url::Url;

/// Where traces go.
#[derive(Debug, Clone)]
pub struct Collector {
    pub url: Url,
    /// Of so many requests and jobs one is traced.
    pub one_in: NonZeroU32,
}

/// The part of a subscriber that makes traces.
pub(super) type Layer =
    Box<dyn tracing_subscriber::Layer<tracing_subscriber::Registry> + Send + Sync>;

/// The layer for a collector.
///
/// # Errors
/// A build without traces, or an address that cannot be one, in words.
pub(super) fn layer(collector: &Collector) -> Result<Layer, String> {
    otlp::layer(&collector.url, collector.one_in)
}

/// The span of a request goes on with its client's trace, and is named by its route.
pub fn began(span: &Span, traceparent: Option<&str>, method: &str, route: &'static str) {
    otlp::began(span, traceparent, method, route);
}

/// The request was answered with this status.
pub fn answered(span: &Span, status: u16) {
    otlp::answered(span, status);
}

/// Sends what is left. For the end of the process.
pub async fn end() {
    otlp::end().await;
}
