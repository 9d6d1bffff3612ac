//! Test codes, which are answered before anything is looked at.

use axum::http::StatusCode;
use serde_json::json;

use super::super::World;

#[tokio::test]
async fn a_test_code_is_answered_before_anything_is_looked_at() {
    let world = World::new();
    let code = [("tosspayments-test-code", "REJECT_CARD_PAYMENT")];
    let body = json!({"paymentKey": "none", "orderId": "order-0001", "amount": 1});
    let reply = world
        .call("POST", "/v1/payments/confirm", &code, &body)
        .await;
    assert_eq!(reply.status.as_u16(), 403);
    let expected = json!({"code": "REJECT_CARD_PAYMENT", "message": "한도초과 혹은 잔액부족으로 결제에 실패했습니다."});
    assert_eq!(reply.json(), expected);
    let busy = [
        ("tosspayments-test-code", "IDEMPOTENT_REQUEST_PROCESSING"),
        ("idempotency-key", "k"),
    ];
    assert_eq!(
        world
            .call("POST", "/v1/payments/confirm", &busy, &body)
            .await
            .status,
        StatusCode::CONFLICT
    );
    let free = world
        .call(
            "POST",
            "/v1/payments/confirm",
            &[("idempotency-key", "k")],
            &body,
        )
        .await;
    assert_eq!(
        free.refusal(),
        (404, "NOT_FOUND_PAYMENT".to_owned()),
        "a simulated 409 is not bound to the key"
    );
}

#[tokio::test]
async fn a_live_key_ignores_test_codes() {
    let world = World::with_key("live_sk_1234567890");
    let authorization = super::super::basic("live_sk_1234567890:");
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
        ("tosspayments-test-code", "REJECT_CARD_PAYMENT"),
    ];
    let body = json!({"paymentKey": "none", "orderId": "order-0001", "amount": 1}).to_string();
    let reply = world
        .request("POST", "/toss/v1/payments/confirm", &headers, &body)
        .await;
    assert_eq!(reply.refusal(), (404, "NOT_FOUND_PAYMENT".to_owned()));
}
