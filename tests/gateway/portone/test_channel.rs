//! A buyer whose browser names a test channel of a shop that sells for money.

use serde_json::json;

use crate::support::{buyer::id_of, world::World};

both_engines!(
    .portone_for_money():
    a_test_channel_chosen_by_the_buyer_mints_nothing,
    a_test_channel_is_not_even_confirmed,
);

/// The channel takes the money itself, so PortOne calls the payment paid.
async fn a_test_channel_chosen_by_the_buyer_mints_nothing(world: &World) {
    let channel = json!({"manual": false});
    world
        .at_provider("/portone/console/channel", &channel)
        .await;
    let order = world
        .open_order(&World::portone_order("c1", "direct-1000", 1))
        .await;
    let back = world.press_at_portone(&order, "pay").await;
    world.gateway().browse(&back).await;
    let order = world.wait_for_order(&id_of(&order), "failed").await;
    assert!(order["payment_id"].is_null(), "{order}");
    assert_eq!(order["failure"]["code"], "TEST_CHANNEL", "{order}");
    assert_eq!(world.balance_or_zero("c1").await, 0);
}

async fn a_test_channel_is_not_even_confirmed(world: &World) {
    let order = world
        .open_order(&World::portone_order("c1", "direct-1000", 1))
        .await;
    let back = world.press_at_portone(&order, "pay").await;
    world.gateway().browse(&back).await;
    let order = world.order(&id_of(&order)).await;
    assert_eq!(order["state"], "failed", "{order}");
    let books = world.sandbox_books().await;
    assert_eq!(books["portone"]["payments"][0]["approvals"], 0);
}
