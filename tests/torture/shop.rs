//! The seller's side: a database, the simulated providers as one process, gateways that die and come back, and
//! requests that are repeated until one is answered.

use std::{
    collections::BTreeMap,
    os::unix::process::ExitStatusExt as _,
    process::{Output, Stdio},
    sync::{
        Arc, Mutex, RwLock,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use credit_gateway::{
    access::Role,
    clock::{Clock as _, SystemClock},
    crash::POINTS,
};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    client::{Answer, Client, Keys, http, try_send},
    database::{Database, Engine},
    dice::Dice,
    process::{Process, free_port, keys_of, program},
    tally::Tally,
};

/// How long a client keeps asking gateways that are dead or give no final answer: longer than a gateway is ever away.
const INSIST: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(150);
const LOOK_EVERY: Duration = Duration::from_millis(40);
const SIGKILL: i32 = 9;

/// The first secret of the deposit feed, which `dev` and `sandbox` have by default.
pub(crate) const FIRST_SECRET: &str = "whsec_c2FuZGJveC1iYW5rLWZlZWQtc2VjcmV0";
/// The secret that replaces it.
pub(crate) const NEXT_SECRET: &str = "whsec_dGhlLW5leHQtc2VjcmV0LW9mLXRoZS1mZWVk";

/// The secrets the deposit feed signs with, and those the gateways accept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Feed {
    pub(crate) signs: &'static str,
    pub(crate) believed: &'static [&'static str],
}

#[derive(Debug)]
pub(crate) struct Shop {
    pub(crate) database: Database,
    pub(crate) sandbox: Client,
    /// Orders that were opened, for forgers to name: the id, and the name and amount of a transfer.
    pub(crate) opened: Mutex<Vec<Opened>>,
    /// How often buyers paid into the account of an order.
    pub(crate) paid_in: Mutex<Counts>,
    /// Payments that were cancelled at their provider's console, by the provider's own name, with the won cancelled.
    pub(crate) console: Mutex<BTreeMap<String, i64>>,
    /// API keys that were replaced.
    pub(crate) revoked: Mutex<Vec<String>>,
    pub(crate) folder: TempDir,
    ports: Vec<u16>,
    keys: RwLock<Keys>,
    feed: Mutex<Feed>,
    /// Seconds by which all clocks are ahead of this machine's.
    ahead: AtomicI64,
    next: AtomicU64,
    calm: AtomicBool,
    http: reqwest::Client,
    providers: Mutex<Option<Process>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Opened {
    pub(crate) id: String,
    pub(crate) provider: String,
    pub(crate) depositor: String,
    pub(crate) amount: i64,
}

impl Shop {
    pub(crate) async fn open(engine: Engine, gateways: usize) -> Option<Self> {
        let database = Database::durable(engine).await?;
        let sandbox = format!("http://127.0.0.1:{}/sandbox", free_port());
        let shop = Self {
            database,
            sandbox: Client::new(sandbox, Keys::new()),
            opened: Mutex::default(),
            paid_in: Mutex::default(),
            console: Mutex::default(),
            revoked: Mutex::default(),
            folder: TempDir::new().unwrap(),
            ports: (0..gateways).map(|_| free_port()).collect(),
            keys: RwLock::default(),
            feed: Mutex::new(Feed {
                signs: FIRST_SECRET,
                believed: &[FIRST_SECRET],
            }),
            ahead: AtomicI64::new(0),
            next: AtomicU64::new(0),
            calm: AtomicBool::new(false),
            http: http(),
            providers: Mutex::default(),
        };
        shop.start_providers().await;
        Some(shop)
    }

    /// The time of gateways and simulators.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        let ahead = TimeDelta::seconds(self.ahead.load(Ordering::Acquire));
        SystemClock::new().now() + ahead
    }

    pub(crate) fn feed(&self) -> Feed {
        *self.feed.lock().unwrap()
    }

    /// The simulators, as one process that keeps their books in a file.
    async fn start_providers(&self) {
        let address = self.sandbox.base.trim_start_matches("http://");
        let address = address.trim_end_matches("/sandbox");
        let gateway = format!("http://127.0.0.1:{}", self.ports[0]);
        let path = |name: &str| self.folder.path().join(name).display().to_string();
        let (books, clock) = (path("simulators.json"), path("dev.clock"));
        let args = [
            "sandbox",
            "--listen",
            address,
            "--gateway",
            &gateway,
            "--books",
            &books,
            "--clock",
            &clock,
            "--bank-webhook-secret",
            self.feed().signs,
        ];
        let log = self.log_of("sandbox");
        let mut providers = Process::start(&args, &[("RUST_LOG", "warn")], &log);
        providers.ready(&self.http, &self.sandbox.base).await;
        *self.providers.lock().unwrap() = Some(providers);
    }

    /// All programs stop, time passes until `then`, and they start again; the feed's secrets may change.
    pub(crate) async fn later(
        &self,
        gateways: Vec<Process>,
        then: DateTime<Utc>,
        feed: Feed,
    ) -> Vec<Process> {
        drop(gateways);
        let providers = self.providers.lock().unwrap().take();
        let mut providers = providers.unwrap();
        providers.terminate();
        let ended = providers.ended().await;
        assert!(ended.success(), "{ended}: {}", providers.said());
        let ahead = (then - SystemClock::new().now()).num_seconds();
        assert!(ahead >= self.ahead.load(Ordering::Acquire), "time goes on");
        std::fs::write(self.folder.path().join("dev.clock"), ahead.to_string()).unwrap();
        self.ahead.store(ahead, Ordering::Release);
        *self.feed.lock().unwrap() = feed;
        self.start_providers().await;
        self.start_all().await
    }

    /// Makes the tables and the keys that all gateways share.
    pub(crate) async fn first_start(&self) {
        let _first = self.start(0, None).await;
        *self.keys.write().unwrap() = keys_of(&self.keys_file());
    }

    pub(crate) fn keys_file(&self) -> std::path::PathBuf {
        self.folder.path().join("dev.env")
    }

    pub(crate) fn key(&self, role: Role) -> String {
        self.keys.read().unwrap()[&role].clone()
    }

    /// Every client of this role uses another key from now on.
    pub(crate) fn use_key(&self, role: Role, key: &str) {
        self.keys.write().unwrap().insert(role, key.to_owned());
    }

    async fn start(&self, gateway: usize, death: Option<&str>) -> Process {
        let listen = format!("127.0.0.1:{}", self.ports[gateway]);
        let keys = self.keys_file().display().to_string();
        let believed = self.feed().believed.join(",");
        let args = [
            "dev",
            "--listen",
            &listen,
            "--keys-file",
            &keys,
            "--sandbox-url",
            &self.sandbox.base,
            "--bank-webhook-secrets",
            &believed,
        ];
        let mut environment = vec![
            ("DATABASE_URL", self.database.url.as_str()),
            ("RUST_LOG", "warn"),
        ];
        environment.extend(death.map(|death| ("CREDIT_GATEWAY_CRASH_AT", death)));
        let mut process = Process::start(
            &args,
            &environment,
            &self.log_of(&format!("gateway-{gateway}")),
        );
        process
            .ready(&self.http, &format!("http://{listen}/readyz"))
            .await;
        process
    }

    /// The log file of a program.
    pub(crate) fn log_of(&self, program: &str) -> std::path::PathBuf {
        self.folder.path().join(format!("{program}.log"))
    }

    /// A command of the program beside the gateways, to its end.
    pub(crate) async fn run(&self, args: &[&str], environment: &[(&str, &str)]) -> Output {
        let database = [("DATABASE_URL", self.database.url.as_str())];
        let environment = [&database, environment].concat();
        let mut command = program(args, &environment, &self.log_of(args[0]));
        command.stdout(Stdio::piped());
        let output = tokio::task::spawn_blocking(move || command.output());
        output.await.unwrap().unwrap()
    }

    /// The output of a command that must succeed.
    pub(crate) async fn ran(&self, args: &[&str], environment: &[(&str, &str)]) -> String {
        let output = self.run(args, environment).await;
        let said = String::from_utf8(output.stdout).unwrap();
        let log = std::fs::read_to_string(self.log_of(args[0])).unwrap_or_default();
        assert!(output.status.success(), "{args:?}: {said}{log}");
        said
    }

    /// Starts every gateway, without a planned death.
    pub(crate) async fn start_all(&self) -> Vec<Process> {
        let mut running = Vec::new();
        for gateway in 0..self.ports.len() {
            running.push(self.start(gateway, None).await);
        }
        running
    }

    /// No more faults, deaths and forgeries begin.
    pub(crate) fn calm_down(&self) {
        self.calm.store(true, Ordering::Release);
    }

    pub(crate) fn is_calm(&self) -> bool {
        self.calm.load(Ordering::Acquire)
    }

    /// The next gateway in turn.
    pub(crate) fn gateway(&self) -> Client {
        let turn = usize::try_from(self.next.fetch_add(1, Ordering::Relaxed)).unwrap();
        self.client(self.ports[turn % self.ports.len()])
    }

    /// Each of them.
    pub(crate) fn gateways(&self) -> Vec<Client> {
        self.ports.iter().map(|port| self.client(*port)).collect()
    }

    fn client(&self, port: u16) -> Client {
        Client {
            base: format!("http://127.0.0.1:{port}"),
            keys: self.keys.read().unwrap().clone(),
            http: self.http.clone(),
        }
    }

    /// The same page at the last gateway, as a load balancer may choose: the first is the public one.
    pub(crate) fn elsewhere(&self, url: &str) -> String {
        let at = |port: u16| format!("127.0.0.1:{port}/");
        let last = self.ports.last().copied().unwrap();
        url.replacen(&at(self.ports[0]), &at(last), 1)
    }

    /// A GET as `role`, or as a browser.
    pub(crate) async fn get(&self, role: Option<Role>, path: &str) -> Answer {
        self.insist(path, |gateway| match role {
            Some(role) => gateway.request(role, Method::GET, path),
            None => gateway.bare(Method::GET, path),
        })
        .await
    }

    /// A POST that is repeated under one key until it is finally answered.
    pub(crate) async fn post(&self, key: &str, role: Role, path: &str, body: &Value) -> Answer {
        self.insist(path, |gateway| {
            let request = gateway.request(role, Method::POST, path);
            let request = request.header("idempotency-key", key);
            if body.is_null() {
                request
            } else {
                request.json(body)
            }
        })
        .await
    }

    /// Asks one gateway after the other until one has a final answer. "Something broke on our side" is no answer to
    /// somebody else's fault.
    async fn insist(&self, what: &str, request: impl Fn(&Client) -> RequestBuilder) -> Answer {
        let deadline = Instant::now() + INSIST;
        loop {
            let answer = try_send(request(&self.gateway())).await;
            match &answer {
                Some(answer) if answer.status == 500 => panic!("{what}: {}", answer.text),
                Some(answer) if !is_open(answer) => return answer.clone(),
                Some(_) | None => {}
            }
            assert!(
                Instant::now() < deadline,
                "{what}: nobody knows within {INSIST:?}: {answer:?}"
            );
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// A request to the simulators, which never die.
    pub(crate) async fn at_provider(&self, method: Method, path: &str, body: &Value) -> Answer {
        let request = self.sandbox.bare(method, path);
        let request = if body.is_null() {
            request
        } else {
            request.json(body)
        };
        crate::client::send(request).await
    }
}

/// Whether the same request may still get another answer.
fn is_open(answer: &Answer) -> bool {
    matches!(answer.status, 502..=504)
        || (answer.status == 409 && answer.text.contains("\"request_running\""))
}

/// A gateway that dies at one named point after another and is started again, until it calms down.
pub(crate) async fn keep_dying(shop: Arc<Shop>, tally: Arc<Tally>, gateway: usize, mut dice: Dice) {
    let mut deaths: Vec<&'static str> = Vec::new();
    loop {
        if deaths.is_empty() {
            deaths = POINTS.iter().map(|(point, _)| *point).collect();
        }
        let which = usize::try_from(dice.between(1, u64::try_from(deaths.len()).unwrap())).unwrap();
        let point = deaths.swap_remove(which - 1);
        let (low, high) = hits(point);
        let death = format!("{point}:{}", dice.between(low, high));
        let mut process = shop.start(gateway, Some(&death)).await;
        let ended = loop {
            if shop.is_calm() {
                return;
            }
            if let Some(ended) = process.over() {
                break ended;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        };
        assert_eq!(
            ended.signal(),
            Some(SIGKILL),
            "a gateway ended with {ended}: {}",
            process.said()
        );
        tally.died(point);
        tokio::time::sleep(Duration::from_millis(dice.between(0, 400))).await;
    }
}

/// How often a point is passed before the gateway dies there: fewer times for rare ones, so that a run takes some
/// seconds.
fn hits(point: &str) -> (u64, u64) {
    match point.split('.').next() {
        Some("writer") => (10, 120),
        Some("outbox") => (3, 25),
        Some("refund") => (1, 5),
        _ => (2, 12),
    }
}

/// Counts by name.
pub(crate) type Counts = BTreeMap<String, u64>;
