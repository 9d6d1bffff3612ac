//! The databases to measure on.

use std::path::Path;

use anyhow::ensure;
use kit::{keeper::Folder, postgres::Server};

use super::bench::Bench;
use super::{deliveries, gateway, month_end, pgbench};
use crate::{
    gateway::Gateway,
    pgbench::Trial,
    plan::{GROWN_TO_EMPTY, MANY, Options, Scenario},
    report::{Report, say},
    seed::{Database, Orders},
};

/// Usual settings of PostgreSQL for a machine of this size; `pgbench` is also run with 128 clients. Every commit waits
/// for the disk.
pub(super) const POSTGRES_SETTINGS: [&str; 2] = ["shared_buffers=256MB", "max_connections=200"];

/// Where the databases of an engine are.
pub(super) enum Home<'h> {
    Postgres(&'h Server),
    Sqlite(&'h Folder),
}

impl Home<'_> {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Postgres(_) => "PostgreSQL",
            Self::Sqlite(_) => "SQLite",
        }
    }

    const fn grown(&self) -> &'static str {
        match self {
            Self::Postgres(_) => "PostgreSQL grown",
            Self::Sqlite(_) => "SQLite grown",
        }
    }

    pub(super) const fn deliveries(&self) -> &'static str {
        match self {
            Self::Postgres(_) => "PostgreSQL deliveries",
            Self::Sqlite(_) => "SQLite deliveries",
        }
    }

    pub(super) const fn month_end(&self) -> &'static str {
        match self {
            Self::Postgres(_) => "PostgreSQL month end",
            Self::Sqlite(_) => "SQLite month end",
        }
    }

    pub(super) fn folder(&self) -> &Path {
        match self {
            Self::Postgres(server) => &server.folder.path,
            Self::Sqlite(folder) => &folder.path,
        }
    }

    /// The address of a new database.
    pub(super) async fn create(&self, name: &str) -> String {
        match self {
            Self::Postgres(server) => server.create(name, "template1").await,
            Self::Sqlite(folder) => {
                let file = folder.path.join(name).with_extension("db");
                format!("sqlite:{}", file.display())
            }
        }
    }
}

/// All measurements on one engine.
pub(super) async fn on(
    asked: &Options,
    home: &Home<'_>,
    report: &mut Report,
) -> anyhow::Result<()> {
    let (url, name) = (home.create("gateway").await, home.name());
    let rows = (asked.orders_in_all(), 0);
    let mut bench = Bench::prepare(asked, name, (&url, home.folder()), rows).await?;
    bench.measure_all(&asked.connections, report).await?;
    bench.compare(report);
    if let Home::Sqlite(_) = home {
        one_by_one(asked, &mut bench, report).await?;
    }
    bench.finish(report).await?;
    if let Some(lots) = asked.grown() {
        grown(asked, home, lots, report).await?;
    }
    if let Some(lots) = asked.month_end() {
        month_end::measure(asked, home, lots, report).await?;
    }
    if asked.deliveries {
        deliveries::measure(asked, home, report).await?;
    }
    if let Home::Postgres(server) = home {
        beside_pgbench(asked, server, report).await?;
    }
    Ok(())
}

/// The same at [`MANY`] connections on books with the lots of earlier years.
async fn grown(
    asked: &Options,
    home: &Home<'_>,
    lots: u64,
    report: &mut Report,
) -> anyhow::Result<()> {
    let (url, name) = (home.create("grown").await, home.grown());
    let rows = (asked.orders_in_all(), lots);
    let mut bench = Bench::prepare(asked, name, (&url, home.folder()), rows).await?;
    bench.measure_all(&[MANY], report).await?;
    for scenario in asked.scenarios() {
        let rate = |engine| report.rate(engine, scenario, MANY);
        if let (Some(rate), Some(empty)) = (rate(name), rate(home.name())) {
            let what = format!(
                "{name} to empty: {}, {rate} to {empty} at {MANY} connections",
                scenario.name()
            );
            report.ratio(&what, rate, empty, Some(GROWN_TO_EMPTY));
        }
    }
    bench.finish(report).await
}

async fn one_by_one(
    asked: &Options,
    bench: &mut Bench<'_>,
    report: &mut Report,
) -> anyhow::Result<()> {
    const NAME: &str = "SQLite";
    let Some(rate) = report.rate(NAME, Scenario::Mint, MANY) else {
        return Ok(());
    };
    bench.restart(Some(1)).await?;
    let orders = bench.orders.split_off(asked.orders_one_by_one());
    let outcome = bench.mint(orders, MANY).await?;
    say(format_args!(
        "{NAME:<16} {:<7} {MANY:>5} {:>9}  (one command per commit)",
        "mint", outcome.rate
    ));
    ensure!(
        outcome.errors == 0,
        "one command per commit: {:?}",
        outcome.first_error
    );
    let what = format!("{NAME}: mint at {MANY} connections to one command per commit");
    report.ratio(&what, rate, outcome.rate, Some(800));
    Ok(())
}

async fn beside_pgbench(
    asked: &Options,
    server: &Server,
    report: &mut Report,
) -> anyhow::Result<()> {
    const NAME: &str = "PostgreSQL";
    let url = server.create("pgbench", "template1").await;
    gateway::migrate(&url)?;
    // Rows as wide as those of the gateway.
    drop(Gateway::start(&url, &server.folder.path.join("gateway.log"), None).await?);
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
            "pgbench          {name:<7} {:>5} {:>9}  (best of {clients:?} clients)",
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
