//! Providers that misbehave. Whatever goes wrong, the books end as if it had not, within bounded time. Money that
//! does not match is parked where people see it.

mod refunds;
mod storm;
mod webhooks;

use chrono::TimeDelta;
use domain::order::HINTS_APART;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    buyer::{card_order, id_of},
    client::send,
    world::World,
};

both_engines!(
    a_confirmation_that_goes_wrong_on_the_way_still_ends_in_one_lot,
    look_ups_that_go_wrong_are_asked_again,
    money_of_another_amount_is_parked_and_mints_nothing,
    a_word_that_nobody_knows_proves_nothing,
    a_look_up_from_before_its_end_does_not_give_an_order_up,
);

/// How fast time passes while the world waits: retries come seconds to minutes apart.
const STEP: TimeDelta = TimeDelta::seconds(1);

fn always(kind: &str, operation: &str, times: i64) -> Value {
    json!([{"kind": kind, "probability_percent": 100, "operation": operation, "times": times}])
}

/// Waits until the order has this state, while time passes.
async fn becomes(world: &World, order: &str, state: &str) {
    let there = async || world.order(order).await["state"] == state;
    world
        .wait_while_time_passes(&format!("order {order} becomes {state}"), STEP, there)
        .await;
}

async fn a_confirmation_that_goes_wrong_on_the_way_still_ends_in_one_lot(world: &World) {
    let kinds = [
        "lost_answer_after_effect",
        "refuse_5xx_before",
        "malformed",
        "html_error_page",
        "empty_body",
        "unknown_status",
    ];
    for (at, kind) in kinds.into_iter().enumerate() {
        let customer = format!("c{at}");
        let order = world
            .open_order(&card_order(&customer, "direct-1000", 1))
            .await;
        world.faults("toss", always(kind, "confirm", 1)).await;
        let fired = world.fired("toss", kind).await;
        world.come_back(&order, "pay").await;
        assert_eq!(
            world.fired("toss", kind).await,
            fired + 1,
            "{kind} did not happen"
        );
        becomes(world, &id_of(&order), "completed").await;
        assert_eq!(world.balance(&customer).await, 1_000, "{kind}");
        assert_eq!(world.lots(&customer).await.len(), 1, "{kind}");
    }
}

async fn look_ups_that_go_wrong_are_asked_again(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let broken = json!([
        {"kind": "lost_answer_after_effect", "probability_percent": 100, "operation": "confirm", "times": 1},
        {"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "lookup", "times": 2},
        {"kind": "malformed", "probability_percent": 100, "operation": "lookup", "times": 1},
    ]);
    world.faults("toss", broken).await;
    world.come_back(&order, "pay").await;
    becomes(world, &id_of(&order), "completed").await;
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn money_of_another_amount_is_parked_and_mints_nothing(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    // A webhook would trigger a look-up of the right amount, which may be booked first.
    let wrong = json!([
        {"kind": "wrong_amount", "probability_percent": 100, "operation": "confirm", "times": 1},
        {"kind": "wrong_amount", "probability_percent": 100, "operation": "lookup", "times": 1},
        {"kind": "webhook_lost", "probability_percent": 100},
    ]);
    world.faults("toss", wrong).await;
    world.come_back(&order, "pay").await;
    let order = world.wait_for_order(&id_of(&order), "mismatched").await;
    assert!(
        order["note"].as_str().unwrap().contains("10001 won"),
        "{order}"
    );
    assert_eq!(world.balance("c1").await, 0);
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM payments").await,
        0
    );
    let page = world
        .gateway()
        .browse(order["checkout_url"].as_str().unwrap())
        .await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert_eq!(
        world
            .database
            .number("SELECT COUNT(*) FROM events WHERE kind = 'order.mismatched'")
            .await,
        1
    );
}

async fn a_word_that_nobody_knows_proves_nothing(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let broken = json!([
        {"kind": "unknown_status", "probability_percent": 100, "operation": "confirm", "times": 1},
        {"kind": "unknown_status", "probability_percent": 100, "operation": "lookup", "times": 3},
    ]);
    world.faults("toss", broken).await;
    world.come_back(&order, "pay").await;
    assert_eq!(world.order(&id_of(&order)).await["state"], "confirming");
    assert_eq!(world.balance("c1").await, 0);
    becomes(world, &id_of(&order), "completed").await;
    assert_eq!(world.balance("c1").await, 1_000);
}

/// The provider answers "no deposit yet" and the answer is slow. The deposit comes, then the account's end, then the
/// answer. An answer from before the end says nothing about the end.
async fn a_look_up_from_before_its_end_does_not_give_an_order_up(world: &World) {
    let order = world.issue_account("c1", "direct-1000").await;
    let idle = async || {
        world
            .database
            .number(crate::support::database::NEAR_JOBS)
            .await
            == 0
    };
    world
        .wait_until("the account's own webhooks are done with", idle)
        .await;
    let slow = json!([
        {"kind": "delay", "probability_percent": 100, "operation": "lookup", "times": 1, "delay_ms": 400},
        {"kind": "webhook_lost", "probability_percent": 100},
    ]);
    world.faults("toss", slow).await;
    world.pass(HINTS_APART);
    let hint = json!({"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": "2026-04-08T10:00:00.000000",
        "data": {"orderId": order["id"], "paymentKey": "hint", "status": "READY"}});
    let hint = world
        .gateway()
        .bare(Method::POST, "/webhooks/toss")
        .json(&hint);
    send(hint.header("tosspayments-webhook-transmission-id", "whtrans_hint"))
        .await
        .ok();
    let asked = async || world.fired("toss", "delay").await == 1;
    world.wait_until("the provider was asked", asked).await;
    world
        .at_provider("/toss/deposits", &json!({"orderId": order["id"]}))
        .await;
    world.pass(TimeDelta::days(8));
    world.wait_until("the slow answer is in", idle).await;
    let swept = async || {
        world.sweep().await;
        world.order(&id_of(&order)).await["state"] == "completed"
    };
    world.wait_until("the order is completed", swept).await;
    assert_eq!(world.balance("c1").await, 1_000);
}
