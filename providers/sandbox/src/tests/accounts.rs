//! Virtual accounts: issue, deposit, reversal, cancel before and after the deposit.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{World, with};

fn issue(order: &str) -> Value {
    json!({"amount": 30_000, "orderId": order, "orderName": "AI 크레딧", "customerName": "홍길동", "bank": "88"})
}

fn refund_account() -> Value {
    json!({"bank": "88", "accountNumber": "110123456789", "holderName": "홍길동"})
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

#[tokio::test]
async fn an_account_past_its_due_date_keeps_its_status_and_takes_no_money() {
    let world = World::new();
    let reply = world
        .post(
            "/v1/virtual-accounts",
            with(issue("order-0001"), "validHours", json!(1)),
        )
        .await;
    let key = reply.json()["paymentKey"].as_str().unwrap().to_owned();
    world.wait(60);
    let payment = world.look_up(&key).await;
    assert_eq!(
        (&payment["status"], &payment["virtualAccount"]["expired"]),
        (&json!("WAITING_FOR_DEPOSIT"), &json!(true))
    );
    assert_eq!(
        deposit(&world, json!({"orderId": "order-0001"})).await.0,
        409
    );
    assert_eq!(
        world.toss_events().await.len(),
        1,
        "the due date sends nothing"
    );
}

#[tokio::test]
async fn before_the_deposit_only_the_whole_and_no_refund_account() {
    let world = World::new();
    let key = world.paid("order-0001", "VIRTUAL_ACCOUNT", 30_000).await;
    let partial = world
        .cancel(&key, json!({"cancelReason": "r", "cancelAmount": 1_000}))
        .await;
    assert_eq!(
        partial.refusal(),
        (403, "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT".to_owned())
    );
    let account = json!({"cancelReason": "r", "refundReceiveAccount": refund_account()});
    assert_eq!(
        world.cancel(&key, account).await.refusal(),
        (400, "INVALID_REQUEST".to_owned())
    );
    let whole = world
        .cancel(&key, json!({"cancelReason": "r"}))
        .await
        .json();
    assert_eq!(whole["status"], "CANCELED");
    let events = world.toss_events().await;
    assert_eq!(events[1..], ["deposit CANCELED", "payment CANCELED"]);
}

#[tokio::test]
async fn after_the_deposit_the_refund_account_is_required_and_checked() {
    let world = World::new();
    let key = world.paid("order-0001", "VIRTUAL_ACCOUNT", 30_000).await;
    deposit(&world, json!({"orderId": "order-0001"})).await;
    let refused = async |account: Value| {
        let body =
            json!({"cancelReason": "r", "cancelAmount": 1_000, "refundReceiveAccount": account});
        world.cancel(&key, body).await.refusal()
    };
    assert_eq!(
        refused(Value::Null).await,
        (400, "INVALID_REQUEST".to_owned())
    );
    let by_code = json!({"bankCode": "88", "accountNumber": "1", "holderName": "a"});
    assert_eq!(refused(by_code).await, (400, "INVALID_BANK".to_owned()));
    let unknown_bank = with(refund_account(), "bank", json!("04"));
    assert_eq!(
        refused(unknown_bank).await,
        (400, "INVALID_BANK".to_owned())
    );
    let dashes = with(refund_account(), "accountNumber", json!("110-123-456789"));
    assert_eq!(
        refused(dashes).await,
        (400, "INVALID_REFUND_ACCOUNT_NUMBER".to_owned())
    );
    let nobody = with(refund_account(), "holderName", json!(""));
    assert_eq!(
        refused(nobody).await,
        (400, "INVALID_REFUND_ACCOUNT_INFO".to_owned())
    );
    let body = json!({"cancelReason": "r", "cancelAmount": 1_000, "refundReceiveAccount": refund_account()});
    let payment = world.cancel(&key, body).await.json();
    assert_eq!(
        (&payment["status"], &payment["balanceAmount"]),
        (&json!("PARTIAL_CANCELED"), &json!(29_000))
    );
    assert_eq!(payment["virtualAccount"]["refundStatus"], "NONE");
}

#[tokio::test]
async fn a_direct_issue_keeps_the_limits() {
    let world = World::new();
    let refused = async |name: &str, value: Value| {
        world
            .post(
                "/v1/virtual-accounts",
                with(issue("order-0001"), name, value),
            )
            .await
            .refusal()
    };
    assert_eq!(
        refused("bank", json!("92")).await,
        (400, "INVALID_BANK".to_owned())
    );
    assert_eq!(
        refused("customerName", Value::Null).await,
        (400, "INVALID_REQUEST".to_owned())
    );
    assert_eq!(
        refused("validHours", json!(2_161)).await,
        (400, "EXCEED_MAX_DUE_DATE".to_owned())
    );
    assert_eq!(
        refused("dueDate", json!("2026-01-01T00:00:00")).await,
        (400, "INVALID_DATE".to_owned())
    );
    assert_eq!(
        refused("dueDate", json!("2026-05-01T00:00:00")).await,
        (400, "EXCEED_MAX_DUE_DATE".to_owned())
    );
    let receipt = json!({"type": "무엇"});
    assert_eq!(
        refused("cashReceipt", receipt).await,
        (400, "INVALID_REGISTRATION_NUMBER_TYPE".to_owned())
    );
    let both = with(
        with(issue("order-0001"), "validHours", json!(1)),
        "dueDate",
        json!("2026-01-03T00:00:00"),
    );
    let both = world.post("/v1/virtual-accounts", both).await;
    assert_eq!(both.refusal(), (400, "INVALID_REQUEST".to_owned()));
    let longest = with(issue("order-0001"), "validHours", json!("2160"));
    assert_eq!(
        world.post("/v1/virtual-accounts", longest).await.status,
        StatusCode::OK
    );
    let again = world
        .post("/v1/virtual-accounts", issue("order-0001"))
        .await;
    assert_eq!(again.refusal(), (400, "DUPLICATED_ORDER_ID".to_owned()));
}
