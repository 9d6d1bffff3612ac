//! The real program as a process of its own, which can be killed.

use std::{
    fs::File,
    net::TcpListener,
    os::unix::process::ExitStatusExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::atomic::{AtomicU16, Ordering},
    time::{Duration, Instant},
};

use credit_gateway::access::Role;

use crate::client::Keys;

const WITHIN: Duration = Duration::from_secs(30);
const POLL_EVERY: Duration = Duration::from_millis(20);
const SIGKILL: i32 = 9;

/// A child that does not outlive the test.
#[derive(Debug)]
pub struct Process {
    child: Child,
    name: String,
    log: PathBuf,
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// A port that was free a moment ago, below those that the system assigns itself.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let start = 20_000 + u16::try_from(std::process::id() % 100).unwrap() * 100;
    loop {
        let port = start + NEXT.fetch_add(1, Ordering::Relaxed) % 10_000 % 100;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// Names the mistake that every gateway of this process makes, see `domain::canary`.
pub const CANARY: &str = "CREDIT_GATEWAY_CANARY";

#[expect(
    clippy::disallowed_methods,
    reason = "the environment says which mistake a test must notice"
)]
pub fn canary() -> Option<String> {
    std::env::var(CANARY).ok()
}

/// The program that is tested: cargo builds it before the tests and the bench, whose own programs are in a folder
/// beside it.
pub fn built() -> PathBuf {
    let ours = std::env::current_exe().unwrap();
    ours.ancestors().nth(2).unwrap().join("credit-gateway")
}

/// The program with nothing of this process's environment but the canary; its output goes to `log`.
pub fn program(args: &[&str], environment: &[(&str, &str)], log: &Path) -> Command {
    program_at(&built(), args, environment, log)
}

/// The same of another build of it.
pub fn program_at(
    built: &Path,
    args: &[&str],
    environment: &[(&str, &str)],
    log: &Path,
) -> Command {
    let mut command = Command::new(built);
    let file = File::options().create(true).append(true).open(log).unwrap();
    command
        .args(args)
        .env_clear()
        .envs(environment.iter().copied())
        .envs(canary().map(|name| (CANARY, name)))
        .stdin(Stdio::null())
        .stdout(file.try_clone().unwrap())
        .stderr(file);
    command
}

impl Process {
    pub fn start(args: &[&str], environment: &[(&str, &str)], log: &Path) -> Self {
        Self::of(program(args, environment, log), &args.join(" "), log)
    }

    /// Starts a command with its output in `log`.
    pub fn of(mut command: Command, name: &str, log: &Path) -> Self {
        Self {
            child: command.spawn().unwrap(),
            name: name.to_owned(),
            log: log.to_owned(),
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end, as a service manager does.
    pub fn terminate(&self) {
        let id = self.id().to_string();
        assert!(Command::new("kill").arg(id).status().unwrap().success());
    }

    /// Waits until it answers at `url`. The wait ends when the process dies.
    pub async fn ready(&mut self, http: &reqwest::Client, url: &str) {
        let deadline = Instant::now() + WITHIN;
        while http.get(url).send().await.is_err() {
            if self.child.try_wait().unwrap().is_some() {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "{} does not answer: {}",
                self.name,
                self.said()
            );
            tokio::time::sleep(POLL_EVERY).await;
        }
    }

    /// Waits for its end, which must be a kill.
    pub async fn was_killed(&mut self) {
        let status = self.ended().await;
        assert_eq!(
            status.signal(),
            Some(SIGKILL),
            "{} ended with {status}: {}",
            self.name,
            self.said()
        );
    }

    pub async fn ended(&mut self) -> ExitStatus {
        let deadline = Instant::now() + WITHIN;
        loop {
            if let Some(status) = self.over() {
                return status;
            }
            assert!(
                Instant::now() < deadline,
                "{} still lives: {}",
                self.name,
                self.said()
            );
            tokio::time::sleep(POLL_EVERY).await;
        }
    }

    /// How it ended, if it did.
    pub fn over(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

/// The keys that `dev` keeps between starts.
pub fn keys_of(file: &Path) -> Keys {
    let text = std::fs::read_to_string(file).unwrap();
    let key = |role: Role| {
        let start = format!("{}_KEY=", role.as_str().to_uppercase());
        let line = text.lines().find_map(|line| line.strip_prefix(&start));
        line.unwrap().to_owned()
    };
    Role::ALL
        .into_iter()
        .map(|role| (role, key(role)))
        .collect()
}
