//! What `pgbench` reaches on the same PostgreSQL with the same rows, written one transaction each.
//!
//! It is given every advantage that keeps the rows: it only writes (the gateway also looks up the
//! order, the event and the idempotency key, decides, signs and speaks HTTP), it knows every id
//! beforehand, its statements are prepared, no two of its clients ever meet on a customer, and the
//! best of several numbers of clients counts.

use std::{
    path::Path,
    process::{Command, Output},
    time::Duration,
};

use anyhow::{Context as _, ensure};

use crate::{postgres::Cluster, seed};

/// The rows of one deposit that pays an order.
pub(crate) const MINT: &str = include_str!("mint.pgbench.sql");
/// The rows of one spend.
pub(crate) const SPEND: &str = include_str!("spend.pgbench.sql");

/// The best of several runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Best {
    /// Transactions per second.
    pub(crate) rate: u64,
    pub(crate) clients: u64,
}

/// Runs a script with each of these numbers of clients. `orders` are as many as there are; each run
/// takes a part of its own.
pub(crate) fn best(
    cluster: &Cluster,
    database: &str,
    script: &str,
    clients: &[u64],
    time: Duration,
    orders: u64,
) -> anyhow::Result<Best> {
    let file = cluster.folder.join("pgbench.sql");
    std::fs::write(&file, script)?;
    let part = orders / u64::try_from(clients.len())?.max(1);
    let mut best = Best {
        rate: 0,
        clients: 0,
    };
    let mut first = seed::FIRST;
    for clients in clients.iter().copied() {
        let rate = run(cluster, database, &file, clients, time, first)?;
        first += part;
        if rate > best.rate {
            best = Best { rate, clients };
        }
    }
    Ok(best)
}

fn run(
    cluster: &Cluster,
    database: &str,
    file: &Path,
    clients: u64,
    time: Duration,
    first: u64,
) -> anyhow::Result<u64> {
    let output = Command::new(cluster.programs.join("pgbench"))
        .args(["-n", "-M", "prepared", "-U", "postgres", "-j", "2", "-h"])
        .arg(&cluster.folder)
        .args([
            "-c",
            &clients.to_string(),
            "-T",
            &time.as_secs().max(1).to_string(),
        ])
        .args([
            "-D",
            &format!("first={first}"),
            "-D",
            &format!("clients={clients}"),
            "-D",
            "turn=-1",
        ])
        .arg("-f")
        .arg(file)
        .arg(database)
        .output()
        .context("pgbench cannot be started")?;
    let said = text(&output);
    ensure!(output.status.success(), "pgbench: {said}");
    ensure!(
        said.contains("number of failed transactions: 0 "),
        "pgbench: {said}"
    );
    // "tps = 4213.123456 (without initial connection time)"
    let tps = said.lines().find_map(|line| line.strip_prefix("tps = "));
    let whole = tps
        .and_then(|tps| tps.split('.').next())
        .context("pgbench told no tps")?;
    whole.parse().context("pgbench's tps is no number")
}

fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!(
        "{}{}",
        String::from_utf8_lossy(out),
        String::from_utf8_lossy(err)
    )
}
