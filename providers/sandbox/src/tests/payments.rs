//! Authorisation, confirmation, deadlines, look-ups.

mod refused;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{KEY, World, basic};

#[tokio::test]
async fn a_key_must_be_known_and_end_with_a_colon() {
    let world = World::new();
    let ask = async |value: Option<String>| {
        let headers: Vec<(&str, &str)> = value
            .iter()
            .map(|value| ("authorization", value.as_str()))
            .collect();
        world
            .request("GET", "/toss/v1/payments/none", &headers, "")
            .await
            .refusal()
    };
    let unauthorised = (401, "UNAUTHORIZED_KEY".to_owned());
    let wrong_format = (403, "INCORRECT_BASIC_AUTH_FORMAT".to_owned());
    assert_eq!(ask(None).await, unauthorised);
    assert_eq!(ask(Some(basic("test_sk_other:"))).await, unauthorised);
    assert_eq!(
        ask(Some(basic(&format!("\u{feff}{KEY}:")))).await,
        unauthorised
    );
    assert_eq!(ask(Some(basic(KEY))).await, wrong_format);
    assert_eq!(ask(Some(format!("Bearer {KEY}:"))).await, wrong_format);
    let unpadded = basic(&format!("{KEY}:")).trim_end_matches('=').to_owned();
    assert_eq!(ask(Some(unpadded)).await, wrong_format);
    let documented = "Basic dGVzdF9za196WExrS0V5cE5BcldtbzUwblgzbG1lYXhZRzVSOg==".to_owned();
    assert_eq!(
        ask(Some(documented)).await,
        (404, "NOT_FOUND_PAYMENT".to_owned())
    );
}

#[tokio::test]
async fn paying_leads_back_and_confirming_takes_the_money_once() {
    let world = World::new();
    let key = world.open("order-0001", "CARD", 15_000).await;
    let back = world.press(&key, "pay").await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let url = format!(
        "https://shop.test/ok?state=a%2Bb&paymentKey={key}&orderId=order-0001&amount=15000"
    );
    assert_eq!(back.header("location"), url);
    assert_eq!(world.look_up(&key).await["status"], "IN_PROGRESS");

    let payment = world.confirm(&key, "order-0001", 15_000).await.json();
    assert_eq!(
        (&payment["status"], &payment["method"]),
        (&json!("DONE"), &json!("카드"))
    );
    assert_eq!(payment["card"]["approveNo"], "00000000");
    assert_eq!(payment["lastTransactionKey"].as_str().unwrap().len(), 32);
    assert!(payment["secret"].as_str().unwrap().starts_with("ps_"));
    assert_eq!(world.look_up(&key).await, payment);
    assert_eq!(
        world.get("/v1/payments/orders/order-0001").await.json(),
        payment
    );

    let again = world.confirm(&key, "order-0001", 15_000).await;
    assert_eq!(
        again.refusal(),
        (400, "ALREADY_PROCESSED_PAYMENT".to_owned())
    );
    assert_eq!(world.toss_events().await, ["payment DONE"]);
    assert_eq!(world.books().await["toss"]["payments"][0]["approvals"], 1);
}

#[tokio::test]
async fn transactions_are_listed_by_korean_dates() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 15_000).await;
    world.wait(60);
    world
        .cancel(&key, json!({"cancelReason": "r", "cancelAmount": 5_000}))
        .await;
    let list = async |query: &str| world.get(&format!("/v1/transactions?{query}")).await;
    let day = "startDate=2026-01-02T00:00:00&endDate=2026-01-02T23:59:59";
    let rows = list(day).await.json();
    let told: Vec<(&Value, &Value)> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (&row["status"], &row["amount"]))
        .collect();
    assert_eq!(
        told,
        [
            (&json!("DONE"), &json!(15_000)),
            (&json!("PARTIAL_CANCELED"), &json!(-5_000))
        ]
    );
    let first = rows[0]["transactionKey"].as_str().unwrap();
    assert_eq!(
        list(&format!("{day}&startingAfter={first}"))
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        list(&format!("{day}&limit=1"))
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        list("startDate=2026-01-01&endDate=2026-01-02").await.json(),
        json!([])
    );
    let offset = "startDate=2026-01-02T00:00:00%2B09:00&endDate=2026-01-02T23:59:59";
    assert_eq!(
        list(offset).await.refusal(),
        (400, "INVALID_DATE".to_owned())
    );
    assert_eq!(
        list(&format!("{day}&limit=5001")).await.refusal(),
        (400, "INVALID_REQUEST".to_owned())
    );
}
