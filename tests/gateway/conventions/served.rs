//! The program's own listeners and lines.

use std::net::SocketAddr;

use credit_gateway::access::Role;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{
    client::{Answer, Client, Keys, http, send},
    process::{Process, free_port, program},
};

const TRACEPARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";

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
    pub(super) fn lines(&self, id: &str) -> Vec<Value> {
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_itself_asks_whether_a_gateway_is_alive() {
    let served = Served::start(&[]).await;
    let folder = TempDir::new().unwrap();
    let log = folder.path().join("log");
    let asked = |arguments: &[&str], listen: &str| {
        let environment = [("CREDIT_GATEWAY_LISTEN", listen)];
        let asked = program(arguments, &environment, &log).status();
        asked.unwrap().success()
    };
    let listen = served.client.base.trim_start_matches("http://");
    // Who listens on every address is asked on the machine's own.
    let (_, port) = listen.split_once(':').unwrap();
    for listen in [listen, &format!("0.0.0.0:{port}")] {
        assert!(asked(&["health"], listen));
        assert!(asked(&["health", "--ready"], listen));
    }
    assert!(!asked(&["health"], &format!("127.0.0.1:{}", free_port())));
    let said = std::fs::read_to_string(&log).unwrap();
    assert!(said.starts_with("/healthz: HTTP/1.1 200 OK"), "{said}");
    assert!(said.contains("does not answer"), "{said}");
}
