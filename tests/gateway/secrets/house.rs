//! A gateway and its simulators, everything of which is kept and searched.

use std::{
    process::Stdio,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use credit_gateway::{
    access::Role,
    clock::{Clock as _, SystemClock},
};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{BANK_SECRET, HOLDER, OUR_ACCOUNT, TOSS_KEY, account_key};
use crate::support::{
    client::{Answer, Client, Keys, send},
    database::{Database, Engine},
    process::{Process, free_port, program},
    world::SHOP,
};

const SIGNING_KEY: &str = "CANARYsigning-key-with-more-than-32-bytes";
const PAYACTION_KEY: &str = "CANARYpayaction-key";

/// The program as it runs in production, with simulated providers in this process.
pub(super) struct House {
    pub(super) gateway: Client,
    pub(super) sandbox: Client,
    pub(super) process: Process,
    pub(super) problems: Mutex<Vec<String>>,
    stop: CancellationToken,
    _database: Database,
    _folder: TempDir,
}

impl Drop for House {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl House {
    pub(super) async fn open(engine: Engine) -> Option<Self> {
        let database = Database::durable(engine).await?;
        let folder = TempDir::new().unwrap();
        let base = format!("http://127.0.0.1:{}", free_port());
        let stop = CancellationToken::new();
        let sandbox = providers(&base, &stop).await;
        let toss_url = format!("{}/toss", sandbox.base);
        let account_key = account_key();
        let environment = [
            ("DATABASE_URL", database.url.as_str()),
            (
                "CREDIT_GATEWAY_LISTEN",
                base.strip_prefix("http://").unwrap(),
            ),
            ("CREDIT_GATEWAY_PUBLIC_URL", &base),
            ("CREDIT_GATEWAY_SIGNING_KEY", SIGNING_KEY),
            ("CREDIT_GATEWAY_ACCOUNT_KEYS", &account_key),
            ("CREDIT_GATEWAY_TOSS_SECRET_KEY", TOSS_KEY),
            ("CREDIT_GATEWAY_TOSS_URL", &toss_url),
            ("CREDIT_GATEWAY_BANK_ACCOUNT_NUMBER", OUR_ACCOUNT),
            ("CREDIT_GATEWAY_BANK_HOLDER", HOLDER),
            ("CREDIT_GATEWAY_BANK_WEBHOOK_SECRETS", BANK_SECRET),
            ("CREDIT_GATEWAY_BANK_PAYACTION_KEY", PAYACTION_KEY),
            ("RUST_LOG", "trace"),
        ];
        let log = folder.path().join("gateway.log");
        let run = |args: &[&str]| {
            let mut command = program(args, &environment, &log);
            let done = command.stdout(Stdio::piped()).output().unwrap();
            assert!(
                done.status.success(),
                "{args:?}: {}",
                std::fs::read_to_string(&log).unwrap()
            );
            String::from_utf8(done.stdout).unwrap().trim().to_owned()
        };
        run(&["migrate"]);
        let make = |role: Role| (role, run(&["key", "create", "--role", role.as_str()]));
        let keys: Keys = Role::ALL.into_iter().map(make).collect();
        let mut process = Process::start(&["--log", "json", "serve"], &environment, &log);
        let gateway = Client::new(&base, keys);
        process
            .ready(&gateway.http, &format!("{base}/readyz"))
            .await;
        let problems = Mutex::new(Vec::new());
        Some(Self {
            gateway,
            sandbox,
            process,
            problems,
            stop,
            _database: database,
            _folder: folder,
        })
    }

    pub(super) async fn post(&self, role: Role, path: &str, body: &Value) -> Answer {
        self.gateway.post(role, path, body).await
    }

    /// A request that must be refused; its answer is recorded.
    pub(super) async fn refused(&self, request: RequestBuilder) {
        let answer = send(request).await;
        assert!(answer.status >= 400, "{}: {}", answer.status, answer.text);
        self.problems.lock().unwrap().push(answer.text);
    }

    pub(super) async fn at_provider(&self, path: &str, body: &Value) -> Value {
        send(self.sandbox.bare(Method::POST, path).json(body))
            .await
            .ok()
    }

    pub(super) async fn wait_for(&self, role: Role, path: &str, state: &str) -> Value {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let thing = self.gateway.get(role, path).await.ok();
            if thing["state"] == state {
                return thing;
            }
            assert!(
                Instant::now() < deadline,
                "does not become {state}: {thing}"
            );
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }
}

/// Simulated providers that have the marked key and secret.
async fn providers(gateway: &str, stop: &CancellationToken) -> Client {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let clock = SystemClock::new();
    let settings = sandbox::Settings {
        public_base: format!("{base}/sandbox"),
        gateway_base: gateway.to_owned(),
        toss_secret_key: TOSS_KEY.to_owned(),
        toss_client_key: "test_ck_unused".to_owned(),
        kakaopay_secret_key: "DEVSANDBOX000000000000000000000000000000".to_owned(),
        kakaopay_cid: "TC0ONETIME".to_owned(),
        portone_api_secret: "unused-portone-secret".to_owned(),
        portone_store_id: "store-unused".to_owned(),
        portone_channel_key: "channel-key-unused".to_owned(),
        portone_webhook_secret: "whsec_dW51c2VkLXBvcnRvbmUtc2VjcmV0".to_owned(),
        naverpay_client_id: "sandbox-naverpay-client".to_owned(),
        naverpay_client_secret: "sandbox-naverpay-secret".to_owned(),
        naverpay_chain_id: "sandbox-naverpay-chain".to_owned(),
        bank_webhook_secret: BANK_SECRET.to_owned(),
        payaction_webhook_key: PAYACTION_KEY.to_owned(),
        payaction_mall_id: "mall".to_owned(),
        bank_account_number: OUR_ACCOUNT.to_owned(),
        bank_account: "main".to_owned(),
        seed: 1,
        webhook_minute: Duration::from_millis(50),
        now: Arc::new(move || clock.now()),
    };
    let tasks = TaskTracker::new();
    let router = sandbox::router(settings, tasks.clone(), stop.clone());
    let stopped = stop.clone().cancelled_owned();
    tasks.spawn(async move {
        axum::serve(listener, router)
            .with_graceful_shutdown(stopped)
            .await
    });
    assert!(
        SHOP.starts_with("http://localhost"),
        "a loopback shop, or the gateway refuses the order"
    );
    Client::new(format!("{base}/sandbox"), Keys::new())
}
