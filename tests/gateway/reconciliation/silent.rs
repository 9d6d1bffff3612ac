//! A provider that does not answer: the days of the others are compared meanwhile, and of its own day not everything is asked about.

use std::pin::pin;

use credit_gateway::{access::Role, flows::reconcile};
use futures_util::future::{Either, select};
use serde_json::{Value, json};

use super::always;
use crate::{
    silent_provider::nobody_holds_the_database,
    support::{
        buyer::{card_order, wallet_order},
        liar::Lie,
        plan::Plan,
        world::World,
    },
};

/// Sessions that nobody paid: more than are asked about while nobody answers.
const SESSIONS: usize = 8;
/// After so many look-ups in a row without an answer a day is left for the next try.
const UNANSWERED_MAX: usize = 5;

both_engines!(
    .without_workers():
    a_silent_provider_keeps_no_other_from_being_compared,
    a_day_whose_provider_is_silent_is_left_for_the_next_try,
);

/// The comparisons of a provider's days, newest first.
async fn runs(world: &World, provider: &str) -> Vec<Value> {
    let path = format!("/v1/reconciliations?provider={provider}");
    let list = world.gateway().get(Role::Support, &path).await.ok();
    list["items"].as_array().unwrap().clone()
}

async fn a_silent_provider_keeps_no_other_from_being_compared(world: &World) {
    for nth in 0..SESSIONS {
        world
            .open_order(&wallet_order("kakaopay", &format!("k{nth}")))
            .await;
    }
    let order = world.open_order(&wallet_order("naverpay", "n1")).await;
    world.pay(&order).await;
    world.set("2026-04-09T05:00:00+09:00");
    let silent = json!([{"kind": "delay", "probability_percent": 100, "operation": "lookup", "delay_ms": 120_000}]);
    world.faults("kakaopay", silent).await;
    let meanwhile = async {
        let compared = async || {
            let runs = runs(world, "naverpay").await;
            runs.iter().any(|run| run["state"] == "finished")
        };
        world
            .wait_until("the other provider's day is compared", compared)
            .await;
        let waits = runs(world, "kakaopay").await;
        assert_eq!(waits[0]["state"], "running", "it waits for an answer");
        assert_eq!(waits[0]["asked"], 0, "{waits:?}");
        nobody_holds_the_database(world).await;
    };
    let sweep = reconcile::sweep(&world.apps[0]);
    match select(pin!(sweep), pin!(meanwhile)).await {
        Either::Left(_) => panic!("the silent provider was not waited for"),
        Either::Right(((), _still_waits)) => {}
    }
}

async fn a_day_whose_provider_is_silent_is_left_for_the_next_try(world: &World) {
    for nth in 0..SESSIONS {
        world
            .open_order(&wallet_order("kakaopay", &format!("k{nth}")))
            .await;
    }
    world.set("2026-04-09T05:00:00+09:00");
    let down = always("refuse_5xx_before", "lookup");
    world.faults("kakaopay", down).await;
    reconcile::sweep(&world.apps[0]).await.unwrap();
    left_for_later(&runs(world, "kakaopay").await[0]);
    let first = age(world, "kakaopay").await;
    assert_eq!(first, Some(19 * 3_600), "it counts from the first order");
    assert_eq!(age(world, "naverpay").await, Some(0));
    assert_eq!(age(world, "bank").await, None, "it is never compared");

    world.faults("kakaopay", json!([])).await;
    world.pass(chrono::TimeDelta::minutes(30));
    reconcile::sweep(&world.apps[0]).await.unwrap();
    let run = &runs(world, "kakaopay").await[0];
    assert_eq!(
        (&run["state"], &run["asked"]),
        (&json!("finished"), &json!(SESSIONS)),
        "{run}"
    );
}

/// Seconds since a day of the provider was compared as a whole, as the numbers have them.
async fn age(world: &World, provider: &str) -> Option<i64> {
    let numbers = world.gateway().browse("/metrics").await.text;
    let name = format!("credit_gateway_reconciliation_age_seconds{{provider=\"{provider}\"}} ");
    let age = numbers.lines().find_map(|line| line.strip_prefix(&name));
    age.map(|age| age.parse().unwrap())
}

/// The comparison failed, and says what it left.
fn left_for_later(run: &Value) {
    assert_eq!(
        (&run["state"], &run["asked"]),
        (&json!("failed"), &json!(UNANSWERED_MAX)),
        "{run}"
    );
    let error = run["error"].as_str().unwrap();
    let left = format!("{} are left", SESSIONS - UNANSWERED_MAX);
    assert!(error.contains(&left), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_whose_payments_nobody_answers_about() {
    for plan in [Plan::sqlite(), Plan::postgres()] {
        let plan = plan.without_workers().toss_told_otherwise();
        plan.run(payments_of_a_list_are_left_as_well).await;
    }
}

/// Toss lists payments that are in no books, and what it then says of each cannot be read.
async fn payments_of_a_list_are_left_as_well(world: &World) {
    world
        .faults("toss", always("webhook_lost", "webhook"))
        .await;
    for nth in 0..SESSIONS {
        let order = card_order(&format!("t{nth}"), "direct-1000", 1);
        let order = world.open_order(&order).await;
        world.pay_unheard(&order).await;
    }
    world.pass_days(1);
    let garbled = Lie::Says("/totalAmount", json!("much"));
    world.liar().tell(vec![garbled]);
    let run = world.reconcile_yesterday("toss").await;
    left_for_later(&run);
    world.liar().tell(Vec::new());
    let run = world.reconcile_yesterday("toss").await;
    assert_eq!(super::result(&run).1, 100_000, "{run}");
}
