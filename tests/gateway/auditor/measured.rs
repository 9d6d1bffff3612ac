//! What the auditor costs a spend: the same requests with and without it, in turns, in one run.

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::{Duration, Instant},
};

use credit_gateway::flows::auditing::{self, Pace};
use futures_util::{StreamExt as _, stream};

use crate::support::world::{Plan, World};

/// Lots that are there, unless `AUDIT_LOTS` says how many.
const LOTS: usize = 20_000;
/// Turns of each kind, and the time of each.
const TURNS: usize = 5;
const TURN: Duration = Duration::from_secs(4);
/// The pace of the settings: [`credit_gateway::config::AUDIT_ROWS_PER_SECOND`].
const ROWS_PER_SECOND: u64 = 2_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement of a minute, which prints"]
async fn a_spend_beside_the_auditor_on_postgres() {
    Plan::postgres().without_workers().run(measured).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement of a minute, which prints"]
async fn a_spend_beside_the_auditor_on_sqlite() {
    Plan::sqlite().without_workers().run(measured).await;
}

#[expect(
    clippy::disallowed_methods,
    reason = "how many lots are measured is told by the environment"
)]
fn lots() -> usize {
    let lots = std::env::var("AUDIT_LOTS").ok();
    lots.and_then(|lots| lots.parse().ok()).unwrap_or(LOTS)
}

async fn measured(world: &World) {
    let lots = lots();
    let granted = stream::iter(0..lots).map(async |n| {
        world
            .grant(&format!("c{}", n / 10), "promotional", 100)
            .await;
    });
    granted.buffer_unordered(64).collect::<Vec<()>>().await;
    let (mut beside, mut alone) = (Vec::new(), Vec::new());
    let rows = AtomicU64::new(0);
    for turn in 0..TURNS {
        alone.extend(spends(world, turn).await);
        let stop = AtomicBool::new(false);
        let audit = paced(world, &stop, &rows);
        let spent = async {
            let spent = spends(world, turn).await;
            stop.store(true, Ordering::Relaxed);
            spent
        };
        let ((), spent) = tokio::join!(audit, spent);
        beside.extend(spent);
    }
    let at = |all: &mut Vec<Duration>, percent: usize| {
        all.sort_unstable();
        all[(all.len() * percent / 100).min(all.len() - 1)].as_micros()
    };
    for percent in [50, 99] {
        let (with, without) = (at(&mut beside, percent), at(&mut alone, percent));
        eprintln!(
            "{lots} lots, p{percent}: {with} µs beside the auditor, {without} µs without, {}.{:02} times",
            with / without,
            with * 100 / without % 100
        );
    }
    let seconds = TURN.as_secs() * TURNS as u64;
    eprintln!(
        "{} spends beside it, {} without; it read {} rows a second",
        beside.len(),
        alone.len(),
        rows.load(Ordering::Relaxed) / seconds
    );
}

/// One client that spends as fast as it is answered, for a turn.
async fn spends(world: &World, turn: usize) -> Vec<Duration> {
    let (begun, mut took) = (Instant::now(), Vec::new());
    while begun.elapsed() < TURN {
        let at = Instant::now();
        let customer = format!("c{}", (took.len() * 7 + turn) % 500);
        world.spend(&customer, 1).await.ok();
        took.push(at.elapsed());
    }
    took
}

/// The auditor at the pace of the settings. The clock of a world stands still, so the pace is kept here.
async fn paced(world: &World, stop: &AtomicBool, rows: &AtomicU64) {
    let app = &world.apps[0];
    let mut known = 0;
    while !stop.load(Ordering::Relaxed) {
        auditing::step(app, Pace::Ignored).await.unwrap();
        let standing = auditing::standing(app).await.unwrap();
        let read = standing.running.map_or(0, |pass| pass.rows.unsigned_abs());
        let new = read.saturating_sub(known);
        known = read;
        rows.fetch_add(new, Ordering::Relaxed);
        let pause = Duration::from_micros(new * 1_000_000 / ROWS_PER_SECOND);
        tokio::time::sleep(pause).await;
    }
}
