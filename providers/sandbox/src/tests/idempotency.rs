//! Idempotency keys and simulated errors.

mod test_codes;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Reply, World};

async fn cancel(world: &World, key: &str, idempotency_key: &str, amount: i64) -> Reply {
    let body = json!({"cancelReason": "r", "cancelAmount": amount});
    let path = format!("/v1/payments/{key}/cancel");
    world
        .call(
            "POST",
            &path,
            &[("idempotency-key", idempotency_key)],
            &body,
        )
        .await
}

#[tokio::test]
async fn the_same_key_moves_money_once_and_answers_the_same_bytes() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 10_000).await;
    let first = cancel(&world, &key, "refund-1", 1_000).await;
    let second = cancel(&world, &key, "refund-1", 9_000).await;
    assert_eq!(first.body, second.body, "the body is not compared");
    assert_eq!(second.header("idempotency-key"), "refund-1");
    let original = first.header("x-tosspayments-trace-id");
    let traces: Vec<&str> = second
        .header("x-tosspayments-trace-id")
        .split(", ")
        .collect();
    assert!(traces.len() == 2 && traces[0] != original && traces[1] == original);
    assert_eq!(world.look_up(&key).await["balanceAmount"], 9_000);
}

#[tokio::test]
async fn errors_are_replayed_even_for_a_corrected_body() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 10_000).await;
    let refused = cancel(&world, &key, "refund-1", 10_001).await;
    assert_eq!(refused.refusal(), (403, "NOT_CANCELABLE_AMOUNT".to_owned()));
    let corrected = cancel(&world, &key, "refund-1", 1_000).await;
    assert_eq!(
        (corrected.status, &corrected.body),
        (refused.status, &refused.body)
    );
    assert_eq!(
        cancel(&world, &key, "refund-2", 1_000).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_key_is_bound_to_its_url() {
    let world = World::new();
    let one = world.paid("order-0001", "CARD", 10_000).await;
    let two = world.paid("order-0002", "CARD", 10_000).await;
    cancel(&world, &one, "same", 1_000).await;
    assert_eq!(
        cancel(&world, &two, "same", 2_000).await.json()["balanceAmount"],
        8_000
    );
}

#[tokio::test]
async fn a_key_longer_than_300_characters_is_invalid() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 10_000).await;
    assert_eq!(
        cancel(&world, &key, &"k".repeat(300), 1_000).await.status,
        StatusCode::OK
    );
    let invalid = (400, "INVALID_IDEMPOTENCY_KEY".to_owned());
    assert_eq!(
        cancel(&world, &key, &"k".repeat(301), 1_000)
            .await
            .refusal(),
        invalid
    );
    assert_eq!(cancel(&world, &key, "", 1_000).await.refusal(), invalid);
    let look_up = world
        .call(
            "GET",
            &format!("/v1/payments/{key}"),
            &[("idempotency-key", "")],
            &Value::Null,
        )
        .await;
    assert_eq!(look_up.status, StatusCode::OK, "ignored on GET");
}
