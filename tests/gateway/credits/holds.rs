//! Holds: captured, released, lapsed.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::json;

use crate::support::{buyer::id_of, world::World};

both_engines!(
    a_hold_is_captured_in_part_and_the_rest_comes_back,
    a_hold_that_nobody_captures_lapses,
    a_hold_outlives_the_expiry_of_its_lot,
);

async fn a_hold_is_captured_in_part_and_the_rest_comes_back(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let hold = world.hold("c1", 60, 600).await.ok();
    assert_eq!(world.balance("c1").await, 40);
    world
        .spend("c1", 41)
        .await
        .refused(402, "insufficient_credits");
    let path = format!("/v1/holds/{}/capture", id_of(&hold));
    let captured = world
        .gateway()
        .post(Role::Service, &path, &json!({"credits": 25}))
        .await
        .ok();
    assert_eq!(
        (&captured["state"], &captured["captured"]),
        (&json!("captured"), &json!(25)),
        "{captured}"
    );
    assert_eq!(world.balance("c1").await, 75);
    world
        .gateway()
        .post(Role::Service, &path, &json!({"credits": 1}))
        .await
        .refused(409, "hold_not_open");
}

async fn a_hold_that_nobody_captures_lapses(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let hold = world.hold("c1", 60, 600).await.ok();
    world.pass(TimeDelta::seconds(600));
    let path = format!("/v1/holds/{}/capture", id_of(&hold));
    world
        .gateway()
        .post(Role::Service, &path, &json!({}))
        .await
        .refused(409, "hold_lapsed");
    world.sweep().await;
    assert_eq!(world.balance("c1").await, 100);
}

async fn a_hold_outlives_the_expiry_of_its_lot(world: &World) {
    world.grant("c1", "membership", 100).await;
    // The lot ends with 8 May; the hold is captured a minute after.
    world.set("2026-05-08T23:59:30+09:00");
    let hold = world.hold("c1", 60, 600).await.ok();
    world.set("2026-05-09T00:00:30+09:00");
    assert_eq!(world.balance("c1").await, 0);
    let path = format!("/v1/holds/{}/capture", id_of(&hold));
    world
        .gateway()
        .post(Role::Service, &path, &json!({"credits": 20}))
        .await
        .ok();
    // The uncaptured credits had no live lot to go back to.
    assert_eq!(world.balance("c1").await, 0);
    let lot = &world.lots("c1").await[0];
    assert_eq!(
        (&lot["spent"], &lot["expired"]),
        (&json!(20), &json!(40)),
        "{lot}"
    );
    world.sweep().await;
    assert_eq!(world.lots("c1").await[0]["expired"], 80);
}
