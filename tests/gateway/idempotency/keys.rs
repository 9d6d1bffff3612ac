//! Keys that mean another request, or another client.

use credit_gateway::{access::Role, entropy::CounterEntropy, flows::keys};
use reqwest::Method;
use serde_json::json;

use crate::support::{
    client::{Client, fresh_key, send},
    world::World,
};

both_engines!(
    a_key_with_another_body_is_refused,
    a_key_with_another_path_is_refused,
    keys_of_different_roles_never_meet,
    a_client_with_a_new_api_key_repeats_its_request_and_spends_once,
    a_request_that_says_the_same_in_other_bytes_is_the_same,
);

async fn a_key_with_another_body_is_refused(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let (key, path) = (fresh_key(), "/v1/customers/c1/spends");
    let body = |credits: i64| json!({"credits": credits, "meter": "m", "reference": "r"});
    world
        .gateway()
        .post_under(&key, Role::Service, path, &body(1))
        .await
        .ok();
    let other = world
        .gateway()
        .post_under(&key, Role::Service, path, &body(2))
        .await;
    other.refused(422, "idempotency_key_reused");
    assert_eq!(world.balance("c1").await, 99);
}

async fn a_key_with_another_path_is_refused(world: &World) {
    world.grant("c1", "promotional", 100).await;
    world.grant("c2", "promotional", 100).await;
    let (key, body) = (
        fresh_key(),
        json!({"credits": 1, "meter": "m", "reference": "r"}),
    );
    world
        .gateway()
        .post_under(&key, Role::Service, "/v1/customers/c1/spends", &body)
        .await
        .ok();
    let other = world
        .gateway()
        .post_under(&key, Role::Service, "/v1/customers/c2/spends", &body)
        .await;
    other.refused(422, "idempotency_key_reused");
    assert_eq!(world.balance("c2").await, 100);
}

async fn keys_of_different_roles_never_meet(world: &World) {
    let (key, path) = (fresh_key(), "/v1/customers/c1/grants");
    let body = json!({"kind": "promotional", "credits": 10, "reason": "r"});
    let one = world
        .gateway()
        .post_under(&key, Role::Service, path, &body)
        .await
        .ok();
    let other = world
        .gateway()
        .post_under(&key, Role::Admin, path, &body)
        .await
        .ok();
    assert_ne!(one["id"], other["id"]);
    assert_eq!(world.balance("c1").await, 20);
}

/// The key that asked first is revoked: the owner of its successor asks again.
async fn a_client_with_a_new_api_key_repeats_its_request_and_spends_once(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let (key, path) = (fresh_key(), "/v1/customers/c1/spends");
    let body = json!({"credits": 30, "meter": "m", "reference": "r"});
    let ask = async |gateway: &Client| gateway.post_under(&key, Role::Service, path, &body).await;
    let first = ask(world.gateway()).await.ok();
    let app = &world.apps[0];
    let mut entropy = CounterEntropy(7_000_000);
    let made = keys::make(&app.db, Role::Service, "next", world.now(), &mut entropy);
    let made = made.await.unwrap();
    let mut next = world.gateway().clone();
    next.keys.insert(Role::Service, made.key);
    let again = ask(&next).await;
    assert_eq!(again.ok()["id"], first["id"]);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(world.balance("c1").await, 70);
}

async fn a_request_that_says_the_same_in_other_bytes_is_the_same(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let key = fresh_key();
    for body in [
        r#"{"credits":30,"meter":"m","reference":"r"}"#,
        r#"{ "reference": "r", "meter": "\u006d", "credits": 30 }"#,
    ] {
        let path = "/v1/customers/c1/spends";
        let request = world.gateway().request(Role::Service, Method::POST, path);
        let request = request.header("Idempotency-Key", &key);
        let request = request.header("Content-Type", "application/json");
        send(request.body(body)).await.ok();
    }
    assert_eq!(world.balance("c1").await, 70);
}
