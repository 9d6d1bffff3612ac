//! A month is given once: under repeated sweeps, clocks that step back, sweeps that are cut off, and two gateways.

use std::time::Duration;

use credit_gateway::flows;
use domain::{actor::Actor, books::memberships::Distribute, command::Command, id::SubscriptionId};
use futures_util::future::join_all;

use super::BASIC;
use crate::support::{
    buyer::id_of,
    world::{Plan, World},
};

both_engines!(
    .without_workers():
    a_sweep_of_what_was_settled_meanwhile_gives_nothing,
    a_clock_that_steps_back_gives_nothing_twice,
    a_sweep_that_is_cut_off_goes_on,
);

async fn distributions(world: &World) -> i64 {
    world
        .database
        .number("SELECT COUNT(*) FROM distributions")
        .await
}

/// Another gateway read the same subscription as due, and its command comes after ours.
async fn a_sweep_of_what_was_settled_meanwhile_gives_nothing(world: &World) {
    let subscription: SubscriptionId = id_of(&world.subscribe("c1", BASIC).await).parse().unwrap();
    world.set("2026-05-08T00:00:05+09:00");
    let month = || Distribute {
        customer: "c1".parse().unwrap(),
        subscription,
        month: 1,
    };
    let asked = (0..8).map(|_| world.apps[0].apply(Command::new(month(), Actor::Worker)));
    let answers = join_all(asked).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(distributions(world).await, 2, "a month was given early");
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn a_clock_that_steps_back_gives_nothing_twice(world: &World) {
    world.subscribe("c1", BASIC).await;
    world.set("2026-06-08T00:00:10+09:00");
    world.distribute().await;
    for back in ["2026-06-07T23:00:00+09:00", "2026-05-08T00:00:00+09:00"] {
        world.set(back);
        world.distribute().await;
        assert_eq!(distributions(world).await, 3, "{back}");
    }
    world.set("2026-06-08T00:01:00+09:00");
    world.distribute().await;
    assert_eq!(distributions(world).await, 3);
}

async fn a_sweep_that_is_cut_off_goes_on(world: &World) {
    let names: Vec<String> = (0..60).map(|n| format!("c{n}")).collect();
    join_all(names.iter().map(|name| world.subscribe(name, BASIC))).await;
    world.set("2027-04-08T12:00:00+09:00");
    for millis in [1, 5, 20, 80] {
        let cut = flows::membership::sweep(&world.apps[0]);
        let _may_be_cut = tokio::time::timeout(Duration::from_millis(millis), cut).await;
    }
    world.distribute().await;
    assert_eq!(distributions(world).await, 60 * 13);
    let months = "SELECT COUNT(*) FROM (SELECT DISTINCT subscription_id, month FROM distributions) AS months";
    assert_eq!(world.database.number(months).await, 60 * 13);
}

/// Two gateways on one PostgreSQL run the same sweep at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_gateways_that_sweep_at_once_give_each_month_once() {
    let plan = Plan::postgres().gateways(2).without_workers();
    plan.run(async |world: &World| {
        let names: Vec<String> = (0..80).map(|n| format!("c{n}")).collect();
        join_all(names.iter().map(|name| world.subscribe(name, BASIC))).await;
        world.set("2026-10-08T12:00:00+09:00");
        let sweeps = world.apps.iter().map(|app| flows::membership::sweep(app));
        let ends = join_all(sweeps).await;
        assert!(ends.iter().all(Result::is_ok), "{ends:?}");
        assert_eq!(distributions(world).await, 80 * 7);
        let lots = "SELECT COUNT(*) FROM lots WHERE kind = 'membership'";
        assert_eq!(world.database.number(lots).await, 80 * 7);
    })
    .await;
}

/// The schedule's own sweep, with nobody asking.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_schedule_gives_a_month_by_itself() {
    Plan::sqlite()
        .run(async |world: &World| {
            world.subscribe("c1", BASIC).await;
            world.set("2026-05-08T00:00:00+09:00");
            world
                .wait_until("the month is given", async || {
                    distributions(world).await == 2
                })
                .await;
        })
        .await;
}
