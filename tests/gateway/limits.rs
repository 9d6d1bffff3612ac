//! Sums near the largest amount that the books hold.

use credit_gateway::access::Role;

use crate::support::{
    buyer::{card_order, id_of},
    world::World,
};

both_engines!(a_purchase_beside_the_largest_grant_is_parked_and_the_customer_still_served);

/// One less than the largest amount.
const NEARLY_ALL: i64 = 99_999_999_999_999;

async fn a_purchase_beside_the_largest_grant_is_parked_and_the_customer_still_served(
    world: &World,
) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    world.grant("c1", "promotional", NEARLY_ALL).await;
    world.come_back(&order, "pay").await;
    let parked = world.wait_for_order(&id_of(&order), "mismatched").await;
    let note = parked["note"].as_str().unwrap();
    assert!(note.contains("largest amount"), "{parked}");
    assert_eq!(world.balance("c1").await, NEARLY_ALL);
    world.spend("c1", 1).await.ok();
    assert_eq!(world.balance("c1").await, NEARLY_ALL - 1);
    let metrics = world.gateway().browse("/metrics").await.text;
    assert!(
        metrics.contains("credit_gateway_orders_mismatched 1\n"),
        "{metrics}"
    );
    let again = card_order("c1", "direct-1000", 1);
    let again = world
        .gateway()
        .post(Role::Checkout, "/v1/orders", &again)
        .await;
    again.refused(422, "too_many_credits");
}
