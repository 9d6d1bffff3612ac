//! The measurements, their length, and the prepared data.

use std::time::Duration;

use clap::{Parser, ValueEnum};

use crate::load::Load;

/// What the gateway reaches on this machine, over HTTP, beside what `pgbench` does with the same rows.
#[derive(Debug, Parser)]
#[command(name = "throughput")]
pub(crate) struct Options {
    /// About a minute instead of six, and rougher.
    #[arg(long)]
    quick: bool,
    /// Only this engine.
    #[arg(long, value_enum)]
    engine: Option<Engine>,
    /// Only these, comma-separated.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Scenario>,
    /// With these numbers of connections.
    #[arg(long, value_delimiter = ',', default_values_t = [1, SOME, MANY])]
    pub(crate) connections: Vec<usize>,
    /// Also on books with this many lots of earlier years; ten million without a number. A tenth with `--quick`.
    #[arg(long, value_name = "LOTS", num_args = 0..=1, default_missing_value = "10000000")]
    grown: Option<u64>,
    /// Also while this many lots, and a tenth as many holds, end at one instant and are booked; 100,000 without a
    /// number. A tenth with `--quick`.
    #[arg(long, value_name = "LOTS", num_args = 0..=1, default_missing_value = "100000")]
    month_end: Option<u64>,
    /// Also mints while the event of each is delivered to an endpoint.
    #[arg(long)]
    pub(crate) deliveries: bool,
    /// Given by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    Postgres,
    Sqlite,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scenario {
    /// Signed deposit in, order paid, lot minted.
    Mint,
    /// Spends over many customers.
    Spend,
    /// Spends of one customer.
    Hot,
    /// Balances of many customers.
    Read,
    /// The first pages of checkouts.
    Page,
    /// What every request costs without a database: a list that the gateway has in memory, for a caller with a key.
    Ceiling,
}

impl Scenario {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Mint => "mint",
            Self::Spend => "spend",
            Self::Hot => "hot",
            Self::Read => "read",
            Self::Page => "page",
            Self::Ceiling => "ceiling",
        }
    }

    /// The target of its p99 at [`SOME`] connections. A page is what a buyer waits for before anything else.
    pub(crate) const fn latency_max(self) -> Duration {
        match self {
            Self::Page => Duration::from_millis(20),
            _ => Duration::from_millis(100),
        }
    }
}

/// The row of the table for the throughput targets, and the one for the latency targets.
pub(crate) const MANY: usize = 256;
pub(crate) const SOME: usize = 64;

/// The ceiling's targets, in hundredths: SQLite's mints and spends at [`MANY`] connections.
pub(crate) const MINT_TO_CEILING: u64 = 20;
pub(crate) const SPEND_TO_CEILING: u64 = 30;
/// At least as much of its rate is left to a scenario on grown books, in hundredths.
pub(crate) const GROWN_TO_EMPTY: u64 = 85;
/// At least as much of the rate of mints is left beside deliveries, in hundredths. The receiver and the calls to it take
/// the rest of the same two cores.
pub(crate) const DELIVERIES_TO_ALONE: u64 = 85;
/// At most as much of the p99 before may be the p99 while a month end is booked, in hundredths.
pub(crate) const MONTH_END_TO_BEFORE: u64 = 200;

/// More mints a second than any engine reached so far; a faster engine ends its measurement early.
const MINTS_PER_SECOND: u64 = 26_000;
/// The same for a single connection.
const MINTS_ONE_BY_ONE: u64 = 4_000;
/// More than pgbench reaches with any number of clients.
const PGBENCH_PER_SECOND: u64 = 9_000;

impl Options {
    pub(crate) fn on(&self, engine: Engine) -> bool {
        self.engine.is_none_or(|only| only == engine)
    }

    pub(crate) fn wants(&self, scenario: Scenario) -> bool {
        self.only.is_empty() || self.only.contains(&scenario)
    }

    pub(crate) fn scenarios(&self) -> impl Iterator<Item = Scenario> {
        Scenario::value_variants()
            .iter()
            .copied()
            .filter(|one| self.wants(*one))
    }

    pub(crate) fn load(&self, connections: usize) -> Load {
        let (warm_up, measured) = if self.quick {
            (300, 1500)
        } else {
            (1000, 6000)
        };
        Load {
            connections,
            warm_up: Duration::from_millis(warm_up),
            measured: Duration::from_millis(measured),
            rate: None,
        }
    }

    /// Lots of earlier years.
    pub(crate) fn grown(&self) -> Option<u64> {
        self.grown.map(|lots| self.shorter(lots))
    }

    /// Lots that end at one instant.
    pub(crate) fn month_end(&self) -> Option<u64> {
        self.month_end.map(|lots| self.shorter(lots))
    }

    const fn shorter(&self, whole: u64) -> u64 {
        if self.quick { whole / 10 } else { whole }
    }

    /// Numbers of clients for pgbench, and the length of each run.
    pub(crate) fn pgbench(&self) -> (&'static [u64], Duration) {
        if self.quick {
            (&[32, 64], Duration::from_secs(2))
        } else {
            (&[8, 32, 64, 128], Duration::from_secs(4))
        }
    }

    pub(crate) fn pgbench_orders(&self) -> u64 {
        let (clients, time) = self.pgbench();
        let runs = u64::try_from(clients.len()).unwrap_or(u64::MAX);
        (runs * PGBENCH_PER_SECOND).saturating_mul(time.as_secs())
    }

    /// How many orders a measurement of mints may use up.
    pub(crate) fn orders(&self, connections: usize) -> u64 {
        let load = self.load(connections);
        let per_second = if connections == 1 {
            MINTS_ONE_BY_ONE
        } else {
            MINTS_PER_SECOND
        };
        let millis = u64::try_from((load.warm_up + load.measured).as_millis()).unwrap_or(u64::MAX);
        millis.saturating_mul(per_second) / 1000
    }

    /// The maximum number of orders for all measurements of mints.
    pub(crate) fn orders_in_all(&self) -> u64 {
        if !self.wants(Scenario::Mint) {
            return 0;
        }
        let each = self.connections.iter().map(|many| self.orders(*many));
        each.sum::<u64>() + self.orders_one_by_one()
    }

    /// The same for a gateway that commits one by one.
    pub(crate) fn orders_one_by_one(&self) -> u64 {
        self.orders(1)
    }
}
