//! The window: how one is opened, and the buyer's view and actions.

mod easy_pay;
mod refused;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{World, window, with};

#[tokio::test]
async fn a_new_window_is_ready_and_shows_every_key() {
    let world = World::new();
    let body = with(
        window("order-0001", "CARD", 9026),
        "metadata",
        json!({"lot": "1"}),
    );
    let reply = world.post("/v1/payments", body).await;
    assert_eq!(reply.header("x-simulator"), "credit-gateway-sandbox");
    let payment = reply.json();
    let key = payment["paymentKey"].as_str().unwrap();
    assert!(
        key.starts_with("sandb20260102120405") && key.len() == 24,
        "{key}"
    );
    let url = format!("http://sandbox.test/sandbox/toss/v1/payments/{key}/checkout");
    assert_eq!(payment["checkout"]["url"], url);
    assert_eq!(
        (&payment["status"], &payment["method"]),
        (&json!("READY"), &Value::Null)
    );
    assert_eq!(
        (&payment["vat"], &payment["suppliedAmount"]),
        (&json!(821), &json!(8205))
    );
    assert_eq!(payment["requestedAt"], "2026-01-02T12:04:05+09:00");
    assert_eq!(payment["metadata"], json!({"lot": "1"}));
    let nulls = [
        "approvedAt",
        "cancels",
        "card",
        "cashReceipt",
        "cashReceipts",
        "discount",
        "easyPay",
        "giftCertificate",
        "lastTransactionKey",
        "mobilePhone",
        "receipt",
        "secret",
        "transfer",
        "useEscrow",
        "virtualAccount",
        "failure",
    ];
    for name in nulls {
        assert_eq!(payment.get(name), Some(&Value::Null), "{name}");
    }
}

#[tokio::test]
async fn the_buyers_page_says_what_it_is_and_escapes_names() {
    let world = World::new();
    let key = world.open("order-0001", "CARD", 1_234_567).await;
    let page = world
        .request("GET", &format!("/toss/v1/payments/{key}/checkout"), &[], "")
        .await;
    let html = String::from_utf8(page.body.to_vec()).unwrap();
    for part in [
        "SIMULATOR",
        "모의 결제창",
        "AI 크레딧 &lt;1,000&gt;",
        "1,234,567원",
        "결제하기",
        "결제 거절",
        "창 닫기",
    ] {
        assert!(html.contains(part), "{part}");
    }
}

#[tokio::test]
async fn closing_changes_nothing_and_declining_ends_the_payment() {
    let world = World::new();
    let key = world.open("order-0001", "CARD", 15_000).await;
    let closed = world.press(&key, "close").await;
    assert!(
        closed
            .header("location")
            .starts_with("https://shop.test/no?code=PAY_PROCESS_CANCELED&message=")
    );
    assert!(!closed.header("location").contains("orderId"));
    assert_eq!(world.look_up(&key).await["status"], "READY");
    let declined = world.press(&key, "decline").await;
    assert!(
        declined
            .header("location")
            .starts_with("https://shop.test/no?code=REJECT_CARD_COMPANY&message=")
    );
    assert!(declined.header("location").ends_with("&orderId=order-0001"));
    assert_eq!(
        world.look_up(&key).await["failure"]["code"],
        "REJECT_CARD_COMPANY"
    );
    assert_eq!(world.press(&key, "pay").await.status, StatusCode::CONFLICT);
    assert_eq!(world.toss_events().await, ["payment ABORTED"]);
}

#[tokio::test]
async fn the_version_of_the_answers_is_the_merchants() {
    let world = World::new();
    let key = world.open("order-0001", "CARD", 1_000).await;
    assert_eq!(world.look_up(&key).await["version"], "2022-11-16");
    let set = async |version: &str| {
        let wanted = json!({"version": version});
        world.own("POST", "/toss/console/version", wanted).await
    };
    assert_eq!(set("2024-06-01").await.status, StatusCode::OK);
    assert_eq!(world.look_up(&key).await["version"], "2024-06-01");
    assert_eq!(set("2023-01-01").await.status, StatusCode::BAD_REQUEST);
}
