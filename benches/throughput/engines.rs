//! The databases to measure on.

use anyhow::ensure;
use kit::{keeper::Folder, postgres::Server};

use super::bench::Bench;
use super::{gateway, pgbench};
use crate::{
    gateway::Gateway,
    pgbench::Trial,
    plan::{Asked, MANY, Scenario},
    report::{Report, say},
    seed::{Database, Orders},
};

/// Usual settings of PostgreSQL for a machine of this size; `pgbench` is also run with 128 clients. Every commit waits
/// for the disk.
pub(super) const POSTGRES_SETTINGS: [&str; 2] = ["shared_buffers=256MB", "max_connections=200"];

pub(super) async fn on_postgres(
    asked: &Asked,
    server: &Server,
    report: &mut Report,
) -> anyhow::Result<()> {
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

pub(super) async fn on_sqlite(
    asked: &Asked,
    folder: &Folder,
    report: &mut Report,
) -> anyhow::Result<()> {
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
