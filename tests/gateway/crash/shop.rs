//! A gateway in a process of its own that dies at a point, and starts again.

use std::time::{Duration, Instant};

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::Act;
use crate::support::{
    client::{Answer, Client, Keys, try_send},
    database::{Database, Engine},
    process::{Process, free_port},
};

pub(super) const WITHIN: Duration = Duration::from_secs(30);
pub(super) const POLL_EVERY: Duration = Duration::from_millis(25);

/// The seller's side of one run: a database, the providers, and a port for the gateway.
#[derive(Debug)]
pub(super) struct Shop {
    pub(super) database: Database,
    folder: TempDir,
    port: u16,
    http: reqwest::Client,
    pub(super) sandbox: Client,
    _providers: Process,
}

impl Shop {
    pub(super) async fn open(engine: Engine) -> Option<Self> {
        let database = Database::durable(engine).await?;
        let folder = TempDir::new().unwrap();
        let (port, sandbox_port) = (free_port(), free_port());
        let http = crate::support::client::http();
        let args = [
            "sandbox",
            "--listen",
            &format!("127.0.0.1:{sandbox_port}"),
            "--gateway",
            &format!("http://127.0.0.1:{port}"),
        ];
        let mut providers = Process::start(&args, &[], &folder.path().join("sandbox.log"));
        let sandbox = Client::new(
            format!("http://127.0.0.1:{sandbox_port}/sandbox"),
            Keys::new(),
        );
        providers.ready(&http, &sandbox.base).await;
        Some(Self {
            database,
            folder,
            port,
            http,
            sandbox,
            _providers: providers,
        })
    }

    /// Starts the gateway, to die at `death` if there is one.
    pub(super) async fn gateway(&self, death: Option<&str>) -> Process {
        let (folder, listen) = (self.folder.path(), format!("127.0.0.1:{}", self.port));
        let keys = folder.join("dev.env").display().to_string();
        let sandbox = self.sandbox.base.clone();
        let args = [
            "dev",
            "--listen",
            &listen,
            "--keys-file",
            &keys,
            "--sandbox-url",
            &sandbox,
        ];
        let mut environment = vec![("DATABASE_URL", self.database.url.as_str())];
        environment.extend(death.map(|death| ("CREDIT_GATEWAY_CRASH_AT", death)));
        let mut gateway = Process::start(&args, &environment, &folder.join("gateway.log"));
        gateway
            .ready(&self.http, &format!("http://{listen}/readyz"))
            .await;
        gateway
    }

    /// A client with the keys that the gateway keeps between starts.
    pub(super) fn client(&self) -> Client {
        let text = std::fs::read_to_string(self.folder.path().join("dev.env")).unwrap();
        let key = |role: Role| {
            let start = format!("{}_KEY=", role.as_str().to_uppercase());
            let line = text.lines().find_map(|line| line.strip_prefix(&start));
            line.unwrap().to_owned()
        };
        let keys = Role::ALL
            .into_iter()
            .map(|role| (role, key(role)))
            .collect();
        Client::new(format!("http://127.0.0.1:{}", self.port), keys)
    }

    pub(super) async fn undisturbed(&self, act: Act) -> Books {
        let _gateway = self.gateway(None).await;
        self.purchase().await.expect("nobody dies");
        if act == Act::Refund {
            self.refund().await.expect("nobody dies");
        }
        self.books().await
    }

    pub(super) async fn disturbed(&self, act: Act, death: &str) -> Books {
        if act == Act::Refund {
            let _gateway = self.gateway(None).await;
            self.purchase().await.expect("nobody dies yet");
        }
        let mut doomed = self.gateway(Some(death)).await;
        let _cut_short = self.act(act).await;
        doomed.was_killed().await;
        self.let_time_pass().await;
        let _gateway = self.gateway(None).await;
        self.act(act)
            .await
            .unwrap_or_else(|| panic!("{act:?} does not end after a death at {death}"));
        self.books().await
    }
}

/// Rows that must be equal, whatever happened meanwhile. Names and instants are left out.
pub(super) const OURS: [&str; 7] = [
    "SELECT state, CAST(amount AS TEXT), CAST(credits AS TEXT) FROM orders",
    "SELECT CAST(amount AS TEXT), CAST(refunded AS TEXT), CAST(in_flight AS TEXT), CAST(cancelled_outside AS TEXT), tax \
     FROM payments",
    "SELECT kind, CAST(granted AS TEXT), CAST(remaining AS TEXT), CAST(refunded AS TEXT), CAST(revoked AS TEXT) FROM lots",
    "SELECT state, basis, CAST(amount AS TEXT), CAST(vat AS TEXT), CAST(credits AS TEXT), CAST(expected_balance AS TEXT) \
     FROM refunds",
    "SELECT act, from_account, to_account, unit, CAST(amount AS TEXT) FROM entries ORDER BY seq",
    "SELECT kind, CAST(COUNT(*) AS TEXT) FROM events GROUP BY kind ORDER BY kind",
    "SELECT act, CAST(COUNT(*) AS TEXT) FROM audit_log GROUP BY act ORDER BY act",
];

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Books {
    pub(super) ours: Vec<Vec<Vec<String>>>,
    /// Payments at the provider: approvals, cancels, and the returned amount.
    pub(super) theirs: Vec<Value>,
}

pub(super) fn at_the_provider(payment: &Value) -> Value {
    assert!(
        payment["approvals"].as_i64().unwrap() <= 1,
        "the money was taken twice: {payment}"
    );
    let cancels = payment["cancels"].as_array().unwrap().len();
    assert!(cancels <= 1, "the money went back twice: {payment}");
    json!([
        payment["status"],
        payment["amount"],
        payment["cancelled"],
        payment["approvals"],
        cancels
    ])
}

pub(super) async fn post(
    client: &Client,
    key: &str,
    role: Role,
    path: &str,
    body: &Value,
) -> Option<Answer> {
    let request = client
        .request(role, Method::POST, path)
        .header("idempotency-key", key);
    try_send(if body.is_null() {
        request
    } else {
        request.json(body)
    })
    .await
}

pub(super) async fn get(client: &Client, role: Role, path: &str) -> Option<Answer> {
    try_send(client.request(role, Method::GET, path)).await
}

/// Polls until the thing has this state.
pub(super) async fn until(client: &Client, role: Role, path: &str, state: &str) -> Option<()> {
    let deadline = Instant::now() + WITHIN;
    loop {
        let thing = get(client, role, path).await?.ok();
        if thing["state"] == state {
            return Some(());
        }
        assert!(
            Instant::now() < deadline,
            "does not become {state}: {thing}"
        );
        tokio::time::sleep(POLL_EVERY).await;
    }
}
