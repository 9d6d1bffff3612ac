//! The throughput of the gateway on this machine: signed bank deposits in, orders paid and lots minted; spends of
//! many customers and of one; balances read; first pages of checkouts. Each is sent over HTTP on the loopback interface
//! with 1, 64 and 256 connections. The bench starts PostgreSQL and SQLite for itself, with the real program in its own
//! process. In the same run, `pgbench` writes the same rows for comparison, and requests that need no database show the
//! ceiling.
//!
//! `cargo bench --bench throughput [-- --quick] [--engine postgres|sqlite] [--only mint,spend,hot,read,page,ceiling]`
//! takes about seven minutes, or one with `--quick`. Three more measurements are made when they are asked for:
//! `--grown [LOTS]` on books after years, `--month-end [LOTS]` while lots that end together are booked, and
//! `--deliveries` while the event of each mint is delivered to an endpoint.

mod bench;
mod client;
mod deliveries;
mod engines;
mod gateway;
mod load;
mod month_end;
mod pages;
mod pgbench;
mod plan;
mod report;
mod requests;
mod seed;

use std::process::ExitCode;

use clap::Parser as _;
use kit::{keeper::Folder, postgres::Server};

use self::engines::{Home, POSTGRES_SETTINGS, on};
use crate::{
    plan::{Engine, Options, SOME},
    report::{Report, say},
};

fn main() -> anyhow::Result<ExitCode> {
    let asked = Options::parse();
    // One thread: the load must leave the rest of the machine to the gateway.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let report = runtime.block_on(bench(&asked))?;
    report.say_ratios();
    Ok(if report.wrong.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn bench(asked: &Options) -> anyhow::Result<Report> {
    say_machine();
    let mut report = Report::default();
    if asked.on(Engine::Postgres)
        && let Some(server) = Server::start(&POSTGRES_SETTINGS).await
    {
        on(asked, &Home::Postgres(&server), &mut report).await?;
    }
    if asked.on(Engine::Sqlite) {
        on(asked, &Home::Sqlite(&Folder::new(None)), &mut report).await?;
    }
    report.latencies(SOME);
    Ok(report)
}

fn say_machine() {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let after = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_once(':'))
            .map_or_else(String::new, |(_, value)| value.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    say(format_args!(
        "{cores} cores of {}, {} of memory, Linux {}, load before the run {}",
        after(&read("/proc/cpuinfo"), "model name"),
        after(&read("/proc/meminfo"), "MemTotal"),
        read("/proc/sys/kernel/osrelease").trim(),
        read("/proc/loadavg").split(' ').next().unwrap_or_default(),
    ));
}
