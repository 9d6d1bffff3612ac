//! Conventions that clients and operators expect of any API: named requests, consistent numbers, published limits.

use std::net::SocketAddr;

use chrono::TimeDelta;
use credit_gateway::{access::Role, config::EdgeSettings};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{
    client::{Answer, Client, Keys, fresh_key, http, send},
    process::{Process, free_port, program},
    world::{Plan, World},
};

const TRACEPARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const METRICS_KEY: &str = "a key of those who read numbers";

fn request_id(answer: &Answer) -> String {
    answer.header("request-id").unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_names_its_request_by_the_clients_word_or_by_ours() {
    Plan::sqlite().run(names_of_requests).await;
}

async fn names_of_requests(world: &World) {
    let gateway = world.gateway();
    let products = || gateway.request(Role::Service, Method::GET, "/v1/products");
    let named = send(products().header("request-id", "shop-17:3")).await;
    assert_eq!(request_id(&named), "shop-17:3");
    let by_proxy = send(products().header("x-request-id", "edge-4")).await;
    assert_eq!(request_id(&by_proxy), "edge-4");
    let mut made = Vec::new();
    for untold in [
        products(),
        products().header("request-id", "two words"),
        products().header("request-id", "cgk_service_x"),
        products()
            .header("request-id", "a")
            .header("request-id", "b"),
    ] {
        made.push(request_id(&send(untold).await));
    }
    made.sort();
    made.dedup();
    assert_eq!(made.len(), 4, "{made:?}");
    assert!(made.iter().all(|id| id.starts_with("req_")), "{made:?}");
    for (method, path) in [
        (Method::GET, "/v1/products"),
        (Method::GET, "/v1/nothing"),
        (Method::DELETE, "/v1/products"),
        (Method::GET, "/v1/orders/none"),
    ] {
        let asked = gateway.bare(method.clone(), path);
        let refused = send(asked.header("request-id", "lost-1")).await;
        assert_eq!(request_id(&refused), "lost-1", "{method} {path}");
        refused.problem();
        assert_eq!(refused.json()["request_id"], "lost-1", "{method} {path}");
    }
    let page = gateway.browse("/checkout/none?state=x").await;
    assert!(request_id(&page).starts_with("req_"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_are_histograms_and_tell_how_calls_to_providers_end() {
    Plan::sqlite().run(numbers).await;
}

async fn numbers(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let refuse = json!([{"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "cancel", "times": 1}]);
    world.faults("toss", refuse).await;
    let payment = order["payment_id"].as_str().unwrap();
    let refund = world.request_refund(payment, None).await.ok();
    let ended = async || world.refund_state(refund["id"].as_str().unwrap()).await == "succeeded";
    world
        .wait_while_time_passes("the refund ends", TimeDelta::seconds(1), ended)
        .await;
    let text = world.gateway().browse("/metrics").await.text;
    let count = |line: &str| {
        let found = text.lines().find_map(|told| told.strip_prefix(line));
        let count = found.and_then(|rest| rest.trim().parse::<u64>().ok());
        count.unwrap_or_else(|| panic!("no line {line} in {text}"))
    };
    for (operation, outcome) in [
        ("begin", "answered"),
        ("confirm", "answered"),
        ("refund", "in_doubt"),
        ("refund", "answered"),
    ] {
        let labels = format!(r#"provider="toss",operation="{operation}",outcome="{outcome}""#);
        let all = count(&format!("provider_call_seconds_count{{{labels}}}"));
        assert!(all >= 1, "{labels}");
        let bucket = format!(r#"provider_call_seconds_bucket{{{labels},le="+Inf"}}"#);
        assert_eq!(count(&bucket), all, "{labels}");
    }
    let route = r#"method="POST",route="/v1/orders""#;
    assert!(count(&format!("http_request_seconds_count{{{route}}}")) >= 1);
    assert!(
        count(&format!(
            r#"http_request_seconds_bucket{{{route},le="60"}}"#
        )) >= 1
    );
    assert!(!text.contains("quantile="), "a summary is left: {text}");
    let version = env!("CARGO_PKG_VERSION");
    let build = format!(r#"credit_gateway_build_info{{version="{version}"}}"#);
    assert_eq!(count(&build), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_metrics_key_opens_the_numbers_and_nothing_else_does() {
    let edge = EdgeSettings {
        metrics_key: Some(METRICS_KEY.into()),
        ..EdgeSettings::default()
    };
    Plan::sqlite().edge(edge).run(behind_a_key).await;
}

async fn behind_a_key(world: &World) {
    let gateway = world.gateway();
    let metrics = || gateway.bare(Method::GET, "/metrics");
    let service = gateway.keys[&Role::Service].clone();
    for refused in [
        metrics(),
        metrics().bearer_auth("another key"),
        metrics().bearer_auth(service),
    ] {
        send(refused).await.refused(401, "unauthenticated");
    }
    let told = send(metrics().bearer_auth(METRICS_KEY)).await;
    assert!(told.text.contains("database_up 1"), "{}", told.text);
    let products = gateway.bare(Method::GET, "/v1/products");
    let refused = send(products.bearer_auth(METRICS_KEY)).await;
    refused.refused(401, "unknown_api_key");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_asks_too_fast_is_told_when_to_come_back() {
    let edge = EdgeSettings {
        requests_per_second: 3,
        ..EdgeSettings::default()
    };
    Plan::sqlite()
        .without_workers()
        .edge(edge)
        .run(too_fast)
        .await;
}

async fn too_fast(world: &World) {
    let gateway = world.gateway();
    let spends = |path: &'static str| {
        let key = fresh_key();
        let body = json!({"kind": "promotional", "credits": 5, "reason": "a test"});
        let request = gateway.request(Role::Service, Method::POST, path);
        request.header("idempotency-key", key).json(&body)
    };
    let grants = "/v1/customers/c1/grants";
    for left in ["2", "1", "0"] {
        let granted = send(spends(grants)).await;
        granted.ok();
        assert_eq!(granted.header("ratelimit-policy"), Some("\"key\";q=3;w=1"));
        let told = format!("\"key\";r={left};t=1");
        assert_eq!(granted.header("ratelimit"), Some(told.as_str()));
    }
    let refused = send(spends(grants)).await;
    refused.refused(429, "rate_limited");
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(refused.header("ratelimit"), Some("\"key\";r=0;t=1"));
    let lots = "SELECT COUNT(*) FROM lots";
    assert_eq!(world.database.number(lots).await, 3, "nothing was done");
    gateway
        .get(Role::Support, "/v1/customers/c1/balance")
        .await
        .ok();
    world.pass(TimeDelta::seconds(1));
    send(spends(grants)).await.ok();
}

/// The program as a process, with its log.
struct Served {
    process: Process,
    client: Client,
    _folder: TempDir,
}

impl Served {
    async fn start(more: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        let database = format!("sqlite:{}", folder.path().join("gateway.db").display());
        let listen = format!("127.0.0.1:{}", free_port());
        let base = format!("http://{listen}");
        let mut environment = vec![
            ("DATABASE_URL", database.as_str()),
            ("CREDIT_GATEWAY_LISTEN", &listen),
            ("CREDIT_GATEWAY_PUBLIC_URL", &base),
            (
                "CREDIT_GATEWAY_SIGNING_KEY",
                "a key that signs return URLs in tests",
            ),
            ("CREDIT_GATEWAY_BANK_ACCOUNT_NUMBER", "110123456789"),
            ("CREDIT_GATEWAY_BANK_HOLDER", "크레딧"),
            ("CREDIT_GATEWAY_BANK_STATEMENTS_ONLY", "true"),
        ];
        environment.extend(more);
        let log = folder.path().join("log");
        for args in [&["migrate"][..], &["key", "create", "--role", "service"]] {
            let run = program(args, &environment, &log).status().unwrap();
            assert!(run.success(), "{args:?}");
        }
        let said = std::fs::read_to_string(&log).unwrap();
        let key = said.lines().find(|line| line.starts_with("cgk_")).unwrap();
        let keys = Keys::from([(Role::Service, key.to_owned())]);
        std::fs::write(&log, "").unwrap();
        let mut process = Process::start(&["--log", "json", "serve"], &environment, &log);
        process.ready(&http(), &format!("{base}/healthz")).await;
        Self {
            process,
            client: Client::new(base, keys),
            _folder: folder,
        }
    }

    /// The log lines of requests with this name.
    fn lines(&self, id: &str) -> Vec<Value> {
        let said = self.process.said();
        let lines = said
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok());
        lines
            .filter(|line: &Value| line["target"] == "request" && line["request.id"] == id)
            .collect()
    }
}

async fn ask(request: RequestBuilder, id: &str) -> Answer {
    let request = request.header("request-id", id);
    send(request.header("traceparent", TRACEPARENT)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_request_leaves_one_line_that_names_nobody() {
    let served = Served::start(&[]).await;
    let path = "/v1/customers/hong-gildong/balance?at=2026-01-01T00:00:00Z";
    let balance = served.client.request(Role::Service, Method::GET, path);
    ask(balance, "line-1").await;
    ask(served.client.bare(Method::GET, "/hong-gildong"), "line-2").await;
    ask(served.client.bare(Method::GET, path), "line-3").await;
    let expected = [
        ("line-1", "/v1/customers/{id}/balance"),
        ("line-2", "none"),
        ("line-3", "/v1/customers/{id}/balance"),
    ];
    for (id, route) in expected {
        let lines = served.lines(id);
        assert_eq!(lines.len(), 1, "{id}: {}", served.process.said());
        let line = &lines[0];
        assert_eq!(line["level"], "INFO", "{line}");
        assert_eq!(line["route"], route, "{line}");
        assert_eq!(line["method"], "GET", "{line}");
        assert_eq!(line["trace.id"], TRACE, "{line}");
        assert!(
            line["status"].is_u64() && line["duration_us"].is_u64(),
            "{line}"
        );
    }
    assert_eq!(served.lines("line-3")[0]["status"], 401);
    let said = served.process.said();
    assert!(!said.contains("hong-gildong"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_with_an_address_of_their_own_are_nowhere_else() {
    let address: SocketAddr = ([127, 0, 0, 1], free_port()).into();
    let listen = address.to_string();
    let served = Served::start(&[("CREDIT_GATEWAY_METRICS_LISTEN", &listen)]).await;
    let numbers = Client::new(format!("http://{listen}"), Keys::new());
    let told = numbers.browse("/metrics").await;
    assert!(told.text.contains("database_up 1"), "{}", told.text);
    let none = numbers.browse("/v1/products").await;
    none.refused(404, "route_not_found");
    let none = served.client.browse("/metrics").await;
    none.refused(404, "route_not_found");
}
