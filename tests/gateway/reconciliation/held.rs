//! A day is compared by one gateway at a time, by the schedule, and goes on where a gateway was killed.

use chrono::TimeDelta;
use credit_gateway::{flows::reconcile, store::reconciliations};
use domain::{
    actor::Actor,
    id::ReconciliationId,
    reconcile::{Explained, Run, RunState, Source, Tally},
};

use crate::support::{buyer::wallet_order, plan::Plan, world::World};

const RUNS: &str = "SELECT provider, day, state FROM reconciliations ORDER BY id";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_gateways_never_compare_one_day_at_once() {
    let plan = Plan::postgres().gateways(2).without_workers();
    plan.run(async |world: &World| {
        let order = world.open_order(&wallet_order("naverpay", "c1")).await;
        world.pay(&order).await;
        world.pass_days(1);
        let slow = serde_json::json!([{"kind": "delay", "probability_percent": 100, "operation": "lookup", "delay_ms": 1000}]);
        world.faults("naverpay", slow).await;
        let day = world.today().pred_opt().unwrap();
        let provider: domain::kind::ProviderId = "naverpay".parse().unwrap();
        let compare = |at: usize| {
            let source = Source::Movements;
            reconcile::compare(&world.apps[at], &provider, source, day, Actor::Worker)
        };
        let (one, other) = tokio::join!(compare(0), compare(1));
        let done = [one.unwrap().is_some(), other.unwrap().is_some()];
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
        assert_eq!(world.database.rows(RUNS).await.len(), 1);
    })
    .await;
}

both_engines!(
    .without_workers():
    a_comparison_whose_gateway_was_killed_is_taken_up_again,
    one_of_a_file_is_taken_up_as_well_and_keeps_its_day_from_no_other,
    each_day_is_compared_when_it_is_due_and_once,
);

/// The row that a killed gateway leaves.
async fn a_comparison_whose_gateway_was_killed_is_taken_up_again(world: &World) {
    let order = world.open_order(&wallet_order("naverpay", "c1")).await;
    world.pay(&order).await;
    world.pass_days(1);
    let app = &world.apps[0];
    let left = Run {
        id: app.id(ReconciliationId::new),
        provider: "naverpay".parse().unwrap(),
        day: world.today().pred_opt().unwrap(),
        source: Source::Movements,
        state: RunState::Running,
        asked_by: Actor::Gateway,
        started_at: world.now(),
        leased_until: world.now() + TimeDelta::minutes(10),
        finished_at: None,
        tally: Tally::default(),
        explained: Explained::default(),
        error: None,
    };
    let id = left.id;
    let held = reconciliations::begin(&app.db, left, "killed".to_owned()).await;
    let held = held.unwrap().unwrap();
    let state = async || {
        let run = reconciliations::by_id(&app.db, id).await.unwrap();
        run.unwrap().state
    };
    reconcile::sweep(app).await.unwrap();
    assert_eq!(state().await, RunState::Running, "it is held by another");
    world.pass(TimeDelta::minutes(10));
    reconcile::sweep(app).await.unwrap();
    assert_eq!(state().await, RunState::Finished, "it is taken up");
    assert!(
        !reconciliations::end(&app.db, &held).await.unwrap(),
        "the first has lost it"
    );
}

/// A gateway that stopped while it compared a sent file. The list of the same day waits for nothing but that.
async fn one_of_a_file_is_taken_up_as_well_and_keeps_its_day_from_no_other(world: &World) {
    let order = world.open_order(&wallet_order("kakaopay", "c1")).await;
    world.pay(&order).await;
    let day = world.today();
    world.pass_days(1);
    let app = &world.apps[0];
    let left = Run {
        id: app.id(ReconciliationId::new),
        provider: "kakaopay".parse().unwrap(),
        day,
        source: Source::Settlements,
        state: RunState::Running,
        asked_by: Actor::Import("김담당".to_owned()),
        started_at: world.now(),
        leased_until: world.now(),
        finished_at: None,
        tally: Tally::default(),
        explained: Explained::default(),
        error: None,
    };
    let held = reconciliations::begin(&app.db, left, "stopped".to_owned()).await;
    assert!(held.unwrap().is_some());
    reconcile::sweep(app).await.unwrap();
    let done = "SELECT source FROM reconciliations WHERE provider = 'kakaopay' AND state = 'finished' ORDER BY source";
    assert_eq!(
        world.database.rows(done).await,
        [["movements"], ["settlements"]]
    );
}

async fn each_day_is_compared_when_it_is_due_and_once(world: &World) {
    let app = &world.apps[0];
    let count = async |provider: &str| {
        let runs = world.database.rows(RUNS).await;
        let of = runs
            .iter()
            .filter(|run| run[0] == provider && run[2] == "finished");
        of.count()
    };
    reconcile::sweep(app).await.unwrap();
    assert_eq!(
        world.database.rows(RUNS).await.len(),
        0,
        "nothing was ever sold"
    );
    let order = world.open_order(&wallet_order("naverpay", "c1")).await;
    world.pay(&order).await;
    for (at, runs) in [
        ("2026-04-09T04:59:59+09:00", 0),
        ("2026-04-09T05:00:00+09:00", 1),
        ("2026-04-09T23:00:00+09:00", 1),
        // The first day again, and the second for the first time.
        ("2026-04-10T05:00:00+09:00", 3),
        ("2026-04-10T06:00:00+09:00", 3),
    ] {
        world.set(at);
        reconcile::sweep(app).await.unwrap();
        assert_eq!(count("naverpay").await, runs, "{at}");
        assert_eq!(count("kakaopay").await, runs, "{at}");
    }
    assert_eq!(count("bank").await, 0, "nothing can be asked");
    world
        .faults("naverpay", super::always("refuse_5xx_before", "lookup"))
        .await;
    world.set("2026-04-11T05:00:00+09:00");
    reconcile::sweep(app).await.unwrap();
    let failed = world.database.rows(RUNS).await;
    let failed = failed.iter().filter(|run| run[2] == "failed").count();
    assert!(failed > 0, "the provider could not be asked");
    world.faults("naverpay", serde_json::json!([])).await;
    let before = count("naverpay").await;
    reconcile::sweep(app).await.unwrap();
    assert_eq!(count("naverpay").await, before, "it was asked a moment ago");
    world.pass(TimeDelta::minutes(30));
    reconcile::sweep(app).await.unwrap();
    assert_eq!(
        count("naverpay").await,
        before + failed,
        "it is tried again"
    );
}
