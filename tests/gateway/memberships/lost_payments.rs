//! Money that comes for a month which is settled meanwhile: it is parked and goes back.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::paid_months::{PLUS, month_order};
use crate::support::{buyer::id_of, world::World};

both_engines!(
    money_for_a_month_that_was_paused_meanwhile_goes_back,
    two_deposits_for_one_month_give_it_once,
);

async fn awaiting(world: &World, begun: &Value) -> Value {
    let order = world
        .open_order(&month_order(begun, "virtual_account"))
        .await;
    world.come_back(&order, "pay").await;
    world
        .wait_for_order(&id_of(&order), "awaiting_deposit")
        .await
}

async fn pay_in(world: &World, order: &Value) {
    let paid = json!({"orderId": order["id"]});
    world.at_provider("/toss/deposits", &paid).await;
}

/// The contradiction of a parked order: its money goes back at the provider.
async fn given_back(world: &World, order: &Value) {
    let parked = world.wait_for_order(&id_of(order), "mismatched").await;
    let list = world
        .gateway()
        .get(Role::Support, "/v1/contradictions?state=open")
        .await;
    let known = list.ok()["items"][0].clone();
    assert_eq!(
        (&known["kind"], &known["order_id"]),
        (&json!("month_gone"), &parked["id"])
    );
    let path = format!("/v1/contradictions/{}/refund", id_of(&known));
    let account = json!({"bank": "088", "account_number": "110123456789", "holder": "HONG"});
    let body = json!({"reason": "paid for nothing", "refund_account": account});
    world.gateway().post(Role::Support, &path, &body).await.ok();
    world.wait_for_order(&id_of(order), "cancelled").await;
}

async fn money_for_a_month_that_was_paused_meanwhile_goes_back(world: &World) {
    let begun = world.subscribe("c1", PLUS).await;
    let order = awaiting(world, &begun).await;
    let paused = world
        .with_subscription(&id_of(&begun), "pause", &Value::Null)
        .await;
    assert_eq!(paused.ok()["waiting_month"], Value::Null);
    pay_in(world, &order).await;
    given_back(world, &order).await;
    assert_eq!(world.balance("c1").await, 0);
    let months = world.months(&id_of(&begun)).await;
    assert_eq!((months.len(), &months[0]["skipped"]), (1, &json!("unpaid")));
}

async fn two_deposits_for_one_month_give_it_once(world: &World) {
    let begun = world.subscribe("c1", PLUS).await;
    let [first, second] = [awaiting(world, &begun).await, awaiting(world, &begun).await];
    pay_in(world, &second).await;
    world.wait_for_order(&id_of(&second), "completed").await;
    pay_in(world, &first).await;
    given_back(world, &first).await;
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(world.months(&id_of(&begun)).await.len(), 1);
}
