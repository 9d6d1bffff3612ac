//! The real program in development, over a database that the test disturbs.

use std::{path::Path, process::Command, time::Duration};

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;

use crate::support::{
    client::{Answer, Client, fresh_key, http, try_send},
    process::{Process, free_port, keys_of, program},
};

const STEPS_MAX: u32 = 400;
const STEP: Duration = Duration::from_millis(50);

#[derive(Debug)]
pub(super) struct Gateway {
    pub(super) process: Process,
    pub(super) client: Client,
    _folder: TempDir,
}

impl Gateway {
    /// Starts it by `command`, followed by the program's arguments.
    pub(super) async fn start(
        database_url: &str,
        command: impl FnOnce(Command) -> Command,
    ) -> Self {
        let folder = TempDir::new().unwrap();
        let base = format!("http://127.0.0.1:{}", free_port());
        let listen = base.trim_start_matches("http://").to_owned();
        let keys_file = folder.path().join("dev.env").display().to_string();
        let args = ["dev", "--listen", &listen, "--keys-file", &keys_file];
        let log = folder.path().join("gateway.log");
        let command = command(program(&args, &[("DATABASE_URL", database_url)], &log));
        let mut process = Process::of(command, "dev", &log);
        process.ready(&http(), &format!("{base}/healthz")).await;
        let keys = keys_of(Path::new(&keys_file));
        Self {
            process,
            client: Client::new(base, keys),
            _folder: folder,
        }
    }

    /// Asks for a grant of one credit.
    pub(super) async fn grant(&self, customer: &str) -> Option<Answer> {
        let path = format!("/v1/customers/{customer}/grants");
        let body = json!({"kind": "promotional", "credits": 1, "reason": "a test"});
        let request = self.client.request(Role::Service, Method::POST, &path);
        try_send(request.header("Idempotency-Key", fresh_key()).json(&body)).await
    }

    pub(super) async fn granted(&self, customer: &str) {
        let answer = self.grant(customer).await.unwrap();
        assert_eq!(
            answer.status,
            201,
            "{}: {}",
            answer.text,
            self.process.said()
        );
    }

    pub(super) async fn status(&self, path: &str) -> u16 {
        self.client.browse(path).await.status
    }

    pub(super) async fn balance(&self, customer: &str) -> i64 {
        let path = format!("/v1/customers/{customer}/balance");
        let answer = self.client.get(Role::Service, &path).await.ok();
        answer["available"].as_i64().unwrap()
    }

    /// Waits until a page answers with this status.
    pub(super) async fn until(&self, path: &str, status: u16) {
        for _ in 0..STEPS_MAX {
            if self.status(path).await == status {
                return;
            }
            tokio::time::sleep(STEP).await;
        }
        panic!("{path} does not become {status}: {}", self.process.said());
    }
}
