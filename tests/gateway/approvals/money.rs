//! Deposits, payments and refunds that wait for an approval.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::{approved_lines, decide, listed, waits};
use crate::support::{
    buyer::{bank_order, card_order, id_of},
    world::World,
};

both_engines!(
    .limited():
    a_refund_is_never_approved_by_who_asked,
    a_quote_that_went_stale_meanwhile_is_refused,
    a_deposit_of_another_amount_waits_by_the_difference,
    a_payment_of_another_amount_waits_by_the_difference,
);

/// A refund of 10,000 won, which support may not do alone.
pub(super) async fn refund_asked(world: &World) -> (String, Value) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let payment = order["payment_id"].as_str().unwrap().to_owned();
    let asked = waits(&world.request_refund(&payment, None).await);
    assert_eq!(
        (&asked["subject"], &asked["amount"]),
        (&json!(payment), &json!(10_000))
    );
    (payment, asked)
}

async fn a_refund_is_never_approved_by_who_asked(world: &World) {
    let (_, asked) = refund_asked(world).await;
    assert_eq!(world.balance("c1").await, 1_000);
    for what in ["approve", "reject"] {
        decide(world, Role::Support, what, &asked, what)
            .await
            .refused(403, "own_approval");
    }
    // Longer than a quote is valid.
    world.pass(TimeDelta::hours(20));
    let done = decide(world, Role::Admin, "d1", &asked, "approve")
        .await
        .ok();
    let refund = done["outcome"].as_str().unwrap();
    let path = format!("/v1/refunds/{refund}");
    let told = world.gateway().get(Role::Support, &path).await.ok();
    assert_eq!(
        (&told["amount"], &told["requested_by"]),
        (&json!(10_000), &asked["asked_by"])
    );
    assert_ne!(done["decided_by"], asked["asked_by"]);
    assert_eq!(world.balance("c1").await, 0);
    assert_eq!(approved_lines(world, "refund.request").await, 1);
}

async fn a_quote_that_went_stale_meanwhile_is_refused(world: &World) {
    let (_, asked) = refund_asked(world).await;
    world.spend("c1", 5).await.ok();
    decide(world, Role::Admin, "d1", &asked, "approve")
        .await
        .refused(409, "quote_stale");
    assert_eq!(world.balance("c1").await, 995);
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM refunds").await,
        0
    );
    assert_eq!(listed(world, "waiting").await.len(), 1);
}

async fn a_deposit_of_another_amount_waits_by_the_difference(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "김철수"))
        .await;
    let costs = order["amount"].as_i64().unwrap();
    world.deposit("김철수", costs - 101).await;
    let list = world
        .gateway()
        .get(Role::Support, "/v1/deposits")
        .await
        .ok();
    let path = format!(
        "/v1/deposits/{}/match",
        list["items"][0]["id"].as_str().unwrap()
    );
    let body = json!({"order_id": order["id"], "despite_amount": true, "reason": "a typing error"});
    let asked = waits(&world.gateway().post(Role::Support, &path, &body).await);
    assert_eq!(asked["amount"], 101, "{asked}");
    assert_eq!(world.balance_or_zero("c1").await, 0);
    decide(world, Role::Admin, "d1", &asked, "approve")
        .await
        .ok();
    assert_eq!(world.order(&id_of(&order)).await["state"], "completed");
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn a_payment_of_another_amount_waits_by_the_difference(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let less = json!([
        {"kind": "charged_less", "probability_percent": 100, "operation": "confirm", "times": 1},
        {"kind": "webhook_lost", "probability_percent": 100},
    ]);
    world.faults("toss", less).await;
    world.come_back(&order, "pay").await;
    world.wait_for_order(&id_of(&order), "mismatched").await;
    let open = world
        .gateway()
        .get(Role::Support, "/v1/contradictions")
        .await
        .ok();
    let path = format!(
        "/v1/contradictions/{}/accept",
        open["items"][0]["id"].as_str().unwrap()
    );
    let body = json!({"reason": "rounded"});
    let asked = waits(&world.gateway().post(Role::Support, &path, &body).await);
    assert_eq!(
        (&asked["act"], &asked["amount"]),
        (&json!("contradiction_accept"), &json!(10))
    );
    assert_eq!(world.balance_or_zero("c1").await, 0);
    decide(world, Role::Admin, "d1", &asked, "approve")
        .await
        .ok();
    assert_eq!(world.order(&id_of(&order)).await["state"], "completed");
    assert_eq!(world.balance("c1").await, 1_000);
}
