//! Destinations of money above the requester's limit: another account for a refund, and a payment that is in no
//! books.

mod accounts;
mod by_hand;

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::{
    approvals::{approved_lines, decide, waits},
    support::{
        buyer::{card_order, id_of},
        client::Answer,
        world::World,
    },
};

both_engines!(
    .limited():
    a_payment_above_the_limit_is_given_back_once_when_another_approves,
    a_payment_whose_return_was_rejected_stays,
    a_payment_within_the_limit_is_given_back_at_once,
    a_payment_that_went_meanwhile_is_not_given_back_again,
);

/// A payment of ten won less than `times` 1,000; returns the contradiction for a person to decide.
async fn underpaid(world: &World, times: i64) -> Value {
    let order = card_order("c1", "direct-100", times);
    let order = world.open_order(&order).await;
    let less = json!([
        {"kind": "charged_less", "probability_percent": 100, "operation": "confirm", "times": 1},
        {"kind": "webhook_lost", "probability_percent": 100},
    ]);
    world.faults("toss", less).await;
    world.come_back(&order, "pay").await;
    world.wait_for_order(&id_of(&order), "mismatched").await;
    let path = "/v1/contradictions?state=open";
    let open = world.gateway().get(Role::Support, path).await.ok();
    open["items"][0].clone()
}

async fn give_back(world: &World, known: &Value) -> Answer {
    let path = format!("/v1/contradictions/{}/refund", id_of(known));
    let body = json!({"reason": "the buyer called"});
    world.gateway().post(Role::Support, &path, &body).await
}

async fn state_of(world: &World, known: &Value) -> String {
    let path = format!("/v1/contradictions/{}", id_of(known));
    let told = world.gateway().get(Role::Support, &path).await.ok();
    told["state"].as_str().unwrap().to_owned()
}

/// The total the provider returned, and the number of refunds.
async fn gone(world: &World) -> (i64, usize) {
    let books = world.sandbox_books().await;
    let paid = &books["toss"]["payments"][0];
    let times = paid["cancels"].as_array().map_or(0, Vec::len);
    (paid["cancelled"].as_i64().unwrap_or(0), times)
}

async fn a_payment_above_the_limit_is_given_back_once_when_another_approves(world: &World) {
    let known = underpaid(world, 10).await;
    let asked = waits(&give_back(world, &known).await);
    assert_eq!(
        (&asked["act"], &asked["subject"], &asked["amount"]),
        (&json!("contradiction_refund"), &known["id"], &json!(9_990))
    );
    decide(world, Role::Support, "d0", &asked, "approve")
        .await
        .refused(403, "own_approval");
    assert_eq!(state_of(world, &known).await, "open");
    assert_eq!(gone(world).await, (0, 0));
    let done = decide(world, Role::Admin, "d1", &asked, "approve").await;
    assert_eq!(done.ok()["outcome"], known["id"]);
    let back = async || state_of(world, &known).await == "refunded";
    world.wait_until("the money is back", back).await;
    decide(world, Role::Admin, "d2", &asked, "approve")
        .await
        .refused(409, "approval_settled");
    assert_eq!(gone(world).await, (9_990, 1));
    assert_eq!(approved_lines(world, "contradiction.refund").await, 1);
}

async fn a_payment_whose_return_was_rejected_stays(world: &World) {
    let known = underpaid(world, 10).await;
    let asked = waits(&give_back(world, &known).await);
    decide(world, Role::Admin, "d1", &asked, "reject")
        .await
        .ok();
    decide(world, Role::Admin, "d2", &asked, "approve")
        .await
        .refused(409, "approval_settled");
    assert_eq!(state_of(world, &known).await, "open");
    assert_eq!(gone(world).await, (0, 0));
}

async fn a_payment_within_the_limit_is_given_back_at_once(world: &World) {
    let known = underpaid(world, 5).await;
    let going = give_back(world, &known).await;
    assert_eq!(going.status, 200, "{}", going.text);
    let back = async || state_of(world, &known).await == "refunded";
    world.wait_until("the money is back", back).await;
    assert_eq!(gone(world).await, (4_990, 1));
}

async fn a_payment_that_went_meanwhile_is_not_given_back_again(world: &World) {
    let known = underpaid(world, 10).await;
    let asked = waits(&give_back(world, &known).await);
    let cancel = json!({"paymentKey": known["payment_key"]});
    world.at_provider("/toss/console/cancel", &cancel).await;
    decide(world, Role::Admin, "d1", &asked, "approve")
        .await
        .refused(409, "contradiction_settled");
    assert_eq!(gone(world).await, (9_990, 1));
    let path = format!("/v1/approvals/{}", id_of(&asked));
    let told = world.gateway().get(Role::Admin, &path).await.ok();
    assert_eq!(told["state"], "waiting");
}
