//! Signed notices that contradict an earlier one.

use credit_gateway::access::Role;
use serde_json::Value;

use crate::{
    bad_input::unchanged,
    support::{
        buyer::bank_order,
        client::BankWebhook,
        world::{BANK_SECRET, World},
    },
};

both_engines!(
    the_same_event_with_another_body_is_a_discrepancy,
    the_same_movement_with_another_amount_is_a_discrepancy,
);

async fn the_same_event_with_another_body_is_a_discrepancy(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let first = world.deposit_of("mv-1", 10_000);
    world
        .gateway()
        .bank_webhook(&world.signed("msg_1", &first))
        .await
        .ok();
    assert_eq!(world.balance("c1").await, 1_000);
    // The same content in another spelling is the same.
    let mut spaced = world.signed("msg_1", &first);
    spaced = BankWebhook {
        body: serde_json::to_vec_pretty(&first).unwrap(),
        ..spaced
    };
    spaced.sign(BANK_SECRET);
    unchanged(world, world.gateway().bank_webhook(&spaced))
        .await
        .ok();
    let other = world.signed("msg_1", &world.deposit_of("mv-2", 20_000));
    world.gateway().bank_webhook(&other).await.ok();
    unchanged(world, world.gateway().bank_webhook(&other))
        .await
        .ok();
    one_contradiction(world).await;
}

async fn the_same_movement_with_another_amount_is_a_discrepancy(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let first = world.deposit_of("mv-1", 10_000);
    world
        .gateway()
        .bank_webhook(&world.signed("msg_1", &first))
        .await
        .ok();
    let other = world.signed("msg_2", &world.deposit_of("mv-1", 20_000));
    world.gateway().bank_webhook(&other).await.ok();
    unchanged(world, world.gateway().bank_webhook(&other))
        .await
        .ok();
    let row = one_contradiction(world).await;
    assert!(
        row["effect"].as_str().unwrap().contains("another amount"),
        "{row}"
    );
}

/// The second is stored beside the first, changes nothing and waits for a person.
async fn one_contradiction(world: &World) -> Value {
    let waiting = world.waiting().await;
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    assert_eq!(waiting[0]["verdict"], "contradictory", "{waiting:?}");
    world.has_gauge("webhooks_contradictory", 1).await;
    world.has_gauge("webhooks_unreadable", 0).await;
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM deposits").await,
        1
    );
    let path = format!("/v1/inbox/{}/replay", waiting[0]["id"].as_str().unwrap());
    let replay = world.gateway().post(Role::Support, &path, &Value::Null);
    unchanged(world, replay).await.refused(422, "invalid_field");
    waiting[0].clone()
}
