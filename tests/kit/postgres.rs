//! A private PostgreSQL for tests and the bench: on a unix socket in a directory of its own, removed with the process.
//! Where PostgreSQL is not installed, its half of a test is skipped with a message; `REQUIRE_PG=1` makes that a
//! failure.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use credit_gateway::store::{Db, db::Options};
use sqlx::{Connection as _, Executor as _, PgConnection};
use tokio::sync::Mutex;

use crate::keeper::{Folder, Kept, account, become_account, installed};

/// Server settings for tests: it does not wait for its disk.
const FORGETFUL: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_connections=200",
];
/// Server settings for tests of programs, which refuse a server that does not wait for its disk.
pub const DURABLE: &[&str] = &["autovacuum=off", "max_connections=200"];
const START_WITHIN: Duration = Duration::from_secs(30);
/// Short, because tests measure how soon after a server its clients work again.
const ASKED_EVERY: Duration = Duration::from_millis(10);
/// What a server says.
const LOG: &str = "postgres.log";

/// A running server. It ends when this is dropped, and at the latest with this process.
#[derive(Debug)]
pub struct Server {
    _kept: Kept,
    /// Where `postgres`, `pgbench` and the others are.
    pub programs: PathBuf,
    pub folder: Folder,
}

impl Server {
    /// Starts a new one with settings such as `fsync=off`. `None` where PostgreSQL is not installed and not required.
    pub async fn start(settings: &[&str]) -> Option<Self> {
        let programs = installed("PostgreSQL", &["postgres", "initdb"])?;
        let folder = Folder::new(account());
        make_data(&programs, &folder.path);
        let server = Self {
            _kept: serve(&programs, &folder.path, settings),
            programs,
            folder,
        };
        answers(&server.url("postgres"), &server.folder.path).await;
        Some(server)
    }

    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        url_at(&self.folder.path, database)
    }

    /// Makes a database like another (`template1` is empty) and returns its address.
    pub async fn create(&self, database: &str, template: &str) -> String {
        let mut conn = PgConnection::connect(&self.url("postgres")).await.unwrap();
        let sql = format!("CREATE DATABASE {database} TEMPLATE {template}");
        conn.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
        conn.close().await.unwrap();
        self.url(database)
    }
}

/// Makes the files of a new server in `folder`.
pub(crate) fn make_data(programs: &Path, folder: &Path) {
    let mut initdb = Command::new(programs.join("initdb"));
    become_account(&mut initdb, account());
    initdb.args(["-U", "postgres", "-A", "trust", "-E", "UTF8"]);
    initdb.args(["--locale=C.UTF-8", "--no-sync", "--no-instructions", "-D"]);
    let made = initdb.arg(folder.join("data")).current_dir(folder).output();
    let made = made.unwrap();
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "initdb: {said}");
}

/// Starts a server on the files in `folder`, with its socket there.
pub(crate) fn serve(programs: &Path, folder: &Path, settings: &[&str]) -> Kept {
    let mut postgres = Command::new(programs.join("postgres"));
    postgres
        .current_dir(folder)
        .arg("-D")
        .arg(folder.join("data"));
    postgres.arg("-k").arg(folder).args(["-h", ""]);
    for setting in settings {
        postgres.args(["-c", setting]);
    }
    Kept::start("QUIT", &folder.join(LOG), account(), &postgres)
}

/// Waits until a server takes connections.
pub(crate) async fn answers(url: &str, folder: &Path) {
    let since = Instant::now();
    while PgConnection::connect(url).await.is_err() {
        let said = || std::fs::read_to_string(folder.join(LOG)).unwrap_or_default();
        assert!(since.elapsed() < START_WITHIN, "no PostgreSQL: {}", said());
        tokio::time::sleep(ASKED_EVERY).await;
    }
}

/// The address of a database of the server whose socket is in `folder`.
pub(crate) fn url_at(folder: &Path, database: &str) -> String {
    let socket = folder.display().to_string().replace('/', "%2F");
    format!("postgres://postgres@localhost/{database}?host={socket}")
}

/// A server that the tests of this process share, and the number of their databases.
struct Shared {
    server: &'static Server,
    databases: u64,
}

/// The address of a database of its own for one test, with every table in it and no row. `None` without PostgreSQL.
pub async fn fresh_url() -> Option<String> {
    fresh_url_on(FORGETFUL).await
}

/// The same on a server with these settings; there is one server for each such list.
pub(crate) async fn fresh_url_on(settings: &'static [&'static str]) -> Option<String> {
    static SERVERS: Mutex<BTreeMap<&[&str], Option<Shared>>> = Mutex::const_new(BTreeMap::new());
    let mut servers = SERVERS.lock().await;
    if !servers.contains_key(settings) {
        servers.insert(settings, share(settings).await);
    }
    let shared = servers.get_mut(settings)?.as_mut()?;
    shared.databases += 1;
    // One at a time: a template that is being copied cannot be copied.
    let name = format!("t{}", shared.databases);
    Some(shared.server.create(&name, "migrated").await)
}

async fn share(settings: &[&str]) -> Option<Shared> {
    let server: &Server = Box::leak(Box::new(Server::start(settings).await?));
    let db = open(&server.create("migrated", "template1").await).await;
    db.migrate().await.expect("the migrations apply");
    db.close().await;
    Some(Shared {
        server,
        databases: 0,
    })
}

/// A database of its own for one test and a handle; none without PostgreSQL.
pub async fn fresh() -> Option<Db> {
    Some(open(&fresh_url().await?).await)
}

/// Opens one more handle, as a second gateway would.
pub async fn open(url: &str) -> Db {
    let options = Options {
        durable: false,
        ..Options::default()
    };
    let db = Db::open_with(url, options).await;
    db.expect("the database opens")
}
