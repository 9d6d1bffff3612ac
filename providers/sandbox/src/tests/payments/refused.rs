//! Payments that are refused or expire.

use axum::http::StatusCode;
use serde_json::json;

use super::super::World;

#[tokio::test]
async fn a_confirmation_that_does_not_match_is_refused_and_changes_nothing() {
    let world = World::new();
    let key = world.open("order-0001", "CARD", 15_000).await;
    let early = world.confirm(&key, "order-0001", 15_000).await;
    assert_eq!(
        early.refusal(),
        (404, "NOT_FOUND_PAYMENT_SESSION".to_owned())
    );
    world.press(&key, "pay").await;
    let invalid = (400, "INVALID_REQUEST".to_owned());
    assert_eq!(
        world.confirm(&key, "order-0001", 14_999).await.refusal(),
        invalid
    );
    assert_eq!(
        world.confirm(&key, "order-0002", 15_000).await.refusal(),
        invalid
    );
    assert_eq!(
        world
            .confirm("unknown", "order-0001", 15_000)
            .await
            .refusal(),
        (404, "NOT_FOUND_PAYMENT".to_owned())
    );
    assert_eq!(
        world.confirm(&key, "order-0001", 15_000).await.status,
        StatusCode::OK
    );
    let second = world.open("order-0001", "CARD", 15_000).await;
    world.press(&second, "pay").await;
    let taken = world.confirm(&second, "order-0001", 15_000).await;
    assert_eq!(taken.refusal(), (400, "DUPLICATED_ORDER_ID".to_owned()));
}

#[tokio::test]
async fn amounts_below_the_minimum_abort_the_payment() {
    let world = World::new();
    for (order, method, amount) in [("order-card", "CARD", 99), ("order-bank", "TRANSFER", 199)] {
        let key = world.open(order, method, amount).await;
        world.press(&key, "pay").await;
        let reply = world.confirm(&key, order, amount).await;
        assert_eq!(reply.refusal(), (400, "BELOW_MINIMUM_AMOUNT".to_owned()));
        let payment = world.look_up(&key).await;
        assert_eq!(
            (&payment["status"], &payment["failure"]["code"]),
            (&json!("ABORTED"), &json!("BELOW_MINIMUM_AMOUNT"))
        );
    }
    assert_eq!(
        world.toss_events().await,
        ["payment ABORTED", "payment ABORTED"]
    );
}

#[tokio::test]
async fn an_expired_window_is_over_and_told() {
    let world = World::new();
    let slow_buyer = world.open("order-0001", "CARD", 15_000).await;
    world.wait(30);
    assert_eq!(
        world.press(&slow_buyer, "pay").await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(
        world.look_up(&slow_buyer).await["failure"]["code"],
        "EXPIRED_PAYMENT"
    );
    assert_eq!(world.toss_events().await, ["payment EXPIRED"]);
}
