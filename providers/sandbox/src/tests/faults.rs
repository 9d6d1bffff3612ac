//! Faults on answers: what they damage, and that they leave the books alone.

mod plans;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::World;

fn always(kind: &str, operation: &str) -> Value {
    json!([{"kind": kind, "probability_percent": 100, "operation": operation, "times": 1}])
}

async fn fired(world: &World, provider: &str, kind: &str) -> u64 {
    let view = world.own("GET", "/faults", Value::Null).await.json();
    let kinds = view["kinds"].as_array().unwrap();
    kinds.iter().find(|it| it["kind"] == kind).unwrap()["fired"][provider]
        .as_u64()
        .unwrap()
}

#[tokio::test]
async fn a_refusal_before_the_effect_moves_nothing_and_a_lost_answer_does() {
    let world = World::new();
    let key = world.open("order-0001", "CARD", 10_000).await;
    world.press(&key, "pay").await;
    world
        .set_faults("toss", always("refuse_5xx_before", "confirm"))
        .await;
    assert_eq!(
        world
            .confirm(&key, "order-0001", 10_000)
            .await
            .status
            .as_u16(),
        500
    );
    assert_eq!(world.look_up(&key).await["status"], "IN_PROGRESS");
    world
        .set_faults("toss", always("lost_answer_after_effect", "confirm"))
        .await;
    assert_eq!(
        world.confirm(&key, "order-0001", 10_000).await.status,
        StatusCode::GATEWAY_TIMEOUT
    );
    assert_eq!(world.look_up(&key).await["status"], "DONE");
    assert_eq!(fired(&world, "toss", "refuse_5xx_before").await, 1);
    assert_eq!(fired(&world, "toss", "lost_answer_after_effect").await, 1);
}

#[tokio::test]
async fn a_lost_answer_can_be_had_again_under_its_key() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 10_000).await;
    world
        .set_faults("toss", always("lost_answer_after_effect", "cancel"))
        .await;
    let body = json!({"cancelReason": "r", "cancelAmount": 1_000});
    let path = format!("/v1/payments/{key}/cancel");
    let keyed = [("idempotency-key", "refund-1")];
    assert_eq!(
        world.call("POST", &path, &keyed, &body).await.status,
        StatusCode::GATEWAY_TIMEOUT
    );
    assert_eq!(
        world.call("POST", &path, &keyed, &body).await.json()["balanceAmount"],
        9_000
    );
}

#[tokio::test]
async fn damaged_answers_leave_the_books_right() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 10_000).await;
    let path = format!("/v1/payments/{key}");
    world
        .set_faults("toss", always("malformed", "lookup"))
        .await;
    assert!(serde_json::from_slice::<Value>(&world.get(&path).await.body).is_err());
    world
        .set_faults("toss", always("html_error_page", "lookup"))
        .await;
    let page = world.get(&path).await;
    assert_eq!(
        (page.status, page.header("content-type")),
        (StatusCode::BAD_GATEWAY, "text/html")
    );
    world
        .set_faults("toss", always("empty_body", "lookup"))
        .await;
    let empty = world.get(&path).await;
    assert_eq!((empty.status, empty.body.len()), (StatusCode::OK, 0));
    world
        .set_faults("toss", always("wrong_amount", "lookup"))
        .await;
    assert_eq!(world.look_up(&key).await["totalAmount"], 10_001);
    world
        .set_faults("toss", always("unknown_status", "lookup"))
        .await;
    assert_eq!(world.look_up(&key).await["status"], "SOMETHING_NEW");
    let payment = world.look_up(&key).await;
    assert_eq!(
        (&payment["totalAmount"], &payment["status"]),
        (&json!(10_000), &json!("DONE"))
    );
    for kind in [
        "malformed",
        "html_error_page",
        "empty_body",
        "wrong_amount",
        "unknown_status",
    ] {
        assert_eq!(fired(&world, "toss", kind).await, 1, "{kind}");
    }
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
