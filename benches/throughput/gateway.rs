//! The real program, as an operator would run it, in a process of its own.

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};

use kit::{keeper::Kept, process::built};

use crate::{client::Connection, seed};

/// The secret of the simulated feed: 24 bytes.
pub(crate) const FEED_SECRET: &str = "whsec_dGhyb3VnaHB1dC1mZWVkLXNlY3JldCEh";
/// How long it may take to start.
const START_WITHIN: Duration = Duration::from_secs(20);

/// A running gateway. It is killed without warning when it is dropped: everything it acknowledged must still be
/// there.
pub(crate) struct Gateway {
    pub(crate) process: Kept,
    pub(crate) address: SocketAddr,
}

impl Gateway {
    /// Starts it on a free port, with the given number of commands per commit or its own default.
    pub(crate) async fn start(
        database: &str,
        log: &Path,
        batch_max: Option<usize>,
    ) -> anyhow::Result<Self> {
        // It was free a moment ago; nothing else takes ports on a machine that is being measured.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = Command::new(built());
        command.arg("serve").args(["--database-url", database]);
        command.arg("--listen").arg(address.to_string());
        command.args(["--public-url", &format!("http://{address}")]);
        command.args(["--signing-key", "throughput-bench-signing-key-0123456789"]);
        command.args([
            "--bank-account",
            seed::ACCOUNT,
            "--bank-account-number",
            "123-456-789012",
        ]);
        command.args([
            "--bank-holder",
            "주식회사 크레딧",
            "--bank-webhook-secrets",
            FEED_SECRET,
        ]);
        // One key sends all requests, and a line for each request is the log's cost, not the books'.
        command.args(["--requests-per-second", "0"]);
        command.arg("--webhook-loopback");
        command.args(["--log-filter", "info,request=off"]);
        if let Some(most) = batch_max {
            command.args(["--batch-max", &most.to_string()]);
        }
        let gateway = Self {
            process: Kept::start("KILL", log, None, &command),
            address,
        };
        gateway.ready(log).await?;
        Ok(gateway)
    }

    async fn ready(&self, log: &Path) -> anyhow::Result<()> {
        let since = Instant::now();
        let request = format!("GET /readyz HTTP/1.1\r\nhost: {}\r\n\r\n", self.address);
        while since.elapsed() < START_WITHIN {
            if let Ok(mut connection) = Connection::open(self.address).await
                && connection
                    .call(request.as_bytes())
                    .await
                    .is_ok_and(|status| status == 200)
            {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let said = std::fs::read_to_string(log).unwrap_or_default();
        bail!("the gateway did not start within {START_WITHIN:?}: {said}")
    }
}

/// Brings a database up to the program's version.
pub(crate) fn migrate(database: &str) -> anyhow::Result<()> {
    run(&["migrate", "--database-url", database]).map(drop)
}

/// Makes an API key of a role.
pub(crate) fn key(database: &str, role: &str) -> anyhow::Result<String> {
    let said = run(&["key", "create", "--role", role, "--database-url", database])?;
    Ok(said.trim().to_owned())
}

/// The auditor's findings for rows that the journal does not have: rows that the bench made by SQL are such rows.
const OF_SEEDED_ROWS: [&str; 2] = ["rows_recorded", "records_kept"];

/// Evaluates every invariant over the database. So many lots end at another instant than their policy says, because a
/// measurement cannot wait for the end of a day.
pub(crate) fn audit(database: &str, early: u64) -> anyhow::Result<()> {
    let output = Command::new(built())
        .args(["audit", "--json", "--database-url", database])
        .output()
        .context("the program is missing")?;
    let checks: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout)?;
    let broken: Vec<String> = checks
        .iter()
        .filter(|check| check["count"] != 0)
        .filter(|check| check["name"] != "expiry_as_promised" || check["count"] != early)
        .filter(|check| !OF_SEEDED_ROWS.iter().any(|name| check["name"] == *name))
        .map(ToString::to_string)
        .collect();
    anyhow::ensure!(broken.is_empty(), "the audit found {broken:?}");
    Ok(())
}

fn run(arguments: &[&str]) -> anyhow::Result<String> {
    let output = Command::new(built())
        .args(arguments)
        .output()
        .context("the program is missing")?;
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let err = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "{}: {out}{err}",
        arguments.join(" ")
    );
    Ok(out)
}
