//! Faults on Kakao Pay's answers: what they damage, and that they leave the books alone.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{World, totals};

fn once(kind: &str, operation: &str) -> Value {
    json!([{"kind": kind, "probability_percent": 100, "operation": operation, "times": 1}])
}

#[tokio::test]
async fn a_lost_ready_leaves_a_payment_that_nobody_can_name() {
    let world = World::new();
    world
        .set_faults("kakaopay", once("lost_answer_after_effect", "create"))
        .await;
    let lost = world
        .kakao("ready", super::ready("order-0001", 10_000))
        .await;
    assert_eq!(lost.status, StatusCode::GATEWAY_TIMEOUT);
    let books = world.books().await;
    assert_eq!(
        books["kakaopay"]["payments"].as_array().map(Vec::len),
        Some(1)
    );
}

#[tokio::test]
async fn a_look_up_with_a_wrong_amount_leaves_the_books_right() {
    let world = World::new();
    let tid = world.kakao_paid("order-0001", 10_000, "pay").await;
    world
        .set_faults("kakaopay", once("wrong_amount", "lookup"))
        .await;
    let told = world.kakao_order(&tid).await;
    assert_eq!(totals(&told), [10_001, 0, 10_000]);
    assert_eq!(totals(&world.kakao_order(&tid).await), [10_000, 0, 10_000]);
}

#[tokio::test]
async fn faults_that_find_nothing_there_are_refused() {
    let world = World::new();
    for (kind, operation) in [
        ("unknown_status", Some("confirm")),
        ("unknown_status", Some("create")),
        ("wrong_amount", Some("create")),
        ("malformed", Some("webhook")),
        ("webhook_lost", None),
        ("deposit_reversed", None),
    ] {
        let body = json!({"provider": "kakaopay", "faults": [
            {"kind": kind, "probability_percent": 1, "operation": operation},
        ]});
        let reply = world.own("PUT", "/faults", body).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{kind}");
    }
}
