//! Ten years of memberships by the moved clock: irregular sweeps, outages of months, a clock that is set back.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc};
use credit_gateway::flows;
use domain::{actor::Actor, books::memberships::StartSubscription, command::Command};
use futures_util::future::join_all;

use super::BASIC;
use crate::support::world::{Plan, World};

/// The first day on which subscriptions begin; the last is 30 days later, so that every day of a month is among them.
const FIRST: &str = "2027-01-01";
const YEARS: u32 = 10;

fn noon(day: NaiveDate) -> DateTime<Utc> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
    day.and_time(noon).and_utc() - TimeDelta::hours(9)
}

/// How many months of a subscription that began on this day are due by another day, month 0 among them.
fn due(start: NaiveDate, by: NaiveDate) -> i64 {
    let months = (0..).take_while(|month| start + Months::new(*month) <= by);
    i64::try_from(months.count()).unwrap()
}

async fn begin(world: &World, memberships: u64) -> Vec<NaiveDate> {
    let first: NaiveDate = FIRST.parse().unwrap();
    let mut starts = Vec::new();
    for day in 0..31 {
        let start = first + Days::new(day);
        world.clock.set(noon(start));
        let todays = (0..memberships).filter(|n| n % 31 == day);
        let asked = todays.map(|n| StartSubscription {
            customer: format!("m{n}").parse().unwrap(),
            plan: BASIC.to_owned(),
        });
        let asked: Vec<_> = asked.collect();
        starts.extend(asked.iter().map(|_| start));
        let app = &world.apps[0];
        let begun = asked
            .into_iter()
            .map(|change| app.apply(Command::new(change, Actor::Worker)));
        assert!(join_all(begun).await.iter().all(Result::is_ok));
    }
    starts
}

async fn ten_years_of(memberships: u64, world: &World) {
    let starts = begin(world, memberships).await;
    let mut today = starts[starts.len() - 1];
    let end = "2027-01-31".parse::<NaiveDate>().unwrap() + Months::new(12 * YEARS);
    let mut sweep = 0;
    while today < end {
        sweep += 1;
        // Every 40th sweep comes after an outage of three months; every 7th clock is an hour behind the one before.
        let step = if sweep % 40 == 0 { 92 } else { 9 + sweep % 5 };
        today = (today + Days::new(step)).min(end);
        world.clock.set(noon(today));
        let sweeps = world.apps.iter().map(|app| flows::membership::sweep(app));
        assert!(join_all(sweeps).await.iter().all(Result::is_ok));
        if sweep % 7 == 0 {
            world.pass(-TimeDelta::hours(13));
            world.distribute().await;
        }
    }
    world.clock.set(noon(end));
    let expected: i64 = starts.iter().map(|start| due(*start, end)).sum();
    let months = |what: &str| {
        format!("SELECT COUNT(*) FROM (SELECT DISTINCT {what} FROM distributions) AS months")
    };
    for what in ["id", "lot_id", "subscription_id, month"] {
        assert_eq!(
            world.database.number(&months(what)).await,
            expected,
            "{what}"
        );
    }
    let lots = "SELECT COUNT(*) FROM lots WHERE kind = 'membership'";
    assert_eq!(world.database.number(lots).await, expected);
    // Each by its own start: none has a month of another.
    let rows = "SELECT CAST(next_month AS TEXT) FROM subscriptions ORDER BY started_at, id";
    let counted: Vec<i64> = world
        .database
        .rows(rows)
        .await
        .iter()
        .map(|row| row[0].parse().unwrap())
        .collect();
    let expected: Vec<i64> = starts.iter().map(|start| due(*start, end)).collect();
    assert_eq!(counted, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_years_of_a_thousand_memberships_on_sqlite() {
    let plan = Plan::sqlite().without_workers();
    plan.run(async |world: &World| ten_years_of(1_000, world).await)
        .await;
}

/// With two gateways that run every sweep at once, and fewer memberships: PostgreSQL's rounds take longer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_years_of_two_gateways_on_postgres() {
    let plan = Plan::postgres().gateways(2).without_workers();
    plan.run(async |world: &World| ten_years_of(200, world).await)
        .await;
}
