//! Load: each connection sends its next request as soon as it has its answer, or when it is due at a fixed rate.

use std::{
    cell::{Cell, RefCell},
    net::SocketAddr,
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use tokio::task::{JoinSet, LocalSet};

use crate::client::Connection;

/// How long after the end of a measurement the last answers may come before the gateway counts as
/// hung.
const PATIENCE: Duration = Duration::from_secs(20);

/// The source of requests. All connections of a load share one source.
pub(crate) trait Source {
    /// Writes the next request into `out`, which is empty. `false` when there are no more.
    fn next(&mut self, out: &mut Vec<u8>) -> bool;
}

/// The size and the length of a load.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    pub(crate) connections: usize,
    /// Served but not counted: caches fill, statements are prepared.
    pub(crate) warm_up: Duration,
    pub(crate) measured: Duration,
    /// Requests per second of all connections together; as many as they can without.
    pub(crate) rate: Option<u64>,
}

/// The result of a load.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    /// Answers of success per second of the measured time.
    pub(crate) rate: u64,
    /// Half of the answers, and 99 of 100, came within this.
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
    /// Answers of success, warm-up included.
    pub(crate) answered: u64,
    /// Other answers and broken connections, warm-up included.
    pub(crate) errors: u64,
    pub(crate) first_error: Option<String>,
}

/// All answers of a load.
#[derive(Default)]
pub(crate) struct Tally {
    /// When each request was sent, or due, and how many microseconds later its answer came. Warm-up not included.
    pub(crate) latencies: Vec<(Instant, u32)>,
    /// From the end of the warm-up, which begins when all are connected, to the last answer that was counted.
    counted: Duration,
    answered: u64,
    pub(crate) errors: u64,
    pub(crate) first_error: Option<String>,
}

struct Shared<S> {
    source: RefCell<S>,
    tally: RefCell<Tally>,
    begin: Instant,
    /// Requests begun, and how many are due in a second.
    begun: Cell<u64>,
    rate: Option<u64>,
    counted_from: Instant,
    until: Instant,
}

/// Puts a load on the gateway.
pub(crate) async fn run<S: Source + 'static>(
    address: SocketAddr,
    load: Load,
    source: S,
) -> anyhow::Result<Outcome> {
    Ok(outcome(tally(address, load, source).await?))
}

/// The same, answer by answer.
pub(crate) async fn tally<S: Source + 'static>(
    address: SocketAddr,
    load: Load,
    source: S,
) -> anyhow::Result<Tally> {
    let mut connections = Vec::with_capacity(load.connections);
    for _ in 0..load.connections {
        connections.push(Connection::open(address).await.context("cannot connect")?);
    }
    let begin = Instant::now();
    let counted_from = begin + load.warm_up;
    let shared = Rc::new(Shared {
        source: RefCell::new(source),
        tally: RefCell::new(Tally::default()),
        begin,
        begun: Cell::new(0),
        rate: load.rate,
        counted_from,
        until: counted_from + load.measured,
    });
    let local = LocalSet::new();
    let all = local.run_until(async {
        let mut workers = JoinSet::new();
        for connection in connections {
            workers.spawn_local(work(connection, shared.clone()));
        }
        while let Some(ended) = workers.join_next().await {
            ended.context("a connection's task broke")?;
        }
        anyhow::Ok(())
    });
    let limit = load.warm_up + load.measured + PATIENCE;
    tokio::time::timeout(limit, all)
        .await
        .context("the gateway hangs")??;
    Ok(shared.tally.take())
}

impl<S> Shared<S> {
    /// Waits until the next request is due. The client's own work on a request (signing) is not the gateway's, and the
    /// wait of a request that is due for a free connection is: the gateway has kept the connections busy.
    async fn due(&self) -> Option<Instant> {
        let rate = self.rate?;
        let number = self.begun.replace(self.begun.get() + 1);
        let due = self.begin + Duration::from_micros(number * 1_000_000 / rate.max(1));
        tokio::time::sleep_until(due.into()).await;
        Some(due)
    }
}

async fn work<S: Source>(mut connection: Connection, shared: Rc<Shared<S>>) {
    let mut request = Vec::with_capacity(1024);
    loop {
        let due = shared.due().await;
        request.clear();
        let over = due.unwrap_or_else(Instant::now) >= shared.until;
        if over || !shared.source.borrow_mut().next(&mut request) {
            return;
        }
        let sent = due.unwrap_or_else(Instant::now);
        let answer = connection.call(&request).await;
        let ended = Instant::now();
        let mut tally = shared.tally.borrow_mut();
        match answer {
            Ok(200..=299) => {
                tally.answered += 1;
                if ended >= shared.counted_from && ended <= shared.until {
                    let micros = ended.duration_since(sent).as_micros();
                    let micros = u32::try_from(micros).unwrap_or(u32::MAX);
                    tally.latencies.push((sent, micros));
                    tally.counted = ended.duration_since(shared.counted_from);
                }
            }
            Ok(status) => {
                tally.errors += 1;
                let body = connection.body();
                tally
                    .first_error
                    .get_or_insert_with(|| format!("{status}: {body}"));
            }
            Err(error) => {
                tally.errors += 1;
                tally.first_error.get_or_insert_with(|| error.to_string());
                return;
            }
        }
    }
}

/// The time within which so many of a hundred answers came. The latencies are sorted.
pub(crate) fn percentile(latencies: &[u32], percent: usize) -> Duration {
    let place = (latencies.len() * percent).div_ceil(100).saturating_sub(1);
    let micros = latencies.get(place).copied().unwrap_or_default();
    Duration::from_micros(micros.into())
}

fn outcome(tally: Tally) -> Outcome {
    let mut latencies: Vec<u32> = tally.latencies.iter().map(|(_, micros)| *micros).collect();
    latencies.sort_unstable();
    let count = latencies.len();
    Outcome {
        rate: per_second(u64::try_from(count).unwrap_or(u64::MAX), tally.counted),
        p50: percentile(&latencies, 50),
        p99: percentile(&latencies, 99),
        answered: tally.answered,
        errors: tally.errors,
        first_error: tally.first_error,
    }
}

fn per_second(count: u64, time: Duration) -> u64 {
    let micros = time.as_micros().max(1);
    u64::try_from(u128::from(count) * 1_000_000 / micros).unwrap_or(u64::MAX)
}
