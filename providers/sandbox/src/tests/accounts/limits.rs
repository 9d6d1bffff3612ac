//! Accounts issued directly, and accounts past their due date.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::{World, with};
use super::{deposit, issue};

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
