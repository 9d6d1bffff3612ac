//! Faults on answers: what they damage, and that they leave the books alone.

mod plans;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::World;

fn always(kind: &str, operation: &str) -> Value {
    json!([{"kind": kind, "probability_percent": 100, "operation": operation, "times": 1}])
}

#[tokio::test]
async fn a_wrong_amount_is_told_once_and_counted() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 10_000).await;
    world
        .set_faults("toss", always("wrong_amount", "lookup"))
        .await;
    assert_eq!(world.look_up(&key).await["totalAmount"], 10_001);
    assert_eq!(world.look_up(&key).await["totalAmount"], 10_000);
    let view = world.own("GET", "/faults", Value::Null).await.json();
    let mut kinds = view["kinds"].as_array().unwrap().iter();
    let told = kinds.find(|it| it["kind"] == "wrong_amount").unwrap();
    assert_eq!(told["fired"]["toss"], 1);
}

#[tokio::test]
async fn a_look_up_can_know_approved_payments_alone() {
    let world = World::new();
    let key = world.open("order-0001", "CARD", 10_000).await;
    world.press(&key, "pay").await;
    let unseen = json!([{"kind": "unseen", "probability_percent": 100}]);
    world.set_faults("toss", unseen).await;
    assert_eq!(world.look_up(&key).await["code"], "NOT_FOUND_PAYMENT");
    let done = world.confirm(&key, "order-0001", 10_000).await;
    assert_eq!(done.status, StatusCode::OK, "{:?}", done.body);
    assert_eq!(world.look_up(&key).await["status"], "DONE");
}
