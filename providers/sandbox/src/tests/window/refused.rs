//! Windows that the simulated Toss refuses, and amounts that it splits.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::{World, window, with};

#[tokio::test]
async fn the_documented_amounts_split_into_the_documented_tax() {
    let world = World::new();
    for (index, (amount, vat)) in [
        (30_000, 2_727),
        (163_020, 14_820),
        (9_026, 821),
        (15_000, 1_364),
    ]
    .into_iter()
    .enumerate()
    {
        let payment = world
            .post(
                "/v1/payments",
                window(&format!("order-{index:04}"), "CARD", amount),
            )
            .await
            .json();
        assert_eq!(
            (&payment["vat"], &payment["suppliedAmount"]),
            (&json!(vat), &json!(amount - vat))
        );
    }
}

#[tokio::test]
async fn a_window_outside_the_limits_is_refused() {
    let world = World::new();
    let good = window("order-0001", "CARD", 1_000);
    let bad = [
        ("method", json!("CASH")),
        ("method", Value::Null),
        ("amount", json!("1000")),
        ("amount", json!(0)),
        ("amount", json!(10.5)),
        ("currency", json!("USD")),
        ("orderId", json!("short")),
        ("orderId", json!("a".repeat(65))),
        ("orderId", json!("with space")),
        ("orderName", json!("")),
        ("orderName", json!("가".repeat(101))),
        ("successUrl", json!("/relative")),
        ("failUrl", Value::Null),
        ("customerName", json!("가".repeat(101))),
        ("flowMode", json!("DIRECT")),
        ("taxFreeAmount", json!(1_001)),
        ("metadata", json!({"a": 1})),
    ];
    for (name, value) in bad {
        let reply = world
            .post("/v1/payments", with(good.clone(), name, value))
            .await;
        assert_eq!(
            reply.refusal(),
            (400, "INVALID_REQUEST".to_owned()),
            "{name}"
        );
        assert!(reply.header("x-simulator-detail").contains(name), "{name}");
    }
    let edge = with(
        with(good, "orderId", json!("a".repeat(64))),
        "orderName",
        json!("가".repeat(100)),
    );
    assert_eq!(
        world.post("/v1/payments", edge).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_transfer_takes_ten_million_won_at_most() {
    let world = World::new();
    let opened = async |amount| {
        let asked = window("order-0001", "TRANSFER", amount);
        world.post("/v1/payments", asked).await
    };
    assert_eq!(opened(10_000_000).await.status, StatusCode::OK);
    assert_eq!(
        opened(10_000_001).await.refusal(),
        (400, "EXCEEDS_TRANSFER_AMOUNT_MAXIMUM".to_owned())
    );
}
