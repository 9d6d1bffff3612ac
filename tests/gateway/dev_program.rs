//! `credit-gateway dev` as a program: after a restart it still has the purchases, its keys are readable by its owner
//! only, and it refuses databases that are not its own.

mod accounts;
mod databases;
mod demo;

use std::{os::unix::fs::PermissionsExt as _, path::PathBuf};

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{
    buyer::{card_order, id_of},
    client::{Client, fresh_key, http, send},
    process::{Process, free_port, keys_of, program},
};

/// A folder in which `dev` is started repeatedly.
struct Laptop {
    folder: TempDir,
    port: u16,
}

impl Laptop {
    fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            port: free_port(),
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn database(&self) -> String {
        format!("sqlite:{}", self.file("gateway.db").display())
    }

    fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn process(&self) -> Process {
        let listen = format!("127.0.0.1:{}", self.port);
        let keys = self.file("dev.env").display().to_string();
        let args = ["dev", "--listen", &listen, "--keys-file", &keys];
        let environment = [("DATABASE_URL", self.database())];
        let environment = environment
            .each_ref()
            .map(|(name, it)| (*name, it.as_str()));
        let log = self.file("dev.log");
        let _none_yet = std::fs::remove_file(&log);
        Process::start(&args, &environment, &log)
    }

    async fn start(&self) -> (Process, Client) {
        let mut process = self.process();
        let base = self.base();
        process.ready(&http(), &format!("{base}/healthz")).await;
        assert!(process.over().is_none(), "{}", process.said());
        (process, Client::new(base, keys_of(&self.file("dev.env"))))
    }

    /// Starts it where it must refuse; returns its message.
    async fn refused(&self) -> String {
        let mut process = self.process();
        assert!(!process.ended().await.success(), "{}", process.said());
        process.said()
    }

    fn command(&self, args: &[&str]) {
        let log = self.file("command.log");
        let database = self.database();
        let ended = program(args, &[("DATABASE_URL", &database)], &log).status();
        let said = std::fs::read_to_string(&log).unwrap();
        assert!(ended.unwrap().success(), "{args:?}: {said}");
    }

    fn mode(&self, name: &str) -> u32 {
        let file = std::fs::metadata(self.file(name)).unwrap();
        file.permissions().mode() & 0o777
    }
}

async fn stopped(mut process: Process) {
    process.terminate();
    let status = process.ended().await;
    assert!(status.success(), "{status}: {}", process.said());
}

/// Buys by card; returns the payment.
async fn bought(client: &Client, customer: &str) -> String {
    let mut order = card_order(customer, "direct-1000", 1);
    order["return_url"] = json!("http://127.0.0.1:3000/done");
    let order = client.post(Role::Checkout, "/v1/orders", &order).await.ok();
    let checkout = order["checkout_url"].as_str().unwrap();
    let page = client.browse(checkout).await.location();
    let back = send(client.bare(Method::POST, &format!("{page}/pay"))).await;
    client.browse(&back.location()).await.location();
    let path = format!("/v1/orders/{}", id_of(&order));
    let order = client.get(Role::Checkout, &path).await.ok();
    assert_eq!(order["state"], "completed", "{order}");
    order["payment_id"].as_str().unwrap().to_owned()
}

/// Refunds the rest, and waits until the provider has confirmed it.
async fn refunded(client: &Client, payment: &str, process: &Process) {
    let path = format!("/v1/payments/{payment}/refund-quotes");
    let quoting = client.request(Role::Support, Method::POST, &path);
    let quote = send(quoting.header("Idempotency-Key", fresh_key()))
        .await
        .ok();
    let wish =
        json!({"payment_id": payment, "quote_id": quote["id"], "reason": "changed her mind"});
    let refund = client.post(Role::Support, "/v1/refunds", &wish).await.ok();
    let path = format!("/v1/refunds/{}", id_of(&refund));
    for _ in 0..400 {
        let refund = client.get(Role::Support, &path).await.ok();
        if refund["state"] == "succeeded" {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the refund does not succeed: {}", process.said());
}

async fn at_toss(client: &Client) -> Vec<Value> {
    let books = client.browse("/sandbox/books").await.json();
    books["toss"]["payments"].as_array().unwrap().clone()
}

#[tokio::test]
async fn what_was_bought_before_a_restart_is_refunded_after_it() {
    let laptop = Laptop::new();
    let (first, client) = laptop.start().await;
    let payment = bought(&client, "alice").await;
    stopped(first).await;
    assert_eq!(laptop.mode("gateway.db.simulators.json"), 0o600);

    let (second, client) = laptop.start().await;
    assert_eq!(at_toss(&client).await[0]["status"], "DONE");
    refunded(&client, &payment, &second).await;
    assert_eq!(at_toss(&client).await[0]["cancelled"], 10_000);
    stopped(second).await;
}

/// A killed `dev` loses the last moment at most.
#[tokio::test]
async fn a_kill_forgets_no_payment_of_a_second_ago() {
    let laptop = Laptop::new();
    let (first, client) = laptop.start().await;
    let payment = bought(&client, "alice").await;
    let order = at_toss(&client).await[0]["order_id"].clone();
    let file = laptop.file("gateway.db.simulators.json");
    let written = || std::fs::read_to_string(&file).unwrap();
    let done = || {
        let text = written();
        text.contains(order.as_str().unwrap()) && text.contains("\"status\":\"Done\"")
    };
    for _ in 0..400 {
        if done() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    assert!(done(), "{}", written());
    drop(first);

    let (second, client) = laptop.start().await;
    refunded(&client, &payment, &second).await;
    stopped(second).await;
}

#[tokio::test]
async fn the_demo_keys_are_their_owners_alone() {
    let laptop = Laptop::new();
    let (first, _) = laptop.start().await;
    stopped(first).await;
    assert_eq!(laptop.mode("dev.env"), 0o600);
    // An old file, readable by everybody.
    let open = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(laptop.file("dev.env"), open).unwrap();
    let (second, client) = laptop.start().await;
    assert_eq!(laptop.mode("dev.env"), 0o600);
    let grants = client.get(Role::Service, "/v1/products").await;
    assert_eq!(grants.status, 200, "the keys are those of before");
    stopped(second).await;
}
