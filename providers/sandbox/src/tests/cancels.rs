//! Cancels by the API and by an operator.

mod limits;

use serde_json::{Value, json};

use super::World;

fn part(amount: i64) -> Value {
    json!({"cancelReason": "부분 환불", "cancelAmount": amount})
}

#[tokio::test]
async fn an_operators_cancel_is_told_by_webhook_and_has_no_key() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 10_000).await;
    let body = json!({"paymentKey": key, "amount": 4_000});
    let reply = world.own("POST", "/toss/console/cancel", body).await;
    assert_eq!(reply.json()["balanceAmount"], 6_000);
    let keyed = [("idempotency-key", "refund-1")];
    world
        .call(
            "POST",
            &format!("/v1/payments/{key}/cancel"),
            &keyed,
            &part(1_000),
        )
        .await;
    assert_eq!(world.toss_events().await.len(), 3);
    let books = world.books().await;
    let cancels = &books["toss"]["payments"][0]["cancels"];
    assert_eq!(cancels[0]["reason"], "상점관리자 취소");
    assert_eq!(cancels[0]["idempotency_key"], Value::Null);
    assert_eq!(cancels[1]["idempotency_key"], "refund-1");
    let too_much = world
        .own(
            "POST",
            "/toss/console/cancel",
            json!({"paymentKey": key, "amount": 6_000}),
        )
        .await;
    assert_eq!(
        too_much.refusal(),
        (403, "NOT_CANCELABLE_AMOUNT".to_owned())
    );
    let misspelt = world
        .own("POST", "/toss/console/cancel", json!({"paymentkey": key}))
        .await;
    assert_eq!(misspelt.json()["error"]["field"], "paymentkey");
}
