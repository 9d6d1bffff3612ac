//! Traces of the real program: a request goes on with its client's trace, so does what is asked of a provider, and
//! neither secrets nor persons are in it. For builds with the feature `otel`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
};
use credit_gateway::access::Role;
use kit::{
    client::{Client, http, send},
    process::{Process, free_port, keys_of},
};
use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";
/// The exporter sends every five seconds, and when the program ends.
const WITHIN: Duration = Duration::from_secs(20);

/// What a server of the test was sent.
#[derive(Debug, Clone, Default)]
struct Taken(Arc<Mutex<Vec<(String, HeaderMap, Bytes)>>>);

impl Taken {
    /// A server that takes everything, and answers with this status.
    async fn serve(&self, tasks: &TaskTracker, status: StatusCode) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let take = move |State(taken): State<Self>, uri: Uri, headers: HeaderMap, body: Bytes| async move {
            let one = (uri.path().to_owned(), headers, body);
            taken.0.lock().unwrap().push(one);
            status
        };
        let router = Router::new().fallback(take).with_state(self.clone());
        tasks.spawn(async move { axum::serve(listener, router).await });
        base
    }

    fn all(&self) -> Vec<(String, HeaderMap, Bytes)> {
        self.0.lock().unwrap().clone()
    }
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn from_hex(text: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(digit).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_and_what_it_asks_of_a_provider_are_one_trace_without_secrets_and_persons() {
    let (tasks, spans, asked) = (TaskTracker::new(), Taken::default(), Taken::default());
    let collector = spans.serve(&tasks, StatusCode::OK).await;
    let providers = asked.serve(&tasks, StatusCode::BAD_GATEWAY).await;
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (listen, keys, database) = (
        format!("127.0.0.1:{}", free_port()),
        at("dev.env"),
        format!("sqlite:{}", at("gateway.db")),
    );
    let args = [
        "dev",
        "--listen",
        &listen,
        "--keys-file",
        &keys,
        "--sandbox-url",
        &providers,
    ];
    let environment = [
        ("DATABASE_URL", database.as_str()),
        ("CREDIT_GATEWAY_OTLP_URL", &collector),
    ];
    let mut gateway = Process::start(&args, &environment, Path::new(&at("log")));
    let base = format!("http://{listen}");
    gateway.ready(&http(), &format!("{base}/healthz")).await;
    let client = Client::new(base, keys_of(Path::new(&keys)));

    let ask = async |provider: &str, name: Option<&str>| {
        let order = json!({
            "customer_id": "somebody-900101", "product": "direct-1000", "quantity": 1, "provider": provider,
            "depositor_name": name, "return_url": "http://localhost:9/shop",
        });
        let request = client
            .request(Role::Checkout, Method::POST, "/v1/orders")
            .header("traceparent", format!("00-{TRACE}-{PARENT}-01"))
            .header("idempotency-key", provider)
            .json(&order);
        send(request).await.status
    };
    assert_eq!(ask("toss", None).await, 502);
    assert_eq!(ask("bank", Some("홍길동")).await, 201);

    let passed_on = asked.all().remove(0).1["traceparent"].clone();
    let passed_on = passed_on.to_str().unwrap().to_owned();
    assert!(
        passed_on.starts_with(&format!("00-{TRACE}-")),
        "{passed_on}"
    );
    assert!(
        !passed_on.contains(PARENT),
        "a span of its own: {passed_on}"
    );

    gateway.terminate();
    assert!(gateway.ended().await.success(), "{}", gateway.said());
    let own = passed_on.split('-').nth(2).unwrap();
    judge(&spans, own, &client.keys[&Role::Checkout]).await;
}

/// The spans that came have the names, the client's trace and the call's own span, and nothing private.
async fn judge(spans: &Taken, own: &str, key: &str) {
    let began = Instant::now();
    while spans.all().is_empty() {
        assert!(began.elapsed() < WITHIN, "no span came");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let all: Vec<u8> = spans
        .all()
        .into_iter()
        .flat_map(|(path, headers, body)| {
            assert_eq!(path, "/v1/traces");
            assert_eq!(headers["content-type"], "application/x-protobuf");
            body
        })
        .collect();
    for there in ["POST /v1/orders", "provider.toss.begin", "http.route"] {
        assert!(
            has(&all, there.as_bytes()),
            "{there} is not among the spans"
        );
    }
    assert!(has(&all, &from_hex(TRACE)) && has(&all, &from_hex(PARENT)));
    assert!(has(&all, &from_hex(own)), "the call's own span is sent");
    for private in ["somebody-900101", "홍길동", "test_sk_", key] {
        assert!(!has(&all, private.as_bytes()), "{private} is in a span");
    }
}
