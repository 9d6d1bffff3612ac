//! The throughput of `pgbench` on the same PostgreSQL with the same rows, written one transaction each.
//!
//! It has every advantage that keeps the rows. It only writes, while the gateway also looks up the order, the event
//! and the idempotency key, decides, signs and speaks HTTP. It knows every id beforehand, its statements are
//! prepared, and no two of its clients ever use the same customer. The best of several numbers of clients counts.

use std::{
    path::Path,
    process::{Command, Output},
    time::Duration,
};

use anyhow::{Context as _, ensure};

use kit::postgres::Server;

use crate::seed::Orders;

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

/// A database prepared for it, and the parameters of its runs.
pub(crate) struct Trial<'a> {
    pub(crate) server: &'a Server,
    pub(crate) database: &'a str,
    /// All orders; each run takes a part of its own.
    pub(crate) orders: &'a Orders,
    /// Numbers of clients.
    pub(crate) clients: &'a [u64],
    /// The length of each run.
    pub(crate) time: Duration,
}

impl Trial<'_> {
    /// Runs a script with each number of clients.
    pub(crate) fn best(&self, script: &str) -> anyhow::Result<Best> {
        let file = self.server.folder.path.join("pgbench.sql");
        std::fs::write(&file, script)?;
        let part = self.orders.count() / u64::try_from(self.clients.len())?.max(1);
        let mut best = Best {
            rate: 0,
            clients: 0,
        };
        let mut first = self.orders.range().start;
        for clients in self.clients.iter().copied() {
            let rate = self.run(&file, clients, first)?;
            first += part;
            if rate > best.rate {
                best = Best { rate, clients };
            }
        }
        Ok(best)
    }

    fn run(&self, file: &Path, clients: u64, first: u64) -> anyhow::Result<u64> {
        let mut pgbench = Command::new(self.server.programs.join("pgbench"));
        pgbench.args(["-n", "-M", "prepared", "-U", "postgres", "-j", "2", "-h"]);
        pgbench
            .arg(&self.server.folder.path)
            .args(["-c", &clients.to_string()]);
        pgbench.args(["-T", &self.time.as_secs().max(1).to_string()]);
        let buyers = self.orders.buyers();
        for (name, value) in [("first", first), ("clients", clients), ("buyers", buyers)] {
            pgbench.args(["-D", &format!("{name}={value}")]);
        }
        // The first turn is number 0.
        pgbench
            .args(["-D", "turn=-1", "-f"])
            .arg(file)
            .arg(self.database);
        let output = pgbench.output().context("pgbench cannot be started")?;
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
}

fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!(
        "{}{}",
        String::from_utf8_lossy(out),
        String::from_utf8_lossy(err)
    )
}
