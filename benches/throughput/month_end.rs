//! A month end: lots and holds of many customers end at one instant, and the gateway books them while others go on
//! spending at a fixed rate.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use chrono::{DateTime, Utc};

use crate::{
    bench::Bench,
    engines::Home,
    load::{self, Load, Tally, percentile},
    plan::{MANY, MONTH_END_TO_BEFORE, Options, SOME, Scenario},
    report::{Report, millis, say},
    requests::{self, Act, Whose},
    seed::{Database, Lapsing},
};

/// How long spends go on before the end: the last rows are written, the gateway starts, and one sweep at least is over.
const BEFORE: Duration = Duration::from_secs(15);
/// Not counted at the start.
const WARM_UP: Duration = Duration::from_secs(2);
/// Fewest of them that a gateway books in a second. Spends go on so long, and some seconds for the sweeps' pauses.
const BOOKED_PER_SECOND: u64 = 2_500;
const PAUSES: Duration = Duration::from_secs(15);

/// Measures spends on a database of its own, at half of what the engine reached on an empty one.
pub(super) async fn measure(
    asked: &Options,
    home: &Home<'_>,
    lots: u64,
    report: &mut Report,
) -> anyhow::Result<()> {
    let (url, name) = (home.create("month_end").await, home.month_end());
    let mut bench = Bench::prepare(asked, name, (&url, home.folder()), (0, 0)).await?;
    let reached = match report.rate(home.name(), Scenario::Spend, MANY) {
        Some(rate) => rate,
        None => bench.measure(Scenario::Spend, MANY).await?.rate,
    };
    bench.kill();
    let lapsing = Lapsing::of(lots);
    let database = Database::open(&url).await?;
    let due = lapsing.seed(&database, BEFORE).await?;
    database.close().await;
    bench.early = lapsing.lots;
    bench.restart(None).await?;

    let (started, now) = (Instant::now(), requests::now());
    let until_due = (due - now).to_std().ok();
    let until_due = until_due.context("the gateway started after they were due")?;
    let load = Load {
        connections: SOME,
        warm_up: WARM_UP,
        measured: until_due + PAUSES + Duration::from_secs(lapsing.count() / BOOKED_PER_SECOND),
        rate: Some(reached / 2),
    };
    say(format_args!(
        "{name}: {} spends a second; {} lots and {} holds of others end in {} s",
        reached / 2,
        lapsing.lots,
        lapsing.holds,
        until_due.as_secs()
    ));
    let source = bench.requests(Act::Spend, Whose::Spread, "month-end".to_owned())?;
    let tally = load::tally(bench.gateway()?.address, load, source).await?;
    ensure!(tally.errors == 0, "{name}: {:?}", tally.first_error);
    bench.kill();

    let database = Database::open(&url).await?;
    let (booked, first, last) = database.booked().await?;
    database.close().await;
    let all = lapsing.count();
    if booked < all {
        report
            .wrong
            .push(format!("{name}: {booked} of {all} ends were booked"));
    }
    let at = |instant: DateTime<Utc>| started + (instant - now).to_std().unwrap_or_default();
    let phases = [
        (started, at(due)),
        (at(due), at(last)),
        (at(last), started + WARM_UP + load.measured),
    ];
    let took = (last - first).to_std().unwrap_or_default();
    let late = (first - due).to_std().unwrap_or_default();
    say(format_args!(
        "{name}: {booked} ends were booked in {} ms, the first {} ms after it was due",
        took.as_millis(),
        late.as_millis()
    ));
    let [before, during, after] = phases.map(|(from, to)| p99(&tally, from, to));
    say(format_args!(
        "{name}: p99 of spends {} ms before, {} ms until all were booked, {} ms after",
        millis(before),
        millis(during),
        millis(after)
    ));
    let what = format!("{name}: p99 of spends while {all} ends are booked to before");
    report.at_most(&what, during, before, MONTH_END_TO_BEFORE);
    bench.finish(report).await
}

/// The p99 of the requests that were due within this time.
fn p99(tally: &Tally, from: Instant, to: Instant) -> Duration {
    let within = |(due, micros): &(Instant, u32)| (from..to).contains(due).then_some(*micros);
    let mut latencies: Vec<u32> = tally.latencies.iter().filter_map(within).collect();
    latencies.sort_unstable();
    percentile(&latencies, 99)
}
