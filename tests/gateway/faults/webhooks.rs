//! Webhooks that are lost, late, doubled or forged.

use chrono::TimeDelta;
use serde_json::json;

use super::{STEP, becomes};
use crate::support::{
    buyer::{bank_order, id_of},
    world::World,
};

both_engines!(
    a_lost_webhook_is_made_up_for_by_the_sweep,
    webhooks_twice_late_and_out_of_order_end_in_the_same_books,
    a_forged_signature_of_the_feed_is_refused_until_a_genuine_one_comes,
);

/// Only a webhook reports the deposit into a virtual account. When it is lost, the provider is looked up once more at
/// the order's end, before the order is given up.
async fn a_lost_webhook_is_made_up_for_by_the_sweep(world: &World) {
    let order = world.issue_account("c1", "direct-1000").await;
    let lost = json!([{"kind": "webhook_lost", "probability_percent": 100}]);
    world.faults("toss", lost).await;
    world
        .at_provider("/toss/deposits", &json!({"orderId": order["id"]}))
        .await;
    assert_eq!(
        world.order(&id_of(&order)).await["state"],
        "awaiting_deposit"
    );
    world.pass(TimeDelta::days(8));
    let swept = async || {
        world.sweep().await;
        world.order(&id_of(&order)).await["state"] == "completed"
    };
    world.wait_until("the order is completed", swept).await;
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn webhooks_twice_late_and_out_of_order_end_in_the_same_books(world: &World) {
    for (at, kind) in ["webhook_duplicate", "webhook_late", "webhook_reordered"]
        .into_iter()
        .enumerate()
    {
        let customer = format!("c{at}");
        let order = world.issue_account(&customer, "direct-1000").await;
        world
            .faults("toss", json!([{"kind": kind, "probability_percent": 100}]))
            .await;
        world
            .at_provider("/toss/deposits", &json!({"orderId": order["id"]}))
            .await;
        becomes(world, &id_of(&order), "completed").await;
        assert_eq!(world.balance(&customer).await, 1_000, "{kind}");
        world
            .at_provider("/toss/deposits/reverse", &json!({"orderId": order["id"]}))
            .await;
        let gone = async || world.balance(&customer).await == 0;
        world
            .wait_while_time_passes(&format!("the credits go despite {kind}"), STEP, gone)
            .await;
        world.faults("toss", json!([])).await;
    }
    world
        .open_order(&bank_order("b1", "direct-1000", "홍길동"))
        .await;
    world
        .faults(
            "bank",
            json!([{"kind": "webhook_duplicate", "probability_percent": 100}]),
        )
        .await;
    world.deposit("홍길동", 10_000).await;
    assert_eq!(world.balance("b1").await, 1_000);
}

async fn a_forged_signature_of_the_feed_is_refused_until_a_genuine_one_comes(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let forged = json!([{"kind": "webhook_bad_signature", "probability_percent": 100, "times": 1}]);
    world.faults("bank", forged).await;
    let told = world
        .at_provider(
            "/bank/deposits",
            &json!({"depositor_name": "홍길동", "amount": 10_000}),
        )
        .await;
    assert_eq!(told["delivered"], false, "{told}");
    // The feed sends it again, signed with the right secret.
    world.wait_for_order(&id_of(&order), "completed").await;
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(
        world
            .database
            .number("SELECT COUNT(*) FROM inbox WHERE verdict = 'rejected'")
            .await,
        1
    );
}
