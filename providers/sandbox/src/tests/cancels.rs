//! Cancels by the API and by an operator.

mod limits;

use serde_json::{Value, json};

use super::World;

fn part(amount: i64) -> Value {
    json!({"cancelReason": "부분 환불", "cancelAmount": amount})
}

#[tokio::test]
async fn parts_and_then_the_rest_stay_partly_cancelled() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 10_000).await;
    let first = world.cancel(&key, part(3_000)).await.json();
    assert_eq!(
        (&first["status"], &first["balanceAmount"]),
        (&json!("PARTIAL_CANCELED"), &json!(7_000))
    );
    assert_eq!(first["cancels"][0]["refundableAmount"], 7_000);
    assert_eq!(
        first["cancels"][0]["transactionKey"],
        first["lastTransactionKey"]
    );
    let rest = world
        .cancel(&key, json!({"cancelReason": "나머지"}))
        .await
        .json();
    assert_eq!(
        (&rest["status"], &rest["balanceAmount"]),
        (&json!("PARTIAL_CANCELED"), &json!(0))
    );
    assert_eq!(rest["totalAmount"], 10_000);
    assert_eq!(rest["cancels"][1]["cancelAmount"], 7_000);
    let none_left = (403, "NOT_CANCELABLE_AMOUNT".to_owned());
    assert_eq!(
        world
            .cancel(&key, json!({"cancelReason": "또"}))
            .await
            .refusal(),
        none_left
    );
    assert_eq!(world.cancel(&key, part(1)).await.refusal(), none_left);
    let events = [
        "payment DONE",
        "payment PARTIAL_CANCELED",
        "payment PARTIAL_CANCELED",
    ];
    assert_eq!(world.toss_events().await, events);
    let books = world.books().await;
    assert_eq!(books["toss"]["payments"][0]["cancelled"], 10_000);
}

#[tokio::test]
async fn a_full_cancel_in_one_go_can_not_be_repeated() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 10_000).await;
    let reply = world
        .cancel(&key, json!({"cancelReason": "전액"}))
        .await
        .json();
    assert_eq!(
        (&reply["status"], &reply["balanceAmount"]),
        (&json!("CANCELED"), &json!(0))
    );
    let again = world.cancel(&key, json!({"cancelReason": "전액"})).await;
    assert_eq!(
        again.refusal(),
        (400, "ALREADY_CANCELED_PAYMENT".to_owned())
    );
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
