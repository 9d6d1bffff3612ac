//! Toss's refusals with their own texts: of an escrow payment, and those that a test orders.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{World, window, with};

const ES12: &str = "[ES12] 부분취소 불가한 에스크로 상태 입니다.";

#[tokio::test]
async fn a_part_of_an_escrow_payment_is_refused_inside_a_500_and_the_whole_is_not() {
    let world = World::new();
    let body = with(
        window("order-0001", "CARD", 10_000),
        "useEscrow",
        json!(true),
    );
    let key = world.post("/v1/payments", body).await.json()["paymentKey"].clone();
    let key = key.as_str().unwrap();
    world.press(key, "pay").await;
    world.confirm(key, "order-0001", 10_000).await;
    let part = json!({"cancelReason": "부분 환불", "cancelAmount": 1_000});
    let refused = world.cancel(key, part).await;
    assert_eq!(
        refused.refusal(),
        (500, "FAILED_INTERNAL_SYSTEM_PROCESSING".to_owned())
    );
    assert_eq!(refused.json()["message"], ES12);
    assert_eq!(
        world.look_up(key).await["balanceAmount"],
        10_000,
        "nothing moved"
    );
    let whole = world.cancel(key, json!({"cancelReason": "전액"})).await;
    assert_eq!(whole.json()["status"], "CANCELED");
}

#[tokio::test]
async fn an_ordered_refusal_meets_one_call_of_its_operation_and_does_nothing() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 10_000).await;
    let order = json!({"operation": "cancel", "code": "NOT_AVAILABLE_BANK", "message": "점검 중"});
    let ordered = world.own("POST", "/toss/console/answer", order).await;
    assert_eq!(ordered.status, StatusCode::OK, "{:?}", ordered.body);
    let all = json!({"cancelReason": "전액"});
    assert_eq!(
        world.look_up(&key).await["status"],
        "DONE",
        "look-ups are answered"
    );
    let refused = world.cancel(&key, all.clone()).await;
    assert_eq!(refused.refusal(), (403, "NOT_AVAILABLE_BANK".to_owned()));
    assert_eq!(refused.json()["message"], "점검 중");
    assert_eq!(world.cancel(&key, all).await.json()["status"], "CANCELED");
}

#[tokio::test]
async fn what_cannot_be_ordered_is_refused_by_name() {
    let world = World::new();
    for (order, field) in [
        (
            json!({"operation": "webhook", "code": "NOT_AVAILABLE_BANK"}),
            "operation",
        ),
        (
            json!({"operation": "cancel", "code": "A_CODE_OF_NEXT_YEAR"}),
            "code",
        ),
        (
            json!({"operation": "cancel", "code": "NOT_AVAILABLE_BANK", "times": 101}),
            "times",
        ),
        (json!({"operation": "cancel"}), "code"),
    ] {
        let reply = world.own("POST", "/toss/console/answer", order).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST);
        assert_ne!(reply.json(), Value::Null);
        assert!(
            String::from_utf8_lossy(&reply.body).contains(field),
            "{field}"
        );
    }
}
