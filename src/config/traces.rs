//! Where traces go.

use std::num::NonZeroU32;

use clap::Args;
use url::Url;

/// Traces for OpenTelemetry, in builds with the feature `otel`.
#[derive(Debug, Clone, Args)]
pub struct TraceSettings {
    /// An OpenTelemetry collector that takes traces by HTTP, such as `http://127.0.0.1:4318`. For builds with the feature
    /// `otel`.
    #[arg(long, global = true, env = "CREDIT_GATEWAY_OTLP_URL")]
    pub otlp_url: Option<Url>,
    /// Of so many requests and jobs one is traced; all are whose client's trace is (`traceparent`).
    #[arg(
        long,
        global = true,
        env = "CREDIT_GATEWAY_TRACES_ONE_IN",
        default_value = "1"
    )]
    pub traces_one_in: NonZeroU32,
}
