//! A PostgreSQL whose files outlive its processes: it is killed, started again, followed by a standby and replaced by
//! it.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _};

use crate::{
    keeper::{Folder, Kept, account, become_account, installed},
    postgres::{answers, make_data, serve, url_at},
};

const WITHIN: Duration = Duration::from_secs(30);
const POLL_EVERY: Duration = Duration::from_millis(10);

/// How a server dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Death {
    /// Its first process is killed; the others notice and end.
    Killed,
    /// It ends without finishing anything, as `pg_ctl stop -m immediate` has it do.
    Immediate,
}

/// One server and its files.
#[derive(Debug)]
pub struct Cluster {
    // Ends before its files go.
    running: Option<Kept>,
    programs: PathBuf,
    folder: Folder,
    settings: Vec<String>,
}

impl Cluster {
    /// A new one. `None` where PostgreSQL is not installed and not required.
    pub async fn start(settings: &[&str]) -> Option<Self> {
        let programs = installed("PostgreSQL", &["postgres", "initdb"])?;
        let folder = Folder::new(account());
        make_data(&programs, &folder.path);
        let mut cluster = Self {
            programs,
            folder,
            settings: settings.iter().map(|&one| one.to_owned()).collect(),
            running: None,
        };
        cluster.start_again().await;
        Some(cluster)
    }

    /// A standby of this server that calls itself `name`, by `pg_basebackup`. Returns once it follows.
    pub async fn standby(&self, name: &str) -> Self {
        let folder = Folder::new(account());
        let mut backup = Command::new(self.programs.join("pg_basebackup"));
        become_account(&mut backup, account());
        backup.current_dir(&folder.path).arg("-h").arg(self.place());
        backup.args(["-U", "postgres", "-X", "stream", "--checkpoint=fast"]);
        backup.args(["--no-sync", "-R", "-D"]);
        let made = backup.arg(folder.path.join("data")).output().unwrap();
        let said = String::from_utf8_lossy(&made.stderr);
        assert!(made.status.success(), "pg_basebackup: {said}");
        let mut settings = self.settings.clone();
        settings.push(format!("cluster_name={name}"));
        let mut standby = Self {
            programs: self.programs.clone(),
            folder,
            settings,
            running: None,
        };
        standby.start_again().await;
        let follows = format!(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_replication WHERE application_name = '{name}' AND state = 'streaming')"
        );
        self.until(&follows).await;
        standby
    }

    /// No commit is acknowledged any more before the standby of this name has it on its disk.
    pub async fn wait_for(&self, standby: &str) {
        let names = format!("ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 ({standby})'");
        let mut conn = PgConnection::connect(&self.url("postgres")).await.unwrap();
        conn.execute(AssertSqlSafe(names)).await.unwrap();
        conn.execute("SELECT pg_reload_conf()").await.unwrap();
        conn.close().await.unwrap();
        self.until("SELECT EXISTS (SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync')")
            .await;
    }

    /// Makes an empty database and returns its address.
    pub async fn create(&self, database: &str) -> String {
        let mut conn = PgConnection::connect(&self.url("postgres")).await.unwrap();
        let sql = AssertSqlSafe(format!("CREATE DATABASE {database}"));
        conn.execute(sql).await.unwrap();
        conn.close().await.unwrap();
        self.url(database)
    }

    /// The folder of its socket.
    pub fn place(&self) -> &Path {
        &self.folder.path
    }

    /// Its socket.
    pub fn socket(&self) -> PathBuf {
        self.place().join(".s.PGSQL.5432")
    }

    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        url_at(self.place(), database)
    }

    /// Ends all of its processes, and waits until they are gone.
    pub fn die(&mut self, death: Death) {
        let kept = self.running.take().expect("it runs");
        let first = Pid::from_raw(i32::try_from(kept.pid).unwrap()).unwrap();
        let others = children(kept.pid);
        let signal = match death {
            Death::Killed => Signal::KILL,
            Death::Immediate => Signal::QUIT,
        };
        kill_process(first, signal).unwrap();
        drop(kept);
        let since = Instant::now();
        while others.iter().any(|pid| is_alive(*pid)) {
            assert!(since.elapsed() < WITHIN, "processes of PostgreSQL stay");
            std::thread::sleep(POLL_EVERY);
        }
    }

    /// Starts it on its files, and returns when it takes connections.
    pub async fn start_again(&mut self) {
        let settings: Vec<&str> = self.settings.iter().map(String::as_str).collect();
        self.running = Some(serve(&self.programs, self.place(), &settings));
        answers(&self.url("postgres"), self.place()).await;
    }

    /// A standby becomes a primary. Returns when it takes writes.
    pub async fn promote(&self) {
        let mut conn = PgConnection::connect(&self.url("postgres")).await.unwrap();
        conn.execute("SELECT pg_promote(false)").await.unwrap();
        conn.close().await.unwrap();
        self.until("SELECT NOT pg_is_in_recovery()").await;
    }

    /// Waits until a question is answered with yes.
    async fn until(&self, question: &str) {
        let mut conn = PgConnection::connect(&self.url("postgres")).await.unwrap();
        let since = Instant::now();
        loop {
            let row = conn.fetch_one(AssertSqlSafe(question.to_owned())).await;
            if row.unwrap().get::<bool, _>(0) {
                break;
            }
            assert!(
                since.elapsed() < WITHIN,
                "not within {WITHIN:?}: {question}"
            );
            tokio::time::sleep(POLL_EVERY).await;
        }
        conn.close().await.unwrap();
    }
}

/// The processes that a process has started.
fn children(parent: u32) -> Vec<u32> {
    let all = std::fs::read_dir("/proc").unwrap().flatten();
    let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter(|pid| stat(*pid).is_some_and(|(_, of)| of == parent))
        .collect()
}

/// Whether a process does anything yet: a dead one may wait for its parent to notice.
fn is_alive(pid: u32) -> bool {
    stat(pid).is_some_and(|(state, _)| state != "Z")
}

/// State and parent of a process.
fn stat(pid: u32) -> Option<(String, u32)> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name before them may contain anything, and ends with the last bracket.
    let mut fields = text.rsplit_once(") ")?.1.split(' ');
    Some((fields.next()?.to_owned(), fields.next()?.parse().ok()?))
}
