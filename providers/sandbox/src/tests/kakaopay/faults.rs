//! Faults on Kakao Pay's answers: what they damage, and that they leave the books alone.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{CID, Opened, World, totals};

fn once(kind: &str, operation: &str) -> Value {
    json!([{"kind": kind, "probability_percent": 100, "operation": operation, "times": 1}])
}

async fn fired(world: &World, kind: &str) -> u64 {
    let view = world.own("GET", "/faults", Value::Null).await.json();
    let kinds = view["kinds"].as_array().unwrap();
    let row = kinds.iter().find(|it| it["kind"] == kind).unwrap();
    row["fired"]["kakaopay"].as_u64().unwrap()
}

#[tokio::test]
async fn a_refusal_before_the_effect_moves_nothing_and_a_lost_answer_does() {
    let world = World::new();
    let Opened { tid, page } = world.kakao_ready("order-0001", 10_000).await;
    let token = world.kakao_authenticate(&page, "pay").await;
    world
        .set_faults("kakaopay", once("refuse_5xx_before", "confirm"))
        .await;
    let refused = world.kakao_approve(&tid, "order-0001", &token).await;
    assert_eq!(refused.kakao_refusal(), (500, -500));
    assert_eq!(world.kakao_status(&tid).await, "AUTH_PASSWORD");
    world
        .set_faults("kakaopay", once("lost_answer_after_effect", "confirm"))
        .await;
    let lost = world.kakao_approve(&tid, "order-0001", &token).await;
    assert_eq!(lost.status, StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(world.kakao_status(&tid).await, "SUCCESS_PAYMENT");
    let again = world.kakao_approve(&tid, "order-0001", &token).await;
    assert_eq!(again.kakao_refusal(), (400, -702));
    assert_eq!(fired(&world, "refuse_5xx_before").await, 1);
    assert_eq!(fired(&world, "lost_answer_after_effect").await, 1);
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
async fn a_lost_cancel_has_happened() {
    let world = World::new();
    let tid = world.kakao_paid("order-0001", 10_000, "pay").await;
    world
        .set_faults("kakaopay", once("html_error_page", "cancel"))
        .await;
    let lost = world.kakao_cancel(&tid, 4_000).await;
    assert_eq!(
        (lost.status, lost.header("content-type")),
        (StatusCode::BAD_GATEWAY, "text/html")
    );
    assert_eq!(
        totals(&world.kakao_order(&tid).await),
        [10_000, 4_000, 6_000]
    );
}

#[tokio::test]
async fn damaged_answers_leave_the_books_right() {
    let world = World::new();
    let tid = world.kakao_paid("order-0001", 10_000, "pay").await;
    let ask = async || world.kakao("order", json!({"cid": CID, "tid": tid})).await;
    world
        .set_faults("kakaopay", once("malformed", "lookup"))
        .await;
    assert!(serde_json::from_slice::<Value>(&ask().await.body).is_err());
    world
        .set_faults("kakaopay", once("empty_body", "lookup"))
        .await;
    let empty = ask().await;
    assert_eq!((empty.status, empty.body.len()), (StatusCode::OK, 0));
    world
        .set_faults("kakaopay", once("wrong_amount", "lookup"))
        .await;
    assert_eq!(totals(&ask().await.json()), [10_001, 0, 10_000]);
    world
        .set_faults("kakaopay", once("unknown_status", "lookup"))
        .await;
    assert_eq!(ask().await.json()["status"], "SOMETHING_NEW");
    let order = ask().await.json();
    assert_eq!(
        (&order["status"], totals(&order)),
        (&json!("SUCCESS_PAYMENT"), [10_000, 0, 10_000])
    );
    for kind in ["malformed", "empty_body", "wrong_amount", "unknown_status"] {
        assert_eq!(fired(&world, kind).await, 1, "{kind}");
    }
}

#[tokio::test]
async fn an_approval_with_a_wrong_amount_was_made_with_the_right_one() {
    let world = World::new();
    let Opened { tid, page } = world.kakao_ready("order-0001", 10_000).await;
    let token = world.kakao_authenticate(&page, "pay").await;
    world
        .set_faults("kakaopay", once("wrong_amount", "confirm"))
        .await;
    let told = world.kakao_approve(&tid, "order-0001", &token).await.json();
    assert_eq!(told["amount"]["total"], 10_001);
    assert_eq!(totals(&world.kakao_order(&tid).await)[0], 10_000);
}

#[tokio::test]
async fn a_call_while_the_same_one_is_under_way_is_a_duplicate() {
    let world = World::new();
    let tid = world.kakao_paid("order-0001", 10_000, "pay").await;
    world
        .set_faults(
            "kakaopay",
            json!([{
                "kind": "delay", "probability_percent": 100, "operation": "cancel", "times": 1, "delay_ms": 50,
            }]),
        )
        .await;
    let (slow, quick) = tokio::join!(
        world.kakao_cancel(&tid, 1_000),
        world.kakao_cancel(&tid, 1_000)
    );
    let mut answers = [slow.kakao_refusal(), quick.kakao_refusal()];
    answers.sort_unstable();
    assert_eq!(answers, [(200, 0), (400, -785)]);
    let after = world.kakao_cancel(&tid, 1_000).await.json();
    assert_eq!(totals(&after), [10_000, 2_000, 8_000]);
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
