//! The exporter. It sends by the one HTTP client of this program, with its TLS and its time limits.

use std::{num::NonZeroU32, sync::OnceLock, time::Duration};

use opentelemetry::{
    Context, KeyValue, SpanId, TraceFlags, TraceId,
    trace::{SpanContext, Status, TraceContextExt as _, TraceState, TracerProvider as _},
};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::{
    Resource,
    trace::{Sampler, SdkTracerProvider},
};
use providers::http::{Client, Limits, client, name_traces_by};
use tokio::runtime::Handle;
use tracing::Span;
use tracing_opentelemetry::{OpenTelemetryLayer, OpenTelemetrySpanExt as _};
use tracing_subscriber::{Layer as _, filter::filter_fn};
use url::Url;

use super::Layer;

/// A collector is near. One that does not answer loses traces and keeps nothing waiting.
const LIMITS: Limits = Limits {
    total: Duration::from_secs(10),
};
/// How long the end of the process waits for the last traces: a small part of the 10 s that it has.
const END_WITHIN: Duration = Duration::from_secs(2);
/// Where a collector takes traces (OTLP 1, "OTLP/HTTP Request").
const PATH: &str = "/v1/traces";
/// Ours, and nobody else's: libraries name hosts and statements in theirs.
const TARGETS: [&str; 2] = ["credit_gateway", "providers"];

/// What sends them, for the end of the process.
static SENDING: OnceLock<SdkTracerProvider> = OnceLock::new();

pub(super) fn layer(collector: &Url, one_in: NonZeroU32) -> Result<Layer, String> {
    let mut url = collector.clone();
    if url.path() == "/" {
        url.set_path(PATH);
    }
    let in_words = |error: &dyn std::error::Error| format!("otlp_url {collector}: {error}");
    let sender = Sender {
        client: client(LIMITS).map_err(|error| in_words(&error))?,
        runtime: Handle::try_current().map_err(|error| in_words(&error))?,
    };
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(sender)
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(url)
        .with_timeout(LIMITS.total)
        .build()
        .map_err(|error| in_words(&error))?;
    let share = f64::from(one_in.get()).recip();
    let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(share)));
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_sampler(sampler)
        .with_resource(resource())
        .build();
    let tracer = provider.tracer("credit-gateway");
    let _already = SENDING.set(provider);
    name_traces_by(parent);
    let ours = |target: &str| TARGETS.iter().any(|part| target.starts_with(part));
    let traces = OpenTelemetryLayer::new(tracer)
        .with_location(false)
        .with_threads(false)
        .with_target(false)
        .with_tracked_inactivity(false)
        // Log lines stay in the log.
        .with_filter(filter_fn(move |of| of.is_span() && ours(of.target())));
    Ok(traces.boxed())
}

fn resource() -> Resource {
    Resource::builder_empty()
        .with_service_name("credit-gateway")
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build()
}

pub(super) fn began(span: &Span, traceparent: Option<&str>, method: &str, route: &'static str) {
    if let Some(remote) = traceparent.and_then(remote) {
        // Where it fails nobody traces this span.
        let _untraced = span.set_parent(Context::new().with_remote_span_context(remote));
    }
    span.record("otel.name", format!("{method} {route}"));
    span.record("otel.kind", "server");
    span.set_attribute("http.request.method", method.to_owned());
    span.set_attribute("http.route", route);
}

pub(super) fn answered(span: &Span, status: u16) {
    span.set_attribute("http.response.status_code", i64::from(status));
    if status >= 500 {
        span.set_status(Status::error(""));
    }
}

/// What a `traceparent` names. Its form was checked before (`http::named`).
fn remote(traceparent: &str) -> Option<SpanContext> {
    let mut parts = traceparent.split('-').skip(1);
    let (trace, parent, flags) = (parts.next()?, parts.next()?, parts.next()?);
    let context = SpanContext::new(
        TraceId::from_hex(trace).ok()?,
        SpanId::from_hex(parent).ok()?,
        TraceFlags::new(u8::from_str_radix(flags, 16).ok()?),
        true,
        TraceState::default(),
    );
    context.is_valid().then_some(context)
}

/// The `traceparent` of what the current span asks of others.
fn parent() -> Option<String> {
    let context = Span::current().context();
    let span = context.span().span_context().clone();
    span.is_valid().then(|| {
        let (trace, id, flags) = (span.trace_id(), span.span_id(), span.trace_flags());
        format!("00-{trace}-{id}-{:02x}", flags.to_u8())
    })
}

pub(super) async fn end() {
    let Some(sending) = SENDING.get().cloned() else {
        return;
    };
    let ended =
        tokio::task::spawn_blocking(move || sending.shutdown_with_timeout(END_WITHIN)).await;
    if let Ok(Err(error)) = ended {
        tracing::warn!("The last traces were not sent: {error}");
    }
}

/// Sends on this program's runtime, because batches are made on a thread without one.
#[derive(Debug)]
struct Sender {
    client: Client,
    runtime: Handle,
}

#[async_trait::async_trait]
impl HttpClient for Sender {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let client = self.client.clone();
        let sending = async move { client.send_bytes(request).await };
        self.runtime.spawn(sending).await?
    }
}
