//! A PostgreSQL of the bench's own, with its default durability: every commit waits for the disk. On a unix socket in
//! a folder of its own.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{bail, ensure};
use sqlx::{Connection as _, Executor as _, PgConnection};

use crate::keeper::{Account, Kept, become_account};

/// Usual settings for a machine of this size; `pgbench` is also run with 128 clients.
const SETTINGS: [&str; 2] = ["shared_buffers=256MB", "max_connections=200"];
/// How long it may take to start.
const START_WITHIN: Duration = Duration::from_secs(30);

pub(crate) struct Cluster {
    _server: Kept,
    pub(crate) programs: PathBuf,
    pub(crate) folder: PathBuf,
}

impl Cluster {
    /// `None` where PostgreSQL is not installed.
    pub(crate) async fn start(folder: &Path) -> anyhow::Result<Option<Self>> {
        let Some(programs) = programs() else {
            return Ok(None);
        };
        let data = folder.join("postgres");
        let mut initdb = Command::new(programs.join("initdb"));
        become_account(&mut initdb, account());
        initdb
            .current_dir(folder)
            .args(["-U", "postgres", "-A", "trust", "-E", "UTF8"]);
        initdb
            .args(["--locale=C.UTF-8", "--no-instructions", "-D"])
            .arg(&data);
        let made = initdb.output()?;
        ensure!(
            made.status.success(),
            "initdb: {}",
            String::from_utf8_lossy(&made.stderr)
        );

        let mut postgres = Command::new(programs.join("postgres"));
        postgres
            .current_dir(folder)
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(folder)
            .args(["-h", ""]);
        for setting in SETTINGS {
            postgres.args(["-c", setting]);
        }
        let log = folder.join("postgres.log");
        let server = Kept::start("QUIT", &log, account(), &postgres)?;
        let cluster = Self {
            _server: server,
            programs,
            folder: folder.to_owned(),
        };
        cluster.ready(&log).await?;
        Ok(Some(cluster))
    }

    pub(crate) fn url(&self, database: &str) -> String {
        let socket = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@localhost/{database}?host={socket}")
    }

    /// Makes an empty database and returns its URL.
    pub(crate) async fn create(&self, database: &'static str) -> anyhow::Result<String> {
        let mut connection = PgConnection::connect(&self.url("postgres")).await?;
        let statement = format!("CREATE DATABASE {database}");
        connection.execute(sqlx::AssertSqlSafe(statement)).await?;
        Ok(self.url(database))
    }

    async fn ready(&self, log: &Path) -> anyhow::Result<()> {
        let since = Instant::now();
        while since.elapsed() < START_WITHIN {
            if PgConnection::connect(&self.url("postgres")).await.is_ok() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!(
            "PostgreSQL did not start: {}",
            std::fs::read_to_string(log).unwrap_or_default()
        )
    }
}

/// PostgreSQL refuses to run as root, so it then runs as the user `postgres`, or as nobody.
pub(crate) fn account() -> Account {
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

/// The newest of Debian's folders, else wherever PATH finds `postgres`.
fn programs() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut debian: Vec<PathBuf> = debian.map(|version| version.path().join("bin")).collect();
    debian.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let needed = ["postgres", "initdb", "pgbench"];
    let has_all = |folder: &PathBuf| needed.iter().all(|name| folder.join(name).is_file());
    debian
        .into_iter()
        .rev()
        .chain(std::env::split_paths(&path))
        .find(has_all)
}
