//! The program is killed at every named point, started again, and asked again: the books must end as if nothing had
//! happened. The real binary, a separate process of simulated providers, both engines.

use std::time::{Duration, Instant};

use credit_gateway::{
    access::Role,
    clock::{Clock as _, SystemClock},
    crash::POINTS,
};
use futures_util::{StreamExt as _, future::join_all, stream};
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{
    buyer::{card_order, id_of},
    client::{Answer, Client, Keys, fresh_key, try_send},
    database::{Database, Engine},
    process::{Process, free_port},
    truth::{agree, audit},
};

/// The points where the program dies during a purchase. The four commits of a purchase are: the order opened, its
/// session attached, the confirmation recorded, the payment completed.
const IN_A_PURCHASE: [&str; 12] = [
    "writer.before_commit:1",
    "writer.before_commit:2",
    "writer.before_commit:3",
    "writer.before_commit:4",
    "writer.after_commit:1",
    "writer.after_commit:2",
    "writer.after_commit:3",
    "writer.after_commit:4",
    "checkout.before_begin",
    "checkout.after_begin",
    "payment.before_confirm",
    "payment.after_confirm",
];
/// The points where it dies during a refund. Its commits are: the quote, the request, the sending recorded, its end.
const IN_A_REFUND: [&str; 11] = [
    "writer.before_commit:1",
    "writer.before_commit:2",
    "writer.before_commit:3",
    "writer.before_commit:4",
    "writer.after_commit:1",
    "writer.after_commit:2",
    "writer.after_commit:3",
    "writer.after_commit:4",
    "refund.before_send",
    "refund.after_send",
    "outbox.after_claim",
];
/// Customers' services that spend at one time.
const SPENDERS: usize = 8;
/// Runs at one time: there are few cores, and most of a run is waiting.
const AT_ONCE: usize = 3;
const WITHIN: Duration = Duration::from_secs(30);
const POLL_EVERY: Duration = Duration::from_millis(25);

#[test]
fn every_point_is_died_at() {
    for (point, _) in POINTS {
        let dies = |spec: &&'static str| spec.split(':').next() == Some(*point);
        assert!(
            IN_A_PURCHASE.iter().chain(&IN_A_REFUND).any(dies),
            "no test dies at {point}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_survives_every_death_on_sqlite() {
    survives(Engine::Sqlite, Act::Purchase, &IN_A_PURCHASE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_survives_every_death_on_postgres() {
    survives(Engine::Postgres, Act::Purchase, &IN_A_PURCHASE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_survives_every_death_on_sqlite() {
    survives(Engine::Sqlite, Act::Refund, &IN_A_REFUND).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_survives_every_death_on_postgres() {
    survives(Engine::Postgres, Act::Refund, &IN_A_REFUND).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acknowledged_spend_survives_a_death_on_sqlite() {
    keeps_what_it_acknowledged(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acknowledged_spend_survives_a_death_on_postgres() {
    keeps_what_it_acknowledged(Engine::Postgres).await;
}

/// Many clients spend at once until the program dies between two of its answers.
async fn keeps_what_it_acknowledged(engine: Engine) {
    for death in ["writer.before_commit:20", "writer.after_commit:20"] {
        let Some(shop) = Shop::open(engine).await else {
            return;
        };
        let mut doomed = shop.gateway(Some(death)).await;
        let acknowledged = shop.spend_until_it_dies().await;
        doomed.was_killed().await;
        let stored = shop.database.rows("SELECT id FROM spends").await.concat();
        let lost: Vec<&String> = acknowledged
            .iter()
            .filter(|id| !stored.contains(id))
            .collect();
        assert!(
            lost.is_empty(),
            "{} of {} acknowledged spends are lost by a death at {death}: {lost:?}",
            lost.len(),
            acknowledged.len()
        );
        audit(&shop.database, SystemClock::new().now()).await;
    }
}

/// The client after a death asks about sent requests, and sends the unsent ones.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_is_on_disk_as_sent_before_it_is_sent() {
    for death in ["refund.before_send", "refund.after_send"] {
        let shop = Shop::open(Engine::Sqlite).await.unwrap();
        let mut doomed = shop.gateway(Some(death)).await;
        shop.purchase().await.unwrap();
        let _cut_short = shop.refund().await;
        doomed.was_killed().await;
        let states = shop.database.rows("SELECT state FROM refunds").await;
        assert_eq!(states, [["sent"]], "on disk after a death at {death}");
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Purchase,
    Refund,
}

async fn survives(engine: Engine, act: Act, deaths: &[&'static str]) {
    let Some(shop) = Shop::open(engine).await else {
        return;
    };
    let undisturbed = shop.undisturbed(act).await;
    let lives = stream::iter(deaths.iter().copied()).map(async |death| {
        let shop = Shop::open(engine).await?;
        Some((death, shop.disturbed(act, death).await))
    });
    let ends: Vec<_> = lives.buffer_unordered(AT_ONCE).collect().await;
    for (death, books) in ends.into_iter().flatten() {
        assert_eq!(books, undisturbed, "{act:?} after a death at {death}");
    }
}

/// The seller's side of one run: a database, the providers, and a port for the gateway.
#[derive(Debug)]
struct Shop {
    database: Database,
    folder: TempDir,
    port: u16,
    http: reqwest::Client,
    sandbox: Client,
    _providers: Process,
}

impl Shop {
    async fn open(engine: Engine) -> Option<Self> {
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
    async fn gateway(&self, death: Option<&str>) -> Process {
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
    fn client(&self) -> Client {
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

    async fn undisturbed(&self, act: Act) -> Books {
        let _gateway = self.gateway(None).await;
        self.purchase().await.expect("nobody dies");
        if act == Act::Refund {
            self.refund().await.expect("nobody dies");
        }
        self.books().await
    }

    async fn disturbed(&self, act: Act, death: &str) -> Books {
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

    async fn act(&self, act: Act) -> Option<()> {
        match act {
            Act::Purchase => self.purchase().await,
            Act::Refund => self.refund().await,
        }
    }

    /// The requests of a checkout page and its buyer, from the beginning, under the same idempotency key. `None` when
    /// the gateway went away meanwhile.
    async fn purchase(&self) -> Option<()> {
        let gateway = self.client();
        let order = post(
            &gateway,
            "order-1",
            Role::Checkout,
            "/v1/orders",
            &card_order("c1", "direct-1000", 1),
        )
        .await?;
        assert_eq!(order.status, 201, "{}", order.text);
        let order = order.json();
        let page = get(
            &gateway,
            Role::Checkout,
            order["checkout_url"].as_str().unwrap(),
        )
        .await?;
        if page.status == 303 {
            let pay = format!("{}/pay", page.location());
            let pressed = try_send(self.sandbox.bare(Method::POST, &pay)).await?;
            // A window that is over (409) was paid before: the page shows how it ended.
            if pressed.status == 303 {
                get(&gateway, Role::Checkout, &pressed.location()).await?;
            }
        }
        let path = format!("/v1/orders/{}", order["id"].as_str().unwrap());
        until(&gateway, Role::Checkout, &path, "completed").await
    }

    /// The requests of support, under the same idempotency keys.
    async fn refund(&self) -> Option<()> {
        let gateway = self.client();
        let payment = self
            .database
            .rows("SELECT id FROM payments")
            .await
            .remove(0)
            .remove(0);
        let path = format!("/v1/payments/{payment}/refund-quotes");
        let quote = post(&gateway, "quote-1", Role::Support, &path, &Value::Null)
            .await?
            .ok();
        let body =
            json!({"payment_id": payment, "quote_id": quote["id"], "reason": "the buyer asked"});
        let refund = post(&gateway, "refund-1", Role::Support, "/v1/refunds", &body)
            .await?
            .ok();
        let path = format!("/v1/refunds/{}", refund["id"].as_str().unwrap());
        until(&gateway, Role::Support, &path, "succeeded").await
    }

    /// The ids of the answered spends.
    async fn spend_until_it_dies(&self) -> Vec<String> {
        let gateway = self.client();
        let grant = json!({"kind": "promotional", "credits": 1_000_000, "reason": "a test"});
        let path = "/v1/customers/c1/grants";
        let granted = post(&gateway, "grant-1", Role::Service, path, &grant).await;
        granted.unwrap().ok();
        let spend = json!({"credits": 1, "meter": "m", "reference": "r"});
        let spenders = (0..SPENDERS).map(async |_| {
            let mut answered = Vec::new();
            let path = "/v1/customers/c1/spends";
            while let Some(answer) = post(&gateway, &fresh_key(), Role::Service, path, &spend).await
            {
                answered.push(id_of(&answer.ok()));
            }
            answered
        });
        join_all(spenders).await.concat()
    }

    /// Leases end and jobs become due, as they would after some minutes. Only while no gateway runs.
    async fn let_time_pass(&self) {
        self.database
            .change("UPDATE jobs SET lease_until_at = 1 WHERE state = 'running'")
            .await;
        self.database
            .change("UPDATE jobs SET run_at = 1 WHERE state = 'waiting'")
            .await;
    }

    /// The books once no work is running, audited and compared with the provider's.
    async fn books(&self) -> Books {
        let deadline = Instant::now() + WITHIN;
        while self
            .database
            .number("SELECT COUNT(*) FROM jobs WHERE state = 'running' OR run_at <= 1")
            .await
            > 0
        {
            assert!(Instant::now() < deadline, "jobs are still under way");
            tokio::time::sleep(POLL_EVERY).await;
        }
        audit(&self.database, SystemClock::new().now()).await;
        let theirs = try_send(self.sandbox.bare(Method::GET, "/books"))
            .await
            .unwrap()
            .ok();
        agree(&self.database, &theirs).await;
        let theirs: Vec<Value> = theirs["toss"]["payments"]
            .as_array()
            .unwrap()
            .iter()
            .map(at_the_provider)
            .collect();
        let mut ours = Vec::new();
        for sql in OURS {
            ours.push(self.database.rows(sql).await);
        }
        Books { ours, theirs }
    }
}

/// Rows that must be equal, whatever happened meanwhile. Names and instants are left out.
const OURS: [&str; 7] = [
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
struct Books {
    ours: Vec<Vec<Vec<String>>>,
    /// Payments at the provider: approvals, cancels, and the returned amount.
    theirs: Vec<Value>,
}

fn at_the_provider(payment: &Value) -> Value {
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

async fn post(client: &Client, key: &str, role: Role, path: &str, body: &Value) -> Option<Answer> {
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

async fn get(client: &Client, role: Role, path: &str) -> Option<Answer> {
    try_send(client.request(role, Method::GET, path)).await
}

/// Polls until the thing has this state.
async fn until(client: &Client, role: Role, path: &str, state: &str) -> Option<()> {
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
