//! Approvals that are refused.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::{Opened, World, approve, opened, ready, with};

#[tokio::test]
async fn an_approval_that_does_not_match_is_refused_and_changes_nothing() {
    let world = World::new();
    let Opened { tid, page } = world.kakao_ready("order-0001", 10_000).await;
    let early = world.kakao_approve(&tid, "order-0001", "0").await;
    assert_eq!(early.kakao_refusal(), (400, -701));
    let token = world.kakao_authenticate(&page, "pay").await;
    let good = || approve(&tid, "order-0001", &token);
    let cases = [
        ("cid", json!("TC0ANOTHER"), -731),
        ("tid", json!("T0000000000000000000"), -721),
        ("tid", Value::Null, -2),
        ("tid", json!("T00000000000000000000"), -2),
        ("partner_order_id", json!("order-0002"), -706),
        ("partner_user_id", json!("customer-2"), -707),
        ("pg_token", json!("00000000000000000000"), -708),
        ("pg_token", Value::Null, -2),
        ("total_amount", json!(9_999), -725),
        ("payload", json!("x".repeat(201)), -2),
    ];
    for (field, value, code) in cases {
        let reply = world.kakao("approve", with(good(), field, value)).await;
        assert_eq!(reply.kakao_refusal(), (400, code), "{field}");
    }
    assert_eq!(world.kakao_status(&tid).await, "AUTH_PASSWORD");
    let right = with(good(), "total_amount", json!(10_000));
    assert_eq!(world.kakao("approve", right).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_of_another_payment_approves_nothing() {
    let world = World::new();
    let mine = world.kakao_ready("order-0001", 10_000).await;
    let other = world.kakao_ready("order-0001", 10_000).await;
    world.kakao_authenticate(&mine.page, "pay").await;
    let token = world.kakao_authenticate(&other.page, "pay").await;
    let reply = world.kakao_approve(&mine.tid, "order-0001", &token).await;
    assert_eq!(reply.kakao_refusal(), (400, -708));
}

#[tokio::test]
async fn an_instrument_that_declines_ends_the_payment() {
    let world = World::new();
    for (method, code) in [("MONEY", "LACK_BALANCE"), ("CARD", "8323")] {
        let body = with(
            ready("order-0001", 10_000),
            "payment_method_type",
            json!(method),
        );
        let Opened { tid, page } = opened(&world.kakao("ready", body).await.json());
        let token = world.kakao_authenticate(&page, "pay_short").await;
        let reply = world.kakao_approve(&tid, "order-0001", &token).await;
        assert_eq!(reply.kakao_refusal(), (400, -780));
        assert_eq!(reply.json()["error_message"], "approval failure!");
        assert_eq!(reply.json()["extras"]["method_result_code"], code);
        assert_eq!(world.kakao_status(&tid).await, "FAIL_PAYMENT");
        let again = world.kakao_approve(&tid, "order-0001", &token).await;
        assert_eq!(again.kakao_refusal(), (400, -783));
    }
}
