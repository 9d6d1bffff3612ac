//! The clock of `dev`: a developer can let months pass.

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{
    client::{Answer, Client, Keys, http, send},
    process::{Process, free_port, program},
};

const A_YEAR: i64 = 366 * 86_400;

/// `dev` in a folder of its own.
struct Dev {
    process: Process,
    client: Client,
}

impl Dev {
    async fn start(folder: &TempDir) -> Self {
        let path = |name: &str| folder.path().join(name).display().to_string();
        let listen = format!("127.0.0.1:{}", free_port());
        let (database, keys_file) = (database(folder), path("dev.env"));
        let args = [
            "dev",
            "--database-url",
            &database,
            "--keys-file",
            &keys_file,
            "--listen",
            &listen,
        ];
        let log = folder.path().join("log");
        let mut process = Process::start(&args, &[("RUST_LOG", "warn")], &log);
        let base = format!("http://{listen}");
        process.ready(&http(), &format!("{base}/readyz")).await;
        let text = std::fs::read_to_string(&keys_file).unwrap();
        let key = |role: Role| {
            let name = format!("{}_KEY=", role.as_str().to_uppercase());
            let line = text.lines().find_map(|line| line.strip_prefix(&name));
            (role, line.unwrap().to_owned())
        };
        let keys: Keys = Role::ALL.into_iter().map(key).collect();
        Self {
            process,
            client: Client::new(base, keys),
        }
    }

    async fn advance(&self, body: &Value) -> Answer {
        let path = "/sandbox/clock/advance";
        send(self.client.bare(Method::POST, path).json(body)).await
    }

    async fn stop(mut self) {
        self.process.terminate();
        self.process.ended().await;
    }
}

fn database(folder: &TempDir) -> String {
    format!("sqlite:{}", folder.path().join("gateway.db").display())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn time_moves_for_the_gateway_and_its_simulators_together() {
    let folder = TempDir::new().unwrap();
    let dev = Dev::start(&folder).await;
    let client = &dev.client;
    let grant = json!({"kind": "promotional", "credits": 7, "reason": "a test"});
    let path = "/v1/customers/c1/grants";
    client.post(Role::Service, path, &grant).await.ok();
    let balance = async || {
        let told = client.get(Role::Service, "/v1/customers/c1/balance").await;
        told.ok()["available"].as_i64().unwrap()
    };
    assert_eq!(balance().await, 7);
    let before = client.browse("/sandbox/clock").await.ok();
    assert_eq!(before["ahead_seconds"], 0);
    let after = dev.advance(&json!({"seconds": A_YEAR})).await.ok();
    assert_eq!(after["ahead_seconds"], A_YEAR);
    assert_eq!(balance().await, 0, "a year is over");
    let lots = client
        .get(Role::Service, "/v1/customers/c1/lots")
        .await
        .ok();
    assert_eq!(lots["items"][0]["expired"], 7, "and was swept: {lots}");

    // A notice signed by the simulated bank is believed only within minutes of the gateway's own time.
    let order = json!({
        "customer_id": "c1", "product": "direct-1000", "quantity": 1, "provider": "bank",
        "depositor_name": "홍길동", "return_url": "http://127.0.0.1:9/done",
    });
    let order = client.post(Role::Checkout, "/v1/orders", &order).await.ok();
    let deposit = json!({"depositor_name": "홍길동", "amount": order["amount"]});
    let bank = client.bare(Method::POST, "/sandbox/bank/deposits");
    let told = send(bank.json(&deposit)).await;
    assert_eq!(told.ok()["delivered"], true);
    assert_eq!(balance().await, 1000);
    for wrong in [
        json!({"seconds": 0}),
        json!({"seconds": A_YEAR + 1}),
        json!({"seconds": "soon"}),
        json!({}),
    ] {
        let refused = dev.advance(&wrong).await;
        assert_eq!(refused.status, 422, "{wrong}: {}", refused.text);
    }
    dev.stop().await;

    let dev = Dev::start(&folder).await;
    let again = dev.client.browse("/sandbox/clock").await.ok();
    assert_eq!(again["ahead_seconds"], A_YEAR, "a start goes on from there");
    let now = again["now"].as_str().unwrap().to_owned();
    dev.stop().await;
    let audit = |more: &[&str]| {
        let url = database(&folder);
        let args = [&["audit", "--database-url", &url], more].concat();
        program(&args, &[], &folder.path().join("audit"))
            .status()
            .unwrap()
            .success()
    };
    assert!(audit(&["--at", &now]), "the books hold on that day");
    assert!(!audit(&[]), "seen from today they are dated ahead");
}

/// The simulators as a program of their own, on their own port.
async fn simulators(folder: &TempDir) -> (Process, Client) {
    let path = |name: &str| folder.path().join(name).display().to_string();
    let listen = format!("127.0.0.1:{}", free_port());
    let (books, clock) = (path("books.json"), path("dev.clock"));
    let args = [
        "sandbox",
        "--gateway",
        "http://127.0.0.1:9",
        "--listen",
        &listen,
        "--books",
        &books,
        "--clock",
        &clock,
    ];
    let log = folder.path().join("log");
    let environment = [("RUST_LOG", "warn")];
    let mut process = Process::start(&args, &environment, &log);
    let client = Client::new(format!("http://{listen}/sandbox"), Keys::new());
    process.ready(&http(), &client.base).await;
    (process, client)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn simulators_alone_keep_their_books_to_the_last_and_follow_the_clock() {
    let folder = TempDir::new().unwrap();
    let deposit = json!({"depositor_name": "홍길동", "amount": 10_000});
    let mut days = Vec::new();
    for ahead in [None, Some(A_YEAR)] {
        if let Some(ahead) = ahead {
            std::fs::write(folder.path().join("dev.clock"), ahead.to_string()).unwrap();
        }
        let (mut process, client) = simulators(&folder).await;
        let bank = client.bare(Method::POST, "/bank/deposits").json(&deposit);
        assert_eq!(send(bank).await.status, 201);
        // At once: nothing of the last moment is lost.
        process.terminate();
        assert!(process.ended().await.success());
    }
    let (_process, client) = simulators(&folder).await;
    let books = client.browse("/books").await.ok();
    for movement in books["bank"]["deposits"].as_array().unwrap() {
        let at = movement["deposited_at"].as_str().unwrap();
        days.push(chrono::DateTime::parse_from_rfc3339(at).unwrap());
    }
    days.sort();
    assert_eq!(days.len(), 2, "{books}");
    assert!((days[1] - days[0]).num_seconds() >= A_YEAR, "{books}");
}
