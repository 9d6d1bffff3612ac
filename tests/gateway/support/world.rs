//! The simulated world: gateways over one database, the simulated providers, and a clock moved by hand.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use credit_gateway::{
    access::Role,
    app::Shared,
    clock::{Clock as _, TestClock},
    compose::{self, Parts},
    entropy::CounterEntropy,
    flows, http, workers,
};
use domain::{id::Entropy, order::HINTS_APART};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    client::{BankWebhook, Client, Keys},
    database::Database,
    opening::{make_keys, open},
    settings::{TOSS_CLIENT_KEY, settings, simulators},
    truth::{agree, audit},
};
pub(crate) use super::{
    plan::Plan,
    settings::{BANK_SECRET, PAYACTION_KEY, TOSS_KEY},
};

/// Where buyers are sent at the end. Nothing listens there: no test follows that far.
pub(crate) const SHOP: &str = "http://localhost:9/shop";
/// A Wednesday morning in Korea, with no holiday within a fortnight.
pub(crate) const START: &str = "2026-04-08T10:00:00+09:00";
/// The maximum wait for any result. Generous: the whole of it is only used when something is broken.
const WITHIN: Duration = Duration::from_secs(20);
/// The queued jobs, shown when a wait fails.
const JOBS: &str =
    "SELECT kind, subject, state, note, CAST(attempts AS TEXT), CAST(run_at AS TEXT) FROM jobs";
/// How long a world with a stopped clock waits before it lets some time pass.
const PATIENCE: Duration = Duration::from_secs(1);
const POLL_EVERY: Duration = Duration::from_millis(15);

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) clock: Arc<TestClock>,
    pub(crate) apps: Vec<Shared>,
    pub(crate) gateways: Vec<Client>,
    pub(crate) sandbox: Client,
    pub(crate) database: Database,
    /// The database's address for gateways that share a pooler.
    pub(crate) pooled: Option<String>,
    pub(crate) tasks: TaskTracker,
    pub(crate) stop: CancellationToken,
}

/// A source of ids that no other source of this process repeats.
pub(crate) fn entropy() -> Box<dyn Entropy> {
    static SOURCES: AtomicU64 = AtomicU64::new(1);
    Box::new(CounterEntropy(
        SOURCES.fetch_add(1, Ordering::Relaxed) << 32,
    ))
}

pub(crate) async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    (listener, base)
}

impl World {
    pub(super) async fn start(plan: Plan, database: Database, pooled: Option<String>) -> Self {
        let start: DateTime<Utc> = DateTime::parse_from_rfc3339(START).unwrap().to_utc();
        let clock = Arc::new(TestClock::at(start));
        let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
        let mut listeners = Vec::new();
        for _ in 0..plan.gateways {
            listeners.push(listen().await);
        }
        let (sandbox_listener, sandbox_base) = listen().await;
        let simulators = simulators(&sandbox_base, &listeners[0].1, &clock);
        let router = sandbox::router(simulators, tasks.clone(), stop.clone());
        tasks.spawn(async move { axum::serve(sandbox_listener, router).await });
        let (mut apps, mut gateways, mut keys) = (Vec::new(), Vec::new(), Keys::new());
        for (at, (listener, base)) in listeners.into_iter().enumerate() {
            let db = open(&database, pooled.as_deref(), apps.is_empty()).await;
            if keys.is_empty() {
                keys = make_keys(&db, clock.now()).await;
            }
            let parts = Parts {
                db,
                clock: clock.clone(),
                entropy,
                tasks: tasks.clone(),
                stop: stop.clone(),
            };
            let mut settings = settings(
                &plan.policies,
                &database.url,
                &base,
                &format!("{sandbox_base}/sandbox"),
            );
            settings.edge = plan.edge.clone();
            if at < plan.toss_sdk {
                settings.providers.toss.toss_client_key = Some(TOSS_CLIENT_KEY.to_owned());
            }
            if plan.naverpay_sdk {
                let sdk = format!("{sandbox_base}/sandbox/naverpay/sdk/js/naverpay.min.js");
                settings.providers.naverpay.naverpay_sdk_url = Some(sdk.parse().unwrap());
            }
            let app = compose::gateway(settings, parts).await.unwrap();
            if plan.workers {
                workers::start(&app);
            }
            tasks.spawn(http::server::serve(
                app.clone(),
                listener,
                http::router(&app),
            ));
            gateways.push(Client::new(base, keys.clone()));
            apps.push(app);
        }
        let sandbox = Client::new(format!("{sandbox_base}/sandbox"), Keys::new());
        Self {
            clock,
            apps,
            gateways,
            sandbox,
            database,
            pooled,
            tasks,
            stop,
        }
    }

    pub(super) async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        let closing = async {
            for app in &self.apps {
                app.db.close().await;
            }
        };
        tokio::time::timeout(WITHIN, closing)
            .await
            .expect("the databases close");
    }

    /// The first gateway, which also receives the webhooks.
    pub(crate) fn gateway(&self) -> &Client {
        &self.gateways[0]
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(crate) fn pass(&self, time: TimeDelta) {
        self.clock.advance(time);
    }

    /// Polls until the condition is true.
    #[track_caller]
    pub(crate) fn wait_until<'a>(
        &'a self,
        what: &'a str,
        holds: impl AsyncFn() -> bool + 'a,
    ) -> impl Future<Output = ()> + 'a {
        self.wait_while_time_passes(what, TimeDelta::zero(), holds)
    }

    /// Polls until the condition is true, and lets `step` pass before each check, so that later work becomes due.
    pub(crate) async fn wait_while_time_passes(
        &self,
        what: &str,
        step: TimeDelta,
        holds: impl AsyncFn() -> bool,
    ) {
        let deadline = Instant::now() + WITHIN;
        let mut waited = Instant::now();
        while !holds().await {
            if Instant::now() >= deadline {
                let jobs = self.database.rows(JOBS).await;
                let orders = self
                    .database
                    .rows("SELECT id, state, note FROM orders")
                    .await;
                panic!("not within {WITHIN:?}: {what}; jobs: {jobs:?}; orders: {orders:?}");
            }
            self.pass(step);
            // A hint that came soon after another is followed ten seconds later.
            if step.is_zero() && waited.elapsed() >= PATIENCE {
                waited = Instant::now();
                self.pass(HINTS_APART);
            }
            for app in &self.apps {
                app.writer.promised().notify_one();
            }
            tokio::time::sleep(POLL_EVERY).await;
        }
    }

    /// Records expirations, like the schedule does.
    pub(crate) async fn sweep(&self) {
        flows::expiry::sweep(&self.apps[0]).await.unwrap();
    }

    /// Checks every invariant of the books.
    pub(crate) async fn audit(&self) {
        audit(&self.database, self.now()).await;
    }

    /// The simulators' own books.
    pub(crate) async fn sandbox_books(&self) -> Value {
        self.sandbox.browse("/books").await.ok()
    }

    /// Sets a provider's faults from now on: `[{kind, probability_percent, operation?, times?}]`.
    pub(crate) async fn faults(&self, provider: &str, faults: Value) {
        let body = json!({"provider": provider, "seed": 7, "faults": faults});
        let request = self
            .sandbox
            .bare(reqwest::Method::PUT, "/faults")
            .json(&body);
        super::client::send(request).await.ok();
    }

    /// How often a fault has happened.
    pub(crate) async fn fired(&self, provider: &str, kind: &str) -> i64 {
        let faults = self.sandbox.browse("/faults").await.ok();
        let kinds = faults["kinds"].as_array().unwrap();
        let row = kinds.iter().find(|row| row["kind"] == kind).unwrap();
        row["fired"][provider].as_i64().unwrap()
    }

    /// A POST to one of the sandbox's own routes. Some time passes between two such acts: the webhooks of the first
    /// would delay those of the next by ten seconds.
    pub(crate) async fn at_provider(&self, path: &str, body: &Value) -> Value {
        self.pass(HINTS_APART);
        super::client::send(self.sandbox.bare(reqwest::Method::POST, path).json(body))
            .await
            .ok()
    }

    /// Money arrives on our bank account, and the feed has notified the gateway.
    pub(crate) async fn deposit(&self, name: &str, won: i64) -> String {
        let told = self
            .at_provider(
                "/bank/deposits",
                &json!({"depositor_name": name, "amount": won}),
            )
            .await;
        assert_eq!(
            told["delivered"], true,
            "the gateway did not take the notice: {told}"
        );
        told["movement_id"].as_str().unwrap().to_owned()
    }

    /// A signed notice of a deposit that the sandbox does not have.
    pub(crate) fn notice(&self, movement: &str, name: &str, won: i64) -> BankWebhook {
        let at = self.now().to_rfc3339();
        let body = json!({"type": "deposit.received", "timestamp": at, "data": {
            "movement_id": movement, "account": "main", "depositor_name": name, "amount": won, "deposited_at": at,
        }});
        BankWebhook::signed(BANK_SECRET, &format!("msg_{movement}"), self.now(), &body)
    }

    /// Spendable credits of a customer, as the API returns them.
    pub(crate) async fn balance(&self, customer: &str) -> i64 {
        let path = format!("/v1/customers/{customer}/balance");
        self.gateway().get(Role::Service, &path).await.ok()["available"]
            .as_i64()
            .unwrap()
    }

    /// The same for a customer that may not exist yet.
    pub(crate) async fn balance_or_zero(&self, customer: &str) -> i64 {
        let path = format!("/v1/customers/{customer}/balance");
        let answer = self.gateway().get(Role::Service, &path).await;
        if answer.status == 404 {
            0
        } else {
            answer.ok()["available"].as_i64().unwrap()
        }
    }

    /// Sets the clock to an instant (RFC 3339).
    pub(crate) fn set(&self, at: &str) {
        self.clock
            .set(DateTime::parse_from_rfc3339(at).unwrap().to_utc());
    }

    pub(crate) async fn lots(&self, customer: &str) -> Vec<Value> {
        let path = format!("/v1/customers/{customer}/lots");
        self.gateway().get(Role::Service, &path).await.ok()["items"]
            .as_array()
            .unwrap()
            .clone()
    }

    pub(crate) async fn order(&self, id: &str) -> Value {
        self.gateway()
            .get(Role::Checkout, &format!("/v1/orders/{id}"))
            .await
            .ok()
    }

    /// The provider's books and ours agree on every won. The exception is payments parked for a person, which the
    /// order itself shows.
    pub(crate) async fn agree(&self) {
        agree(&self.database, &self.sandbox_books().await).await;
    }
}
