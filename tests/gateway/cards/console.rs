//! Cancels at the provider's console.

use credit_gateway::access::Role;
use serde_json::json;

use crate::support::world::World;

both_engines!(
    a_cancel_at_the_providers_console_revokes_what_is_unused,
    what_was_spent_of_a_cancelled_payment_is_owed_and_paid_by_the_next,
);

async fn a_cancel_at_the_providers_console_revokes_what_is_unused(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    world.console_cancel(0, Some(4_000)).await;
    world
        .wait_until("part of the credits goes", async || {
            world.balance("c1").await == 600
        })
        .await;
    world.console_cancel(0, None).await;
    world
        .wait_until("all credits go", async || world.balance("c1").await == 0)
        .await;
    let lot = &world.lots("c1").await[0];
    assert_eq!(lot["revoked"], 1_000, "{lot}");
}

async fn what_was_spent_of_a_cancelled_payment_is_owed_and_paid_by_the_next(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    world.spend("c1", 400).await.ok();
    world.console_cancel(0, None).await;
    world
        .wait_until("the credits go", async || world.balance("c1").await == 0)
        .await;
    let balance = world
        .gateway()
        .get(Role::Service, "/v1/customers/c1/balance")
        .await
        .ok();
    assert_eq!(balance["debt"], 400, "{balance}");
    world.buy("c1", "direct-1000", 1).await;
    let balance = world
        .gateway()
        .get(Role::Service, "/v1/customers/c1/balance")
        .await
        .ok();
    assert_eq!(
        (&balance["available"], &balance["debt"]),
        (&json!(600), &json!(0)),
        "{balance}"
    );
}
