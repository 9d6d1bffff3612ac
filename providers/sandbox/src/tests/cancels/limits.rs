//! Cancels that are refused or limited.

use axum::http::StatusCode;
use serde_json::json;

use super::super::World;
use super::part;

#[tokio::test]
async fn a_cancel_must_fit_the_payment() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 10_000).await;
    let invalid = (400, "INVALID_REQUEST".to_owned());
    assert_eq!(
        world.cancel(&key, part(10_001)).await.refusal(),
        (403, "NOT_CANCELABLE_AMOUNT".to_owned())
    );
    assert_eq!(world.cancel(&key, json!({})).await.refusal(), invalid);
    assert_eq!(
        world
            .cancel(&key, json!({"cancelReason": "x".repeat(201)}))
            .await
            .refusal(),
        invalid
    );
    assert_eq!(
        world
            .cancel(&key, json!({"cancelReason": "r", "cancelAmount": 0}))
            .await
            .refusal(),
        invalid
    );
    assert_eq!(
        world
            .cancel(&key, json!({"cancelReason": "r", "currency": "USD"}))
            .await
            .refusal(),
        invalid
    );
}

#[tokio::test]
async fn what_was_never_approved_can_not_be_cancelled() {
    let world = World::new();
    let key = world.open("order-0001", "CARD", 10_000).await;
    let refused = (403, "NOT_CANCELABLE_PAYMENT".to_owned());
    assert_eq!(
        world
            .cancel(&key, json!({"cancelReason": "r"}))
            .await
            .refusal(),
        refused
    );
    world.wait(30);
    assert_eq!(
        world
            .cancel(&key, json!({"cancelReason": "r"}))
            .await
            .refusal(),
        refused
    );
}

#[tokio::test]
async fn a_transfer_can_be_cancelled_for_180_days_and_a_card_longer() {
    let world = World::new();
    let transfer = world.paid("order-0001", "TRANSFER", 10_000).await;
    let card = world.paid("order-0002", "CARD", 10_000).await;
    world.wait(180 * 24 * 60);
    assert_eq!(
        world.cancel(&transfer, part(1_000)).await.status,
        StatusCode::OK
    );
    world.wait(1);
    assert_eq!(
        world.cancel(&transfer, part(1_000)).await.refusal(),
        (403, "EXCEED_MAX_REFUND_DUE".to_owned())
    );
    assert_eq!(
        world.cancel(&card, part(1_000)).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn gift_certificates_are_cancelled_whole() {
    let world = World::new();
    let key = world
        .paid("order-0001", "CULTURE_GIFT_CERTIFICATE", 10_000)
        .await;
    assert_eq!(world.look_up(&key).await["isPartialCancelable"], false);
    assert_eq!(
        world.cancel(&key, part(1_000)).await.refusal(),
        (403, "NOT_ALLOWED_PARTIAL_REFUND".to_owned())
    );
    assert_eq!(
        world
            .cancel(&key, json!({"cancelReason": "r"}))
            .await
            .json()["status"],
        "CANCELED"
    );
}
