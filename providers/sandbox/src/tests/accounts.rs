//! Virtual accounts: issue, deposit, reversal, cancel before and after the deposit.

mod limits;
mod refunds;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::World;

fn issue(order: &str) -> Value {
    json!({"amount": 30_000, "orderId": order, "orderName": "AI 크레딧", "customerName": "홍길동", "bank": "88"})
}

async fn deposit(world: &World, body: Value) -> (u16, Value) {
    let reply = world.own("POST", "/toss/deposits", body).await;
    (reply.status.as_u16(), reply.json())
}

#[tokio::test]
async fn a_window_issues_its_account_at_confirmation() {
    let world = World::new();
    let key = world.open("order-0001", "VIRTUAL_ACCOUNT", 30_000).await;
    let path = format!("/toss/v1/payments/{key}/checkout/pay");
    let back = world.request("POST", &path, &[], "bank=06").await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let payment = world.confirm(&key, "order-0001", 30_000).await.json();
    assert_eq!(
        (&payment["status"], &payment["method"]),
        (&json!("WAITING_FOR_DEPOSIT"), &json!("가상계좌"))
    );
    assert_eq!(payment["approvedAt"], Value::Null);
    let account = &payment["virtualAccount"];
    assert_eq!(
        (&account["bankCode"], &account["accountType"]),
        (&json!("06"), &json!("일반"))
    );
    assert!(account["accountNumber"].as_str().unwrap().starts_with('X'));
    assert_eq!(account["dueDate"], "2026-01-09T12:04:05+09:00");
    let again = world.confirm(&key, "order-0001", 30_000).await;
    assert_eq!(
        again.refusal(),
        (400, "ALREADY_PROCESSED_PAYMENT".to_owned())
    );
    assert_eq!(world.toss_events().await, ["payment WAITING_FOR_DEPOSIT"]);
}

#[tokio::test]
async fn the_exact_deposit_completes_it_and_a_reversal_undoes_that() {
    let world = World::new();
    let issued = world
        .post("/v1/virtual-accounts", issue("order-0001"))
        .await
        .json();
    let wrong = deposit(&world, json!({"orderId": "order-0001", "amount": 29_999})).await;
    assert_eq!(
        (wrong.0, &wrong.1["error"]["field"]),
        (409, &json!("amount"))
    );
    let (status, done) = deposit(
        &world,
        json!({"orderId": "order-0001", "depositorName": "김입금"}),
    )
    .await;
    assert_eq!((status, &done["status"]), (200, &json!("DONE")));
    assert_eq!(done["virtualAccount"]["depositorName"], "김입금");
    assert_eq!(done["secret"], issued["secret"]);
    assert_ne!(done["lastTransactionKey"], issued["lastTransactionKey"]);
    assert_eq!(
        deposit(&world, json!({"orderId": "order-0001"})).await.0,
        409
    );
    let undone = world
        .own(
            "POST",
            "/toss/deposits/reverse",
            json!({"orderId": "order-0001"}),
        )
        .await
        .json();
    assert_eq!(
        (&undone["status"], &undone["approvedAt"]),
        (&json!("WAITING_FOR_DEPOSIT"), &Value::Null)
    );
    let twice = world
        .own(
            "POST",
            "/toss/deposits/reverse",
            json!({"orderId": "order-0001"}),
        )
        .await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    let events = world.toss_events().await;
    let expected = [
        "payment WAITING_FOR_DEPOSIT",
        "deposit DONE",
        "payment DONE",
        "deposit WAITING_FOR_DEPOSIT",
        "payment WAITING_FOR_DEPOSIT",
    ];
    assert_eq!(events, expected);
    let callback: Value = serde_json::from_slice(&world.sent().await[1].body).unwrap();
    assert_eq!(
        callback.as_object().unwrap().len(),
        5,
        "no envelope, no payment key, no amount: {callback}"
    );
    assert_eq!(callback["secret"], issued["secret"]);
    assert_eq!(callback["createdAt"], "2026-01-02T12:04:05.000000");
}
