//! The simulated world: gateways over one database, the simulated providers, and a clock moved by hand.

mod acts;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use credit_gateway::{
    app::Shared,
    clock::{Clock, TestClock},
    compose::{self, Parts},
    entropy::CounterEntropy,
    flows, http,
    signing::SEAL,
    workers,
};
use domain::{id::Entropy, order::HINTS_APART};
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    client::{Client, Keys},
    database::Database,
    detour::Detour,
    opening::{make_keys, open},
    plan::Channels,
    settings::{PORTONE_SECRET, TOSS_CLIENT_KEY, settings, simulators},
    truth::audit,
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
const WITHIN: Duration = Duration::from_mins(1);

/// The queued jobs, shown when a wait fails.
const JOBS: &str =
    "SELECT kind, subject, state, note, CAST(attempts AS TEXT), CAST(run_at AS TEXT) FROM jobs";

/// Jobs that are at work, by their leases.
const WORKING: &str =
    "SELECT id, CAST(attempts AS TEXT) FROM jobs WHERE state = 'running' ORDER BY id";

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
    /// What is between the gateways and Toss.
    pub(super) between: Detour,
    pub(crate) tasks: TaskTracker,
    pub(crate) stop: CancellationToken,
}

/// The clock of a world, ahead by some seconds.
#[derive(Debug)]
struct Ahead(Arc<TestClock>, TimeDelta);

impl Ahead {
    /// That of the first gateway is not ahead.
    fn of(clock: &Arc<TestClock>, gateway: usize, seconds: i64) -> Arc<Self> {
        let seconds = if gateway == 0 { 0 } else { seconds };
        Arc::new(Self(clock.clone(), TimeDelta::seconds(seconds)))
    }
}

impl Clock for Ahead {
    fn now(&self) -> DateTime<Utc> {
        self.0.now() + self.1
    }

    fn ticks(&self) -> Duration {
        self.0.ticks()
    }
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

impl Plan {
    /// Settings of what the buyer's browser opens by a script, for the gateway of this place.
    fn sell_by_script(&self, at: usize, settings: &mut credit_gateway::config::Settings) {
        if at < self.toss_sdk {
            settings.providers.toss.toss_client_key = Some(TOSS_CLIENT_KEY.to_owned());
        }
        if let Some(channels) = self.portone {
            let portone = &mut settings.providers.portone;
            portone.portone_api_secret = Some(PORTONE_SECRET.to_owned().into());
            portone.portone_test = channels == Channels::Test;
        }
    }
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
        let between = Detour::start(plan.between, &sandbox_listener, &tasks).await;
        let router = sandbox::router(simulators, tasks.clone(), stop.clone());
        tasks.spawn(async move { axum::serve(sandbox_listener, router).await });
        let (mut apps, mut gateways, mut keys) = (Vec::new(), Vec::new(), Keys::new());
        for (at, (listener, base)) in listeners.into_iter().enumerate() {
            let db = open(&database, pooled.as_deref(), plan.role, apps.is_empty()).await;
            if keys.is_empty() {
                keys = make_keys(&db, clock.now()).await;
            }
            let parts = Parts {
                db,
                clock: Ahead::of(&clock, at, plan.apart_seconds),
                entropy,
                tasks: tasks.clone(),
                stop: stop.clone(),
            };
            let mut settings = settings(
                &plan.policies,
                &database.url,
                plan.public_url.unwrap_or(&base),
                &format!("{sandbox_base}/sandbox"),
            );
            settings.edge = plan.edge.clone();
            settings.return_origins = plan.returns_to.map(str::to_owned).into_iter().collect();
            settings.allow_test_keys = plan.public_url.is_some();
            between.reroute(&mut settings);
            plan.sell_by_script(at, &mut settings);
            settings.audit.seal_key = plan.seal_key.map(|bits| SEAL.text(bits).into());
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
            between,
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

    /// Polls until the condition is true, and lets `step` pass before each check, so that later work becomes due. No time
    /// passes while a job is at work: its lease would end within a call on a slow machine, and it would be done twice.
    pub(crate) async fn wait_while_time_passes(
        &self,
        what: &str,
        step: TimeDelta,
        holds: impl AsyncFn() -> bool,
    ) {
        let deadline = Instant::now() + WITHIN;
        let mut waited = Instant::now();
        let mut stuck = Vec::new();
        while !holds().await {
            if Instant::now() >= deadline {
                let jobs = self.database.rows(JOBS).await;
                let orders = self
                    .database
                    .rows("SELECT id, state, note FROM orders")
                    .await;
                let contradictions = self
                    .database
                    .rows("SELECT order_id, kind, state, CAST(opened_at AS TEXT), CAST(settled_at AS TEXT) FROM contradictions")
                    .await;
                panic!(
                    "not within {WITHIN:?}: {what}; now: {}; jobs: {jobs:?}; orders: {orders:?}; \
                     contradictions: {contradictions:?}",
                    self.now().timestamp_micros()
                );
            }
            if !step.is_zero() {
                self.until_idle(&mut stuck).await;
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

    /// Waits until no job is at work. Those that are for longer, of a gateway that died or whose call hangs, are `stuck`, and
    /// nothing waits for them again.
    async fn until_idle(&self, stuck: &mut Vec<Vec<String>>) {
        let began = Instant::now();
        loop {
            let working = self.database.rows(WORKING).await;
            if working.is_empty() || working == *stuck {
                return;
            }
            if began.elapsed() >= PATIENCE {
                *stuck = working;
                return;
            }
            tokio::time::sleep(POLL_EVERY).await;
        }
    }

    /// Records expirations, like the schedule does.
    pub(crate) async fn sweep(&self) {
        flows::expiry::sweep(&self.apps[0]).await.unwrap();
    }

    /// Gives the months of memberships that are due, like the schedule does.
    pub(crate) async fn distribute(&self) {
        flows::membership::sweep(&self.apps[0]).await.unwrap();
    }

    /// Checks every invariant of the books.
    pub(crate) async fn audit(&self) {
        audit(&self.database, self.now()).await;
    }
}
