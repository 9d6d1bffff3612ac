//! The seller's side: a database, the simulated providers as one process, gateways that die and come back, and
//! requests that are repeated until somebody answers.

use std::{
    collections::BTreeMap,
    os::unix::process::ExitStatusExt as _,
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use credit_gateway::{access::Role, crash::POINTS};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    client::{Answer, Client, Keys, http, try_send},
    database::{Database, Engine},
    dice::Dice,
    process::{Process, free_port},
    tally::Tally,
};

/// How long a client goes on asking gateways that are dead or do not know: longer than a gateway is ever away.
const INSIST: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(150);
const LOOK_EVERY: Duration = Duration::from_millis(40);
const SIGKILL: i32 = 9;

#[derive(Debug)]
pub(crate) struct Shop {
    pub(crate) database: Database,
    pub(crate) sandbox: Client,
    /// Orders that were opened, for forgers to name: the id, and the name and amount of a transfer.
    pub(crate) opened: Mutex<Vec<Opened>>,
    ports: Vec<u16>,
    keys: OnceLock<Keys>,
    next: AtomicU64,
    calm: AtomicBool,
    http: reqwest::Client,
    folder: TempDir,
    _providers: Process,
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
        let folder = TempDir::new().unwrap();
        let (sandbox_port, http) = (free_port(), http());
        let ports: Vec<u16> = (0..gateways).map(|_| free_port()).collect();
        let args = [
            "sandbox",
            "--listen",
            &format!("127.0.0.1:{sandbox_port}"),
            "--gateway",
            &format!("http://127.0.0.1:{}", ports[0]),
        ];
        let log = folder.path().join("sandbox.log");
        let mut providers = Process::start(&args, &[("RUST_LOG", "warn")], &log);
        let sandbox = format!("http://127.0.0.1:{sandbox_port}/sandbox");
        providers.ready(&http, &sandbox).await;
        Some(Self {
            database,
            sandbox: Client::new(sandbox, Keys::new()),
            opened: Mutex::new(Vec::new()),
            ports,
            keys: OnceLock::new(),
            next: AtomicU64::new(0),
            calm: AtomicBool::new(false),
            http,
            folder,
            _providers: providers,
        })
    }

    /// Makes the tables and the keys that all gateways share.
    pub(crate) async fn first_start(&self) {
        let _first = self.start(0, None).await;
        let text = std::fs::read_to_string(self.folder.path().join("dev.env")).unwrap();
        let key = |role: Role| {
            let start = format!("{}_KEY=", role.as_str().to_uppercase());
            let line = text.lines().find_map(|line| line.strip_prefix(&start));
            line.unwrap().to_owned()
        };
        let keys = Role::ALL.into_iter().map(|role| (role, key(role)));
        self.keys.set(keys.collect()).unwrap();
    }

    async fn start(&self, gateway: usize, death: Option<&str>) -> Process {
        let listen = format!("127.0.0.1:{}", self.ports[gateway]);
        let keys = self.folder.path().join("dev.env").display().to_string();
        let args = [
            "dev",
            "--listen",
            &listen,
            "--keys-file",
            &keys,
            "--sandbox-url",
            &self.sandbox.base,
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

    /// Where a program writes what it says.
    pub(crate) fn log_of(&self, program: &str) -> std::path::PathBuf {
        self.folder.path().join(format!("{program}.log"))
    }

    /// Every gateway, to live.
    pub(crate) async fn start_all(&self) -> Vec<Process> {
        let mut running = Vec::new();
        for gateway in 0..self.ports.len() {
            running.push(self.start(gateway, None).await);
        }
        running
    }

    /// No more faults, deaths and forgeries are begun.
    pub(crate) fn calm_down(&self) {
        self.calm.store(true, Ordering::Release);
    }

    pub(crate) fn is_calm(&self) -> bool {
        self.calm.load(Ordering::Acquire)
    }

    /// The gateways in turn.
    pub(crate) fn gateway(&self) -> Client {
        let turn = usize::try_from(self.next.fetch_add(1, Ordering::Relaxed)).unwrap();
        let port = self.ports[turn % self.ports.len()];
        Client {
            base: format!("http://127.0.0.1:{port}"),
            keys: self.keys.get().unwrap().clone(),
            http: self.http.clone(),
        }
    }

    /// The same page at the last gateway, as a load balancer may choose: the first is the one that the world knows.
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

    /// A POST that is repeated under one key until it is answered by yes or no.
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

    /// Asks one gateway after the other until one knows. "Something broke on our side" is no answer to a fault
    /// of somebody else.
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

/// Whether the same request may still end in another way.
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

/// How often a point is passed before the gateway dies there: rare ones seldom, so that a life takes some seconds.
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
