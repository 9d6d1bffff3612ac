//! The throughput of the gateway on this machine: signed bank deposits in, orders paid and lots minted; spends of
//! many customers and of one; balances read. Each is sent over HTTP on the loopback interface with 1, 64 and 256
//! connections. The bench starts PostgreSQL and SQLite for itself, with the real program in its own process. In the
//! same run, `pgbench` writes the same rows for comparison.
//!
//! `cargo bench --bench throughput [-- --quick] [-- --engine postgres|sqlite] [-- --only mint,spend,hot,read]`
//! takes about six minutes, or one with `--quick`.

mod client;
mod gateway;
mod load;
mod pgbench;
mod plan;
mod report;
mod requests;
mod seed;

use std::{process::ExitCode, time::Duration};

use anyhow::{Context as _, ensure};
use clap::Parser as _;
use kit::{keeper::Folder, postgres::Server};
use providers::signature::WebhookSecret;

use crate::{
    gateway::Gateway,
    load::{Load, Outcome},
    pgbench::Trial,
    plan::{Asked, Engine, MANY, SOME, Scenario},
    report::{Measured, Report, say},
    requests::{Act, Credits, Deposits, Whose},
    seed::{Database, Orders},
};

/// The maximum wait for an answer of a loaded gateway.
const LATENCY_MAX: Duration = Duration::from_millis(100);
/// The gateway's memory limit at its peak, in MiB.
const MEMORY_MAX: u64 = 100;
/// Usual settings of PostgreSQL for a machine of this size; `pgbench` is also run with 128 clients. Every commit waits
/// for the disk.
const POSTGRES_SETTINGS: [&str; 2] = ["shared_buffers=256MB", "max_connections=200"];
/// Connections with which credits are granted before the measurements.
const GRANTING: Load = Load {
    connections: 64,
    warm_up: Duration::ZERO,
    measured: Duration::from_mins(1),
};

fn main() -> anyhow::Result<ExitCode> {
    let asked = Asked::parse();
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

async fn bench(asked: &Asked) -> anyhow::Result<Report> {
    say_machine();
    let mut report = Report::default();
    if asked.on(Engine::Postgres)
        && let Some(server) = Server::start(&POSTGRES_SETTINGS).await
    {
        on_postgres(asked, &server, &mut report).await?;
    }
    if asked.on(Engine::Sqlite) {
        on_sqlite(asked, &Folder::new(None), &mut report).await?;
    }
    report.latencies(SOME, LATENCY_MAX);
    Ok(report)
}

async fn on_postgres(asked: &Asked, server: &Server, report: &mut Report) -> anyhow::Result<()> {
    const NAME: &str = "PostgreSQL";
    let url = server.create("gateway", "template1").await;
    let folder = &server.folder.path;
    let mut bench = Bench::prepare(asked, NAME, &url, folder).await?;
    bench.measure_all(report).await?;
    bench.finish(report).await?;

    let url = server.create("pgbench", "template1").await;
    gateway::migrate(&url)?;
    // Rows as wide as those of the gateway.
    drop(Gateway::start(&url, &folder.join("gateway.log"), None).await?);
    let database = Database::open(&url).await?;
    // At least as many as the gateway had: with more buyers, more mints are the first to touch a page.
    let orders = Orders::first(asked.pgbench_orders().max(asked.orders_in_all()));
    database.seed(&orders).await?;
    database.grant_directly().await?;
    let (clients, time) = asked.pgbench();
    let trial = Trial {
        server,
        database: "pgbench",
        orders: &orders,
        clients,
        time,
    };
    for (scenario, script) in [
        (Scenario::Mint, pgbench::MINT),
        (Scenario::Spend, pgbench::SPEND),
    ] {
        let Some(rate) = report.rate(NAME, scenario, MANY) else {
            continue;
        };
        database.checkpoint().await?;
        let best = trial.best(script)?;
        let name = scenario.name();
        say(format_args!(
            "pgbench     {name:<7} {:>5} {:>9}  (best of {clients:?} clients)",
            best.clients, best.rate
        ));
        let least = (scenario == Scenario::Mint).then_some(200);
        report.ratio(
            &format!("{NAME}: {name} at {MANY} connections to the best of pgbench"),
            rate,
            best.rate,
            least,
        );
    }
    database.close().await;
    Ok(())
}

async fn on_sqlite(asked: &Asked, folder: &Folder, report: &mut Report) -> anyhow::Result<()> {
    const NAME: &str = "SQLite";
    let url = format!("sqlite:{}", folder.path.join("gateway.db").display());
    let mut bench = Bench::prepare(asked, NAME, &url, &folder.path).await?;
    bench.measure_all(report).await?;
    if let Some(rate) = report.rate(NAME, Scenario::Mint, MANY) {
        bench.restart(Some(1)).await?;
        let orders = bench.orders.split_off(asked.orders_one_by_one());
        let outcome = bench.mint(orders, MANY).await?;
        say(format_args!(
            "{NAME:<11} {:<7} {MANY:>5} {:>9}  (one command per commit)",
            "mint", outcome.rate
        ));
        ensure!(
            outcome.errors == 0,
            "one command per commit: {:?}",
            outcome.first_error
        );
        let what = format!("{NAME}: mint at {MANY} connections to one command per commit");
        report.ratio(&what, rate, outcome.rate, Some(800));
    }
    bench.finish(report).await
}

/// One engine with its gateway.
struct Bench<'a> {
    asked: &'a Asked,
    engine: &'static str,
    url: String,
    log: std::path::PathBuf,
    gateway: Option<Gateway>,
    /// Memory peaks of earlier gateways, in KiB.
    memory_peak: u64,
    key: String,
    orders: Orders,
    /// Mints that were acknowledged.
    minted: u64,
}

impl<'a> Bench<'a> {
    async fn prepare(
        asked: &'a Asked,
        engine: &'static str,
        url: &str,
        folder: &std::path::Path,
    ) -> anyhow::Result<Self> {
        gateway::migrate(url)?;
        let key = gateway::service_key(url)?;
        let count = asked.orders_in_all();
        let orders = Orders::first(count.max(1));
        let log = folder.join("gateway.log");
        // A first start stores the policy that the seeded rows name.
        drop(Gateway::start(url, &log, None).await?);
        let database = Database::open(url).await?;
        say(format_args!(
            "\n{}, {} customers, {count} orders that await a deposit",
            database.version().await?,
            seed::CUSTOMERS
        ));
        database.seed(&orders).await?;
        database.close().await;
        let gateway = Some(Gateway::start(url, &log, None).await?);
        let url = url.to_owned();
        let bench = Self {
            asked,
            engine,
            url,
            log,
            gateway,
            memory_peak: 0,
            key,
            orders,
            minted: 0,
        };
        for whose in [Whose::Spread, Whose::Hot] {
            let granted = bench.credits(Act::Grant, whose, GRANTING).await?;
            ensure!(granted.errors == 0, "grants: {:?}", granted.first_error);
        }
        Ok(bench)
    }

    async fn measure_all(&mut self, report: &mut Report) -> anyhow::Result<()> {
        report::say_head();
        for scenario in self.asked.scenarios() {
            for connections in self.asked.connections.iter().copied() {
                if !self.url.starts_with("sqlite:") {
                    let database = Database::open(&self.url).await?;
                    database.checkpoint().await?;
                    database.close().await;
                }
                let outcome = self.measure(scenario, connections).await?;
                report.add(Measured {
                    engine: self.engine,
                    scenario,
                    connections,
                    outcome,
                });
            }
        }
        let engine = self.engine;
        let spread = report.rate(engine, Scenario::Spend, MANY);
        let hot = report.rate(engine, Scenario::Hot, MANY);
        if let (Some(spread), Some(hot)) = (spread, hot) {
            let what =
                format!("{engine}: hot customer to spread ones, spends at {MANY} connections");
            report.ratio(&what, hot, spread, Some(80));
        }
        Ok(())
    }

    async fn measure(&mut self, scenario: Scenario, connections: usize) -> anyhow::Result<Outcome> {
        let load = self.asked.load(connections);
        match scenario {
            Scenario::Mint => {
                let orders = self.orders.split_off(self.asked.orders(connections));
                self.mint(orders, connections).await
            }
            Scenario::Spend => self.credits(Act::Spend, Whose::Spread, load).await,
            Scenario::Hot => self.credits(Act::Spend, Whose::Hot, load).await,
            Scenario::Read => self.credits(Act::Balance, Whose::Spread, load).await,
        }
    }

    async fn mint(&mut self, orders: Orders, connections: usize) -> anyhow::Result<Outcome> {
        let gateway = self.gateway()?;
        let secret = WebhookSecret::parse(&gateway::FEED_SECRET.into())?;
        let source = Deposits::new(orders, secret, gateway.address.to_string());
        let outcome = load::run(gateway.address, self.asked.load(connections), source).await?;
        self.minted += outcome.answered;
        Ok(outcome)
    }

    async fn credits(&self, act: Act, whose: Whose, load: Load) -> anyhow::Result<Outcome> {
        let gateway = self.gateway()?;
        let source = Credits {
            act,
            whose,
            key: self.key.clone(),
            host: gateway.address.to_string(),
            measurement: format!("{whose:?}-{act:?}-{}", load.connections),
            turn: 0,
        };
        load::run(gateway.address, load, source).await
    }

    fn gateway(&self) -> anyhow::Result<&Gateway> {
        self.gateway.as_ref().context("the gateway does not run")
    }

    /// Kills the gateway and starts it again.
    async fn restart(&mut self, batch_max: Option<usize>) -> anyhow::Result<()> {
        self.kill();
        self.gateway = Some(Gateway::start(&self.url, &self.log, batch_max).await?);
        Ok(())
    }

    fn kill(&mut self) {
        if let Some(gateway) = self.gateway.take() {
            self.memory_peak = self.memory_peak.max(gateway.process.memory_peak());
        }
    }

    /// Kills the gateway and checks that everything it acknowledged is in the books, and that the books pass the
    /// audit.
    async fn finish(mut self, report: &mut Report) -> anyhow::Result<()> {
        self.kill();
        let what = format!("peak memory of the gateway, {}", self.engine);
        report.below(&what, self.memory_peak.div_ceil(1024), MEMORY_MAX, "MiB");
        let database = Database::open(&self.url).await?;
        let minted = database.minted().await?;
        database.close().await;
        let acknowledged = self.minted;
        say(format_args!(
            "{}: {acknowledged} mints were acknowledged, {minted} are in the books of the killed gateway",
            self.engine
        ));
        if minted < acknowledged {
            report.wrong.push(format!(
                "{}: {} acknowledged mints are lost",
                self.engine,
                acknowledged - minted
            ));
        }
        if let Err(broken) = gateway::audit(&self.url) {
            report.wrong.push(format!("{}: {broken}", self.engine));
        }
        Ok(())
    }
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
