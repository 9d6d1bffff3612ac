//! The measurements, one after the other.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use providers::signature::WebhookSecret;

use super::{gateway, load, report, seed};
use crate::{
    gateway::Gateway,
    load::{Load, Outcome},
    pages::Pages,
    plan::{MANY, MINT_TO_CEILING, Options, SPEND_TO_CEILING, Scenario},
    report::{Measured, Report, say},
    requests::{Act, Credits, Deposits, Whose},
    seed::{Database, Orders},
};

/// The gateway's memory limit at its peak, in MiB.
const MEMORY_MAX: u64 = 100;

/// Connections with which credits are granted before the measurements.
const GRANTING: Load = Load {
    connections: 64,
    warm_up: Duration::ZERO,
    measured: Duration::from_mins(1),
    rate: None,
};

/// One engine with its gateway.
pub(super) struct Bench<'a> {
    pub(super) asked: &'a Options,
    engine: &'static str,
    pub(super) url: String,
    log: std::path::PathBuf,
    pub(super) gateway: Option<Gateway>,
    /// Lots that do not end when their policy says.
    pub(super) early: u64,
    /// Memory peaks of earlier gateways, in KiB.
    memory_peak: u64,
    key: String,
    pub(super) orders: Orders,
    /// Mints that were acknowledged.
    minted: u64,
}

impl<'a> Bench<'a> {
    /// With this many orders that wait for a deposit, and with about this many lots of earlier years.
    pub(super) async fn prepare(
        asked: &'a Options,
        engine: &'static str,
        (url, folder): (&str, &std::path::Path),
        (count, grown): (u64, u64),
    ) -> anyhow::Result<Self> {
        gateway::migrate(url)?;
        let key = gateway::key(url, "service")?;
        let orders = Orders::first(count.max(1));
        let log = folder.join("gateway.log");
        // A first start stores the policy that the seeded rows name.
        drop(Gateway::start(url, &log, None).await?);
        let database = Database::open(url).await?;
        say(format_args!(
            "\n{engine}: {}, {} customers, {count} orders that await a deposit",
            database.version().await?,
            seed::CUSTOMERS
        ));
        if grown > 0 {
            let seeded = seed::history(&database, grown).await?;
            say(format_args!(
                "{} lots of {} customers in {} rows of history, written in {} s",
                seeded.lots,
                seeded.customers,
                seeded.rows,
                seeded.took.as_secs()
            ));
        }
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
            early: 0,
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

    pub(super) async fn measure_all(
        &mut self,
        connections: &[usize],
        report: &mut Report,
    ) -> anyhow::Result<()> {
        report::say_head();
        for scenario in self.asked.scenarios() {
            for connections in connections.iter().copied() {
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
        Ok(())
    }

    /// Ratios of the measurements of one database.
    pub(super) fn compare(&self, report: &mut Report) {
        let engine = self.engine;
        let sqlite = engine == "SQLite";
        for (one, of, least) in [
            (Scenario::Hot, Scenario::Spend, Some(80)),
            (
                Scenario::Mint,
                Scenario::Ceiling,
                sqlite.then_some(MINT_TO_CEILING),
            ),
            (
                Scenario::Spend,
                Scenario::Ceiling,
                sqlite.then_some(SPEND_TO_CEILING),
            ),
        ] {
            let rate = |scenario| report.rate(engine, scenario, MANY);
            if let (Some(rate), Some(base)) = (rate(one), rate(of)) {
                let what = format!(
                    "{engine}: {} to {}, at {MANY} connections",
                    one.name(),
                    of.name()
                );
                report.ratio(&what, rate, base, least);
            }
        }
    }

    pub(super) async fn measure(
        &mut self,
        scenario: Scenario,
        connections: usize,
    ) -> anyhow::Result<Outcome> {
        let load = self.asked.load(connections);
        match scenario {
            Scenario::Mint => {
                let orders = self.orders.split_off(self.asked.orders(connections));
                self.mint(orders, connections).await
            }
            Scenario::Spend => self.credits(Act::Spend, Whose::Spread, load).await,
            Scenario::Hot => self.credits(Act::Spend, Whose::Hot, load).await,
            Scenario::Read => self.credits(Act::Balance, Whose::Spread, load).await,
            Scenario::Page => {
                let gateway = self.gateway()?;
                let source = Pages::open(&self.url, gateway).await?;
                load::run(gateway.address, load, source).await
            }
            Scenario::Ceiling => self.credits(Act::Policies, Whose::Spread, load).await,
        }
    }

    pub(super) async fn mint(
        &mut self,
        orders: Orders,
        connections: usize,
    ) -> anyhow::Result<Outcome> {
        let gateway = self.gateway()?;
        let secret = WebhookSecret::parse(&gateway::FEED_SECRET.into())?;
        let source = Deposits::new(orders, secret, gateway.address.to_string());
        let outcome = load::run(gateway.address, self.asked.load(connections), source).await?;
        self.minted += outcome.answered;
        Ok(outcome)
    }

    async fn credits(&self, act: Act, whose: Whose, load: Load) -> anyhow::Result<Outcome> {
        let measurement = format!("{whose:?}-{act:?}-{}", load.connections);
        let source = self.requests(act, whose, measurement)?;
        load::run(self.gateway()?.address, load, source).await
    }

    /// Requests with idempotency keys that name this measurement.
    pub(super) fn requests(
        &self,
        act: Act,
        whose: Whose,
        measurement: String,
    ) -> anyhow::Result<Credits> {
        Ok(Credits {
            act,
            whose,
            key: self.key.clone(),
            host: self.gateway()?.address.to_string(),
            measurement,
            turn: 0,
        })
    }

    pub(super) fn gateway(&self) -> anyhow::Result<&Gateway> {
        self.gateway.as_ref().context("the gateway does not run")
    }

    /// Kills the gateway and starts it again.
    pub(super) async fn restart(&mut self, batch_max: Option<usize>) -> anyhow::Result<()> {
        self.kill();
        self.gateway = Some(Gateway::start(&self.url, &self.log, batch_max).await?);
        Ok(())
    }

    pub(super) fn kill(&mut self) {
        if let Some(gateway) = self.gateway.take() {
            self.memory_peak = self.memory_peak.max(gateway.process.memory_peak());
        }
    }

    /// Kills the gateway and checks that everything it acknowledged is in the books, and that the books pass the
    /// audit.
    pub(super) async fn finish(mut self, report: &mut Report) -> anyhow::Result<()> {
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
        if let Err(broken) = gateway::audit(&self.url, self.early) {
            report.wrong.push(format!("{}: {broken}", self.engine));
        }
        Ok(())
    }
}
