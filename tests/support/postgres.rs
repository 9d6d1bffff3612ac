//! A private PostgreSQL for tests: on a unix socket in a directory of its own, without fsync, removed with the test
//! process. Where PostgreSQL is not installed, its half of a test is skipped with a message; `REQUIRE_PG=1` makes
//! that a failure.

use std::{
    collections::BTreeMap,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use credit_gateway::store::{Db, db::Options};
use sqlx::{Connection as _, Executor as _, PgConnection};

/// Ends when its standard input does, which is when the test process ends, however it ends. It does not keep the
/// test's output open, so that a reader of the output need not wait for the clean-up.
const KEEPER: &str = r#"
exec >/dev/null 2>&1
"$1/postgres" -D "$2/data" -k "$2" -h '' $3 -c autovacuum=off -c max_connections=200 >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT $server
wait $server
rm -rf "$2"
"#;

/// Server options for tests: it does not wait for its disk.
const FORGETFUL: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off";

/// A running server. Its keeper's standard input stays open as long as this exists: to the end of the process.
struct Server {
    folder: PathBuf,
    made: Mutex<()>,
    count: AtomicU64,
    _keeper: Child,
}

/// A database of its own for one test, with every table in it and no row; none without PostgreSQL.
pub(crate) async fn fresh() -> Option<Db> {
    let url = fresh_url().await?;
    Some(open(&url).await)
}

/// Opens one more handle, as a second gateway would.
pub(crate) async fn open(url: &str) -> Db {
    Db::open_with(
        url,
        Options {
            durable: false,
            ..Options::default()
        },
    )
    .await
    .expect("the database opens")
}

pub(crate) async fn fresh_url() -> Option<String> {
    fresh_url_on(FORGETFUL).await
}

/// The same on a server with special options; there is one server for each such text.
pub(crate) async fn fresh_url_on(options: &'static str) -> Option<String> {
    // Starting blocks: it happens once, on a thread that may wait.
    let server = tokio::task::spawn_blocking(move || server(options))
        .await
        .expect("the server's thread ends")?;
    let name = format!("t{}", server.count.fetch_add(1, Ordering::Relaxed));
    let made = name.clone();
    tokio::task::spawn_blocking(move || {
        let _one_at_a_time = server.made.lock();
        on_a_runtime(server.run(
            "postgres",
            &format!("CREATE DATABASE {made} TEMPLATE migrated"),
        ));
    })
    .await
    .expect("the database is made");
    Some(server.url(&name))
}

fn server(options: &'static str) -> Option<&'static Server> {
    static SERVERS: Mutex<BTreeMap<&str, Option<&'static Server>>> = Mutex::new(BTreeMap::new());
    let mut servers = SERVERS.lock().unwrap_or_else(PoisonError::into_inner);
    *servers
        .entry(options)
        .or_insert_with(|| start(options).map(|server| &*Box::leak(Box::new(server))))
}

#[expect(
    clippy::disallowed_methods,
    reason = "what the machine has is told to tests by the environment"
)]
fn start(options: &str) -> Option<Server> {
    let Some(programs) = programs() else {
        assert!(
            std::env::var("REQUIRE_PG").as_deref() != Ok("1"),
            "REQUIRE_PG=1, and PostgreSQL is not installed"
        );
        eprintln!("SKIPPED: PostgreSQL is not installed, so nothing is tested on it");
        return None;
    };
    let folder = tempfile::Builder::new()
        .prefix("gateway-pg-")
        .tempdir()
        .expect("a directory for PostgreSQL")
        .keep();
    let account = account();
    if let Some((user, group)) = account {
        std::os::unix::fs::chown(&folder, Some(user), Some(group))
            .expect("the directory changes hands");
    }
    let initdb = as_account(&programs.join("initdb"), account, &folder)
        .args([
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--no-instructions",
        ])
        .arg("-D")
        .arg(folder.join("data"))
        .stdout(Stdio::null())
        .status();
    assert!(initdb.is_ok_and(|status| status.success()), "initdb failed");
    let keeper = as_account(Path::new("/bin/sh"), account, &folder)
        .args(["-c", KEEPER, "keeper"])
        .args([programs.as_path(), &folder, Path::new(options)])
        .stdin(Stdio::piped())
        .process_group(0)
        .spawn()
        .expect("PostgreSQL starts");
    let server = Server {
        folder,
        made: Mutex::new(()),
        count: AtomicU64::new(0),
        _keeper: keeper,
    };
    server.wait();
    on_a_runtime(async {
        server.run("postgres", "CREATE DATABASE migrated").await;
        let db = open(&server.url("migrated")).await;
        db.migrate().await.expect("the migrations apply");
        db.close().await;
    });
    Some(server)
}

impl Server {
    fn url(&self, database: &str) -> String {
        let socket = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@localhost/{database}?host={socket}")
    }

    async fn run(&self, database: &str, sql: &str) {
        let mut conn = PgConnection::connect(&self.url(database))
            .await
            .expect("PostgreSQL answers");
        conn.execute(sqlx::AssertSqlSafe(sql.to_owned()))
            .await
            .expect("PostgreSQL obeys");
    }

    fn wait(&self) {
        for _ in 0..600 {
            let url = self.url("postgres");
            if on_a_runtime(async move { PgConnection::connect(&url).await.is_ok() }) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        panic!("PostgreSQL did not start in 30 s: {log}");
    }
}

fn on_a_runtime<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(future)
}

/// `$PG_BIN`, else the newest of Debian's folders, else wherever PATH finds `postgres`.
#[expect(
    clippy::disallowed_methods,
    reason = "what the machine has is told to tests by the environment"
)]
fn programs() -> Option<PathBuf> {
    let has =
        |folder: &PathBuf| folder.join("postgres").is_file() && folder.join("initdb").is_file();
    let told = std::env::var("PG_BIN").ok().map(PathBuf::from);
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut debian: Vec<PathBuf> = debian.map(|version| version.path().join("bin")).collect();
    debian.sort();
    let path = std::env::var("PATH").unwrap_or_default();
    let on_path = path.split(':').map(PathBuf::from);
    told.into_iter()
        .chain(debian.into_iter().rev())
        .chain(on_path)
        .find(has)
}

/// PostgreSQL refuses to run as root: then it runs as the user `postgres`, or as nobody.
pub(crate) fn account() -> Option<(u32, u32)> {
    if !rustix::process::geteuid().is_root() {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let line = users.lines().find(|line| line.starts_with("postgres:"));
    let mut fields = line.unwrap_or_default().split(':').skip(2).map(str::parse);
    match (fields.next(), fields.next()) {
        (Some(Ok(user)), Some(Ok(group))) => Some((user, group)),
        _ => Some((65534, 65534)),
    }
}

pub(crate) fn as_account(program: &Path, account: Option<(u32, u32)>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("HOME", folder);
    if let Some((user, group)) = account {
        command.uid(user).gid(group);
    }
    command
}
