//! `PgBouncer` in front of the private PostgreSQL, on a unix socket in a directory of its own. It ends with the test
//! process.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use sqlx::{ConnectOptions as _, PgConnection, postgres::PgConnectOptions};

use crate::postgres::{account, as_account};

/// Ends when its standard input does. That is when the test process ends, however it ends.
const KEEPER: &str = r#"
exec >/dev/null 2>&1
"$1" "$2/pgbouncer.ini" &
pooler=$!
cat >/dev/null
kill -TERM $pooler
wait $pooler
rm -rf "$2"
"#;

/// Connections of the server for each database: fewer than one gateway has of its own.
pub(crate) const POOL_SIZE: usize = 4;

struct Running {
    folder: PathBuf,
    _keeper: Child,
}

/// The address of the database at `url` behind a pooler in this mode; `None` without `PgBouncer`, when it is not
/// required.
pub(crate) async fn before(url: &str, mode: &'static str) -> Option<String> {
    let (database, host) = parts(url);
    let folder = tokio::task::spawn_blocking(move || running(mode, &host))
        .await
        .unwrap()?;
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
pub(crate) async fn connect(url: &str) -> sqlx::Result<PgConnection> {
    let options: PgConnectOptions = url.parse()?;
    options.extra_float_digits(None).connect().await
}

/// Name and socket folder of a database of the private server.
fn parts(url: &str) -> (String, String) {
    let (_, path) = url.rsplit_once("localhost/").unwrap();
    let (database, host) = path.split_once("?host=").unwrap();
    (database.to_owned(), host.replace("%2F", "/"))
}

fn running(mode: &'static str, server: &str) -> Option<PathBuf> {
    static RUNNING: Mutex<BTreeMap<(&str, String), Option<&'static Running>>> =
        Mutex::new(BTreeMap::new());
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let one = running
        .entry((mode, server.to_owned()))
        .or_insert_with(|| start(mode, server).map(|one| &*Box::leak(Box::new(one))));
    one.map(|one| one.folder.clone())
}

#[expect(
    clippy::disallowed_methods,
    reason = "what the machine has is told to tests by the environment"
)]
fn start(mode: &str, server: &str) -> Option<Running> {
    let path = std::env::var("PATH").unwrap_or_default();
    let program = path
        .split(':')
        .chain(["/usr/sbin"])
        .map(|folder| Path::new(folder).join("pgbouncer"))
        .find(|program| program.is_file());
    let Some(program) = program else {
        assert!(
            std::env::var("REQUIRE_PG").as_deref() != Ok("1"),
            "REQUIRE_PG=1, and PgBouncer is not installed"
        );
        eprintln!("SKIPPED: PgBouncer is not installed, so nothing is tested behind it");
        return None;
    };
    let folder = tempfile::Builder::new()
        .prefix("gateway-pgbouncer-")
        .tempdir()
        .unwrap()
        .keep();
    let here = folder.display();
    // Our own code needs only the defaults.
    let settings = format!(
        "[databases]\n* = host={server} user=postgres\n[pgbouncer]\npool_mode = {mode}\n\
         default_pool_size = {pool}\nmax_client_conn = 500\nauth_type = any\nlisten_port = 6432\n\
         unix_socket_dir = {here}\nlogfile = {here}/log\npidfile = {here}/pid\n",
        pool = if mode == "session" { 40 } else { POOL_SIZE },
    );
    std::fs::write(folder.join("pgbouncer.ini"), settings).unwrap();
    // Like PostgreSQL, it refuses to run as root.
    let account = account();
    if let Some((user, group)) = account {
        std::os::unix::fs::chown(&folder, Some(user), Some(group)).unwrap();
    }
    let keeper = as_account(Path::new("/bin/sh"), account, &folder)
        .args(["-c", KEEPER, "keeper"])
        .args([program.as_path(), &folder])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    Some(Running {
        folder,
        _keeper: keeper,
    })
}
