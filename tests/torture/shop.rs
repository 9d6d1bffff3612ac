//! The seller's side: a database, the simulated providers as one process, gateways that die and come back, and
//! requests that are repeated until one is answered.

mod programs;
mod requests;

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, RwLock,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
};

use chrono::{DateTime, TimeDelta, Utc};
use credit_gateway::{
    access::Role,
    clock::{Clock as _, SystemClock},
};
use tempfile::TempDir;

pub(crate) use self::programs::{Counts, keep_dying, points};
use crate::{
    client::{Answer, Client, Keys, http},
    database::{Database, Engine},
    process::{Process, free_port, keys_of},
};

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
}

/// Whether the same request may still get another answer.
fn is_open(answer: &Answer) -> bool {
    matches!(answer.status, 502..=504)
        || (answer.status == 409 && answer.text.contains("\"request_running\""))
}
