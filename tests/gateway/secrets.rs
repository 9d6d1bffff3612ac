//! No secret, account number, holder's name or raw body is in a log, a metric or a problem. All private data in this
//! world carries a mark. The real program runs with every log line switched on, and no output may carry the mark.

use std::{
    process::Stdio,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use credit_gateway::{
    access::Role,
    clock::{Clock as _, SystemClock},
};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::support::{
    buyer::{account_order, bank_order, card_order, id_of},
    client::{Answer, BankWebhook, Client, Keys, fresh_key, send},
    database::{Database, Engine},
    process::{Process, free_port, program},
    world::SHOP,
};

const TOSS_KEY: &str = "test_sk_CANARYtoss0000000000000000";
const SIGNING_KEY: &str = "CANARYsigning-key-with-more-than-32-bytes";
/// `CANARYbank-secret-24bytes` in base64.
const BANK_SECRET: &str = "whsec_Q0FOQVJZYmFuay1zZWNyZXQtMjRieXRlcw==";
const PAYACTION_KEY: &str = "CANARYpayaction-key";
const OUR_ACCOUNT: &str = "31415926535897";
const THEIR_ACCOUNT: &str = "27182818284590";
const HOLDER: &str = "CANARYholder";
const DEPOSITOR: &str = "CANARYdepositor";
const RAW: &str = "CANARYbody";
/// An id that nothing has.
const NONE: &str = "00000000000000000000000000";

/// Texts that must never be output: the marks themselves, and their encoded forms.
fn marks(keys: &Keys) -> Vec<String> {
    let mut marks: Vec<String> = ["CANARY", OUR_ACCOUNT, THEIR_ACCOUNT, "Q0FOQVJZ"]
        .map(str::to_owned)
        .to_vec();
    let basic = STANDARD.encode(format!("{TOSS_KEY}:"));
    marks.push(basic[..24].to_owned());
    marks.extend(
        keys.values()
            .map(|key| key.rsplit('_').next().unwrap()[..32].to_owned()),
    );
    marks
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_private_comes_out_on_sqlite() {
    nothing_private_comes_out(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_private_comes_out_on_postgres() {
    nothing_private_comes_out(Engine::Postgres).await;
}

async fn nothing_private_comes_out(engine: Engine) {
    let Some(house) = House::open(engine).await else {
        return;
    };
    house.live().await;
    house.misbehave().await;
    let metrics = house.gateway.browse("/metrics").await.text;
    assert!(metrics.contains("http_requests_total"), "{metrics}");
    let log = house.process.said();
    assert!(
        log.contains("provider.toss.refund") && log.contains("TRACE"),
        "the log is not switched on: {log}"
    );
    let problems = house.problems.lock().unwrap().join("\n");
    assert!(problems.lines().count() > 10, "{problems}");
    for mark in marks(&house.gateway.keys) {
        for (place, text) in [
            ("log", &log),
            ("metrics", &metrics),
            ("problems", &problems),
        ] {
            let found: Vec<&str> = text
                .lines()
                .filter(|line| line.contains(&mark))
                .take(3)
                .collect();
            assert!(
                found.is_empty(),
                "`{mark}` is in the {place}:\n{}",
                found.join("\n")
            );
        }
    }
}

/// The program as it runs in production, with simulated providers in this process.
struct House {
    gateway: Client,
    sandbox: Client,
    process: Process,
    problems: Mutex<Vec<String>>,
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
    async fn open(engine: Engine) -> Option<Self> {
        let database = Database::durable(engine).await?;
        let folder = TempDir::new().unwrap();
        let base = format!("http://127.0.0.1:{}", free_port());
        let stop = CancellationToken::new();
        let sandbox = providers(&base, &stop).await;
        let toss_url = format!("{}/toss", sandbox.base);
        let environment = [
            ("DATABASE_URL", database.url.as_str()),
            (
                "CREDIT_GATEWAY_LISTEN",
                base.strip_prefix("http://").unwrap(),
            ),
            ("CREDIT_GATEWAY_PUBLIC_URL", &base),
            ("CREDIT_GATEWAY_SIGNING_KEY", SIGNING_KEY),
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

    async fn post(&self, role: Role, path: &str, body: &Value) -> Answer {
        self.gateway.post(role, path, body).await
    }

    /// A request that must be refused; its answer is recorded.
    async fn refused(&self, request: RequestBuilder) {
        let answer = send(request).await;
        assert!(answer.status >= 400, "{}: {}", answer.status, answer.text);
        self.problems.lock().unwrap().push(answer.text);
    }

    async fn at_provider(&self, path: &str, body: &Value) -> Value {
        send(self.sandbox.bare(Method::POST, path).json(body))
            .await
            .ok()
    }

    async fn wait_for(&self, role: Role, path: &str, state: &str) -> Value {
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

    /// Opens an order, presses pay, comes back.
    async fn buy(&self, order: &Value, state: &str) -> Value {
        let order = self.post(Role::Checkout, "/v1/orders", order).await.ok();
        let page = self
            .gateway
            .browse(order["checkout_url"].as_str().unwrap())
            .await
            .location();
        let back = send(self.sandbox.bare(Method::POST, &format!("{page}/pay")))
            .await
            .location();
        self.gateway.browse(&back).await;
        self.wait_for(
            Role::Checkout,
            &format!("/v1/orders/{}", id_of(&order)),
            state,
        )
        .await
    }

    async fn refund(&self, payment: &Value, account: Option<Value>) -> Value {
        let path = format!("/v1/payments/{}/refund-quotes", payment.as_str().unwrap());
        let quote = self.post(Role::Support, &path, &Value::Null).await.ok();
        let mut body =
            json!({"payment_id": payment, "quote_id": quote["id"], "reason": "the buyer asked"});
        if let Some(account) = account {
            body["refund_account"] = account;
            body["holder_confirmed"] = true.into();
        }
        let refund = self.post(Role::Support, "/v1/refunds", &body).await;
        assert!(
            !refund.text.contains("CANARYh") && !refund.text.contains(THEIR_ACCOUNT),
            "{}",
            refund.text
        );
        refund.ok()
    }

    /// A seller's ordinary day, with private data in every field that accepts it.
    async fn live(&self) {
        let account = json!({"bank": "088", "account_number": THEIR_ACCOUNT, "holder": HOLDER});
        let order = self
            .buy(&card_order("c1", "direct-1000", 1), "completed")
            .await;
        let refund = self.refund(&order["payment_id"], None).await;
        self.wait_for(
            Role::Support,
            &format!("/v1/refunds/{}", id_of(&refund)),
            "succeeded",
        )
        .await;
        let mut wanted = account_order("c2", "direct-1000");
        wanted["depositor_name"] = json!(DEPOSITOR);
        let order = self.buy(&wanted, "awaiting_deposit").await;
        self.at_provider(
            "/toss/deposits",
            &json!({"orderId": order["id"], "depositorName": DEPOSITOR}),
        )
        .await;
        let path = format!("/v1/orders/{}", id_of(&order));
        let order = self.wait_for(Role::Checkout, &path, "completed").await;
        let refund = self
            .refund(&order["payment_id"], Some(account.clone()))
            .await;
        self.wait_for(
            Role::Support,
            &format!("/v1/refunds/{}", id_of(&refund)),
            "succeeded",
        )
        .await;
        let order = self
            .post(
                Role::Checkout,
                "/v1/orders",
                &bank_order("c3", "direct-1000", DEPOSITOR),
            )
            .await
            .ok();
        self.at_provider(
            "/bank/deposits",
            &json!({"depositor_name": DEPOSITOR, "amount": 10_000}),
        )
        .await;
        let path = format!("/v1/orders/{}", id_of(&order));
        let order = self.wait_for(Role::Checkout, &path, "completed").await;
        self.refund(&order["payment_id"], Some(account)).await;
        self.at_provider(
            "/bank/deposits",
            &json!({"depositor_name": DEPOSITOR, "amount": 7}),
        )
        .await;
        let deposits = self.gateway.get(Role::Support, "/v1/deposits").await;
        assert!(!deposits.text.contains(DEPOSITOR), "{}", deposits.text);
        let sought = format!("/v1/orders?depositor_name={DEPOSITOR}");
        let found = self.gateway.get(Role::Support, &sought).await;
        assert_eq!(found.ok()["items"][0]["id"], order["id"]);
        assert!(!found.text.contains(DEPOSITOR), "{}", found.text);
        let inbox = self.gateway.get(Role::Support, "/v1/inbox").await;
        assert!(!inbox.text.contains("CANARY"), "{}", inbox.text);
    }

    /// A POST with the role's key, under a fresh idempotency key.
    fn keyed(&self, role: Role, path: &str) -> RequestBuilder {
        let request = self.gateway.request(role, Method::POST, path);
        request.header("idempotency-key", fresh_key())
    }

    /// All refused requests, with private data in them.
    async fn misbehave(&self) {
        self.bad_keys().await;
        self.bad_bodies().await;
        self.bad_refunds().await;
        self.bad_webhooks().await;
        for link in [
            format!("/callbacks/toss/ord_{NONE}/success?state=1.{RAW}&paymentKey={RAW}"),
            format!("/checkout/ord_{NONE}?state={RAW}"),
        ] {
            self.refused(self.gateway.bare(Method::GET, &link)).await;
        }
        let long = DEPOSITOR.repeat(9);
        for query in [
            format!("orders?depositor_name={long}"),
            format!("orders?customer_id={DEPOSITOR}%20"),
            format!("payments?payment_key={}", RAW.repeat(30)),
            format!("payments?cursor={RAW}"),
        ] {
            let path = format!("/v1/{query}");
            let request = self.gateway.request(Role::Support, Method::GET, &path);
            self.refused(request).await;
        }
    }

    async fn bad_keys(&self) {
        for key in ["cgk_service_CANARYkey_CANARYsecret", RAW] {
            let request = self.gateway.bare(Method::GET, "/v1/products");
            self.refused(request.bearer_auth(key)).await;
        }
    }

    async fn bad_bodies(&self) {
        let spends = "/v1/customers/c1/spends";
        for body in [
            json!({"credits": RAW, "meter": "m", "reference": "r"}),
            json!({"credits": -1, "meter": RAW, "reference": RAW}),
            json!({"credits": 1, "meter": RAW.repeat(30), "reference": "r"}),
        ] {
            self.refused(self.keyed(Role::Service, spends).json(&body))
                .await;
        }
        let broken = self.keyed(Role::Service, spends).body(format!("{{{RAW}"));
        self.refused(broken.header("content-type", "application/json"))
            .await;
        let order = |name: Value| {
            let mut order = bank_order("c3", "direct-1000", DEPOSITOR);
            order["depositor_name"] = name;
            self.keyed(Role::Checkout, "/v1/orders").json(&order)
        };
        self.refused(order(json!(DEPOSITOR.repeat(9)))).await;
        self.refused(order(json!({"name": DEPOSITOR}))).await;
        self.refused(order(json!([DEPOSITOR]))).await;
        send(order(json!(DEPOSITOR))).await.ok();
        self.refused(order(json!(DEPOSITOR))).await;
    }

    async fn bad_refunds(&self) {
        let account = |number: Value, holder: Value| {
            let (payment, quote) = (format!("pay_{NONE}"), format!("quo_{NONE}"));
            let mut refund = json!({"payment_id": payment, "quote_id": quote, "reason": "r"});
            refund["refund_account"] =
                json!({"bank": "088", "account_number": number, "holder": holder});
            self.keyed(Role::Support, "/v1/refunds").json(&refund)
        };
        let digits: i64 = THEIR_ACCOUNT.parse().unwrap();
        self.refused(account(json!(THEIR_ACCOUNT), json!(HOLDER)))
            .await;
        self.refused(account(
            json!(format!("{THEIR_ACCOUNT}-{HOLDER}")),
            json!(HOLDER),
        ))
        .await;
        self.refused(account(json!(digits), json!(HOLDER))).await;
        self.refused(account(json!(THEIR_ACCOUNT), json!({"name": HOLDER})))
            .await;
    }

    async fn bad_webhooks(&self) {
        let at = SystemClock::new().now();
        let nameless = json!({"type": "deposit.received", "data": {"depositor_name": DEPOSITOR}});
        for body in [nameless, json!(RAW)] {
            let mut webhook = BankWebhook::signed(BANK_SECRET, "msg", at, &body);
            // Signed, and stored because it cannot be read; then with a wrong signature.
            for status in [200, 401] {
                let answer = self.gateway.bank_webhook(&webhook).await;
                assert_eq!(answer.status, status, "{}", answer.text);
                self.problems.lock().unwrap().push(answer.text);
                webhook.signature = format!("v1,{RAW}");
            }
        }
        let toss = self.gateway.bare(Method::POST, "/webhooks/toss");
        let toss = toss.header("tosspayments-webhook-transmission-id", "w");
        self.refused(toss.body(format!("{{\"secret\": \"{RAW}\"}}")))
            .await;
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
