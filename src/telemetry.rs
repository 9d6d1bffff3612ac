//! Logs and numbers about the gateway. Neither ever holds a secret, an account number, a holder's
//! name or a raw body.

use std::sync::OnceLock;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// Upper ends of the buckets of every histogram, in seconds: from a read out of a cache to the longest that a provider is
/// waited for. Unlike quantiles, the counts of several gateways can be added up.
const SECONDS: [f64; 16] = [
    0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0,
];

/// The process's recorder. One for all gateways of a process, as the library wants it.
static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();

/// The numbers of this process, for `/metrics`.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics")
    }
}

impl Metrics {
    pub fn of_process() -> Self {
        Self(
            RECORDER
                .get_or_init(|| {
                    // Refused only when there are no buckets.
                    let builder = PrometheusBuilder::new().set_buckets(&SECONDS);
                    let recorder = builder.unwrap_or_default().build_recorder();
                    let handle = recorder.handle();
                    // Somebody else's recorder may stand already: then ours simply counts nothing.
                    let _ = metrics::set_global_recorder(recorder);
                    handle
                })
                .clone(),
        )
    }

    /// Sorts what was measured into its buckets. Until then each value is kept by itself, so it is done every few seconds,
    /// whether or not anybody reads the numbers.
    pub fn upkeep(&self) {
        self.0.run_upkeep();
    }

    /// Prometheus text.
    pub fn render(&self) -> String {
        self.upkeep();
        self.0.render()
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

/// Starts logging to standard error. A second call changes nothing.
pub fn log(format: LogFormat, filter: &str) {
    let filter = tracing_subscriber::EnvFilter::new(filter);
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colours);
    let _already = match format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
}
