//! Logs, metrics and traces of the gateway. Neither ever holds a secret, an account number, a holder's name or a raw body.

pub mod traces;

use std::sync::OnceLock;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::{Layer as _, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use self::traces::Collector;

/// Upper bounds of the buckets of every histogram, in seconds: from a cached read to the longest wait for a provider.
/// Unlike quantiles, the counts of several gateways can be added up.
const SECONDS: [f64; 16] = [
    0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0,
];

/// The process's recorder. One for all gateways of a process, as the library requires.
static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();

/// The metrics of this process, for `/metrics`.
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
                    // It is refused only when there are no buckets.
                    let builder = PrometheusBuilder::new().set_buckets(&SECONDS);
                    let recorder = builder.unwrap_or_default().build_recorder();
                    let handle = recorder.handle();
                    // Another recorder may be installed already. Then ours counts nothing.
                    let _ = metrics::set_global_recorder(recorder);
                    handle
                })
                .clone(),
        )
    }

    /// Sorts the measurements into their buckets. Until then each value is stored by itself. So this runs every few
    /// seconds, whether or not anybody reads the metrics.
    pub fn upkeep(&self) {
        self.0.run_upkeep();
    }

    /// Prometheus text.
    pub fn render(&self) -> String {
        self.upkeep();
        self.0.render()
    }
}

/// The format of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

/// Starts logging to standard error, and traces where they are set. A second call changes nothing.
///
/// # Errors
/// Traces that are set and cannot be, in words.
pub fn log(format: LogFormat, filter: &str, collector: Option<&Collector>) -> Result<(), String> {
    let filter = tracing_subscriber::EnvFilter::new(filter);
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(colours);
    let lines = match format {
        LogFormat::Text => lines.with_filter(filter).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_filter(filter).boxed(),
    };
    let spans = collector.map(traces::layer).transpose()?;
    let layers = spans.into_iter().chain([lines]);
    let layers: Vec<_> = layers.collect();
    let _already = tracing_subscriber::registry().with(layers).try_init();
    Ok(())
}
