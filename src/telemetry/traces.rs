//! Traces for an OpenTelemetry collector (OTLP over HTTP), in builds with the feature `otel`. A span is a request, a
//! job or a call of a provider. It has the names that the log has too, so no secret, no person and no account.
//!
//! Without the feature nothing here does anything, and a collector that is set is a reason not to start.

#[cfg(feature = "otel")]
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
    #[cfg(feature = "otel")]
    {
        otlp::layer(&collector.url, collector.one_in)
    }
    #[cfg(not(feature = "otel"))]
    {
        let url = &collector.url;
        Err(format!(
            "otlp_url is {url}, and this program was built without traces (feature `otel`)"
        ))
    }
}

/// The span of a request goes on with its client's trace, and is named by its route.
pub fn began(span: &Span, traceparent: Option<&str>, method: &str, route: &'static str) {
    #[cfg(feature = "otel")]
    otlp::began(span, traceparent, method, route);
    #[cfg(not(feature = "otel"))]
    let _unused = (span, traceparent, method, route);
}

/// The request was answered with this status.
pub fn answered(span: &Span, status: u16) {
    #[cfg(feature = "otel")]
    otlp::answered(span, status);
    #[cfg(not(feature = "otel"))]
    let _unused = (span, status);
}

/// Sends what is left. For the end of the process.
#[cfg_attr(
    not(feature = "otel"),
    expect(clippy::unused_async, reason = "there is nothing to send")
)]
pub async fn end() {
    #[cfg(feature = "otel")]
    otlp::end().await;
}
