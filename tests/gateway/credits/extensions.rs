//! Holds that live longer.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::id_of,
    client::{Answer, fresh_key},
    world::World,
};

both_engines!(
    a_hold_is_extended_and_captured_after_its_first_end,
    a_hold_lives_a_day_at_most,
    an_extension_is_repeated_under_its_key,
);

async fn extend(world: &World, hold: &Value, expires_in: i64) -> Answer {
    let path = format!("/v1/holds/{}/extend", id_of(hold));
    let body = json!({"expires_in": expires_in});
    world.gateway().post(Role::Service, &path, &body).await
}

async fn capture(world: &World, hold: &Value) -> Answer {
    let path = format!("/v1/holds/{}/capture", id_of(hold));
    world.gateway().post(Role::Service, &path, &json!({})).await
}

async fn a_hold_is_extended_and_captured_after_its_first_end(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let hold = world.hold("c1", 60, 600).await.ok();
    world.pass(TimeDelta::seconds(599));
    let extended = extend(world, &hold, 1_200).await.ok();
    assert!(
        extended["expires_at"].as_str() > hold["expires_at"].as_str(),
        "{extended}"
    );
    world.pass(TimeDelta::seconds(1_199));
    world.sweep().await;
    assert_eq!(world.balance("c1").await, 40);
    let path = format!("/v1/holds/{}", id_of(&hold));
    let shown = world.gateway().get(Role::Support, &path).await.ok();
    assert_eq!(
        (&shown["state"], &shown["expires_at"]),
        (&json!("open"), &extended["expires_at"])
    );
    // What it had in the past is told by the ends it had then.
    let at =
        domain::calendar::rfc3339_seoul(world.now() - TimeDelta::seconds(1)).replace('+', "%2B");
    let path = format!("/v1/customers/c1/balance?at={at}");
    let then = world.gateway().get(Role::Support, &path).await.ok();
    assert_eq!(
        (&then["available"], &then["held"]),
        (&json!(40), &json!(60)),
        "{then}"
    );
    capture(world, &hold).await.ok();
    let other = world.hold("c1", 10, 600).await.ok();
    extend(world, &other, 1_200).await.ok();
    world.pass(TimeDelta::seconds(1_200));
    assert_eq!(world.balance("c1").await, 40, "a lapsed hold gives back");
    capture(world, &other).await.refused(409, "hold_lapsed");
    extend(world, &other, 1).await.refused(409, "hold_lapsed");
    world.sweep().await;
    assert_eq!(world.balance("c1").await, 40);
}

async fn a_hold_lives_a_day_at_most(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let hold = world.hold("c1", 60, 600).await.ok();
    world.pass(TimeDelta::seconds(500));
    extend(world, &hold, 85_900).await.ok();
    extend(world, &hold, 85_901)
        .await
        .refused(422, "hold_lives_too_long");
    extend(world, &hold, 86_401)
        .await
        .refused(422, "invalid_field");
    extend(world, &hold, 0).await.refused(422, "invalid_field");
    let nobody = json!({"id": "hld_01knn9mwm0e00800003g000001"});
    extend(world, &nobody, 600).await.refused(404, "not_found");
}

async fn an_extension_is_repeated_under_its_key(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let hold = world.hold("c1", 60, 600).await.ok();
    let (key, path) = (fresh_key(), format!("/v1/holds/{}/extend", id_of(&hold)));
    let body = json!({"expires_in": 1_200});
    let gateway = world.gateway();
    let first = gateway
        .post_under(&key, Role::Service, &path, &body)
        .await
        .ok();
    world.pass(TimeDelta::seconds(60));
    let again = gateway
        .post_under(&key, Role::Service, &path, &body)
        .await
        .ok();
    assert_eq!(again["expires_at"], first["expires_at"], "{again}");
    let moves = "SELECT COUNT(*) FROM hold_extensions";
    assert_eq!(world.database.number(moves).await, 1);
}
