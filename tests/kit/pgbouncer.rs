//! `PgBouncer` in front of the private PostgreSQL, on a unix socket in a directory of its own. It ends with the test
//! process.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use sqlx::{ConnectOptions as _, PgConnection, postgres::PgConnectOptions};

use crate::keeper::{Folder, Kept, account, installed};

/// Connections of the server for each database: fewer than one gateway has of its own.
pub const POOL_SIZE: usize = 4;

#[derive(Debug)]
struct Running {
    // Ends before its folder goes.
    _kept: Kept,
    folder: Folder,
}

/// The address of the database at `url` behind a pooler in this mode; `None` without `PgBouncer`, when it is not
/// required.
pub async fn before(url: &str, mode: &'static str) -> Option<String> {
    let (database, host) = parts(url);
    let folder = running(mode, &host)?;
    let socket = folder.display().to_string().replace('/', "%2F");
    let behind = format!("postgres://postgres@localhost:6432/{database}?host={socket}");
    for _ in 0..200 {
        if connect(&behind).await.is_ok() {
            return Some(behind);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    panic!("PgBouncer did not start in 10 s: {log}");
}

/// A connection of the test's own, which uses nothing that the pooler refuses.
pub async fn connect(url: &str) -> sqlx::Result<PgConnection> {
    let options: PgConnectOptions = url.parse()?;
    options.extra_float_digits(None).connect().await
}

/// Name and socket folder of a database of the private server.
fn parts(url: &str) -> (String, String) {
    let (_, path) = url.rsplit_once("localhost/").unwrap();
    let (database, host) = path.split_once("?host=").unwrap();
    (database.to_owned(), host.replace("%2F", "/"))
}

/// The folder of the pooler of this mode for a server, which the tests of this process share.
fn running(mode: &'static str, server: &str) -> Option<&'static Path> {
    static RUNNING: Mutex<BTreeMap<(&str, String), Option<&'static Running>>> =
        Mutex::new(BTreeMap::new());
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let one = running
        .entry((mode, server.to_owned()))
        .or_insert_with(|| start(mode, server).map(|one| &*Box::leak(Box::new(one))));
    one.map(|one| one.folder.path.as_path())
}

fn start(mode: &str, server: &str) -> Option<Running> {
    // Our own code needs only the defaults.
    let pool = if mode == "session" { 40 } else { POOL_SIZE };
    run(
        &format!("host={server}"),
        &format!("pool_mode = {mode}\ndefault_pool_size = {pool}"),
    )
}

/// A pooler of one test.
#[derive(Debug)]
pub struct Pooler {
    running: Running,
}

impl Pooler {
    /// In transaction mode, with the settings that operations.md gives, before the server at an address that never
    /// changes. `None` without `PgBouncer`, when it is not required.
    pub fn before(server: SocketAddr, documented: &str) -> Option<Self> {
        let host = format!("host={} port={}", server.ip(), server.port());
        let running = run(&host, documented)?;
        Some(Self { running })
    }

    /// Leads every database to another server, by its file and what `RELOAD;` does: `PgBouncer` takes SIGHUP for the same.
    pub fn lead_to(&self, server: &Path) {
        let file = self.running.folder.path.join("pgbouncer.ini");
        let settings = std::fs::read_to_string(&file).unwrap();
        let led = |line: &str| {
            if line.starts_with("* = ") {
                format!("* = host={} port=5432 user=postgres", server.display())
            } else {
                line.to_owned()
            }
        };
        let lines: Vec<String> = settings.lines().map(led).collect();
        std::fs::write(&file, lines.join("\n") + "\n").unwrap();
        let pid = std::fs::read_to_string(self.running.folder.path.join("pid")).unwrap();
        let told = Command::new("kill").args(["-HUP", pid.trim()]).status();
        assert!(told.unwrap().success(), "PgBouncer is not there");
    }

    /// The address of a database behind it.
    pub fn url(&self, database: &str) -> String {
        let socket = self.running.folder.path.display().to_string();
        let socket = socket.replace('/', "%2F");
        format!("postgres://postgres@localhost:6432/{database}?host={socket}")
    }
}

/// Starts the program before a server, with these settings beside those that a test needs.
fn run(server: &str, settings: &str) -> Option<Running> {
    let program: PathBuf = installed("PgBouncer", &["pgbouncer"])?.join("pgbouncer");
    let folder = Folder::new(account());
    let here = folder.path.display();
    let settings = format!(
        "[databases]\n* = {server} user=postgres\n[pgbouncer]\n{settings}\n\
         max_client_conn = 500\nauth_type = any\nlisten_port = 6432\n\
         unix_socket_dir = {here}\nlogfile = {here}/log\npidfile = {here}/pid\n",
    );
    let file = folder.path.join("pgbouncer.ini");
    std::fs::write(&file, settings).unwrap();
    let mut command = Command::new(program);
    command.arg(&file).current_dir(&folder.path);
    let kept = Kept::start("TERM", &folder.path.join("output"), account(), &command);
    Some(Running {
        folder,
        _kept: kept,
    })
}
