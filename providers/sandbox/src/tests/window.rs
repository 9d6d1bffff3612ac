//! The window: what opens one, what the buyer sees and does.

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
async fn the_documented_amounts_split_into_the_documented_tax() {
    let world = World::new();
    for (index, (amount, vat)) in [
        (30_000, 2_727),
        (163_020, 14_820),
        (9_026, 821),
        (15_000, 1_364),
    ]
    .into_iter()
    .enumerate()
    {
        let payment = world
            .post(
                "/v1/payments",
                window(&format!("order-{index:04}"), "CARD", amount),
            )
            .await
            .json();
        assert_eq!(
            (&payment["vat"], &payment["suppliedAmount"]),
            (&json!(vat), &json!(amount - vat))
        );
    }
}

#[tokio::test]
async fn a_window_outside_the_limits_is_refused() {
    let world = World::new();
    let good = window("order-0001", "CARD", 1_000);
    let bad = [
        ("method", json!("CASH")),
        ("method", Value::Null),
        ("amount", json!("1000")),
        ("amount", json!(0)),
        ("amount", json!(10.5)),
        ("currency", json!("USD")),
        ("orderId", json!("short")),
        ("orderId", json!("a".repeat(65))),
        ("orderId", json!("with space")),
        ("orderName", json!("")),
        ("orderName", json!("가".repeat(101))),
        ("successUrl", json!("/relative")),
        ("failUrl", Value::Null),
        ("customerName", json!("가".repeat(101))),
        ("flowMode", json!("DIRECT")),
        ("taxFreeAmount", json!(1_001)),
        ("metadata", json!({"a": 1})),
    ];
    for (name, value) in bad {
        let reply = world
            .post("/v1/payments", with(good.clone(), name, value))
            .await;
        assert_eq!(
            reply.refusal(),
            (400, "INVALID_REQUEST".to_owned()),
            "{name}"
        );
        assert!(reply.header("x-simulator-detail").contains(name), "{name}");
    }
    let edge = with(
        with(good, "orderId", json!("a".repeat(64))),
        "orderName",
        json!("가".repeat(100)),
    );
    assert_eq!(
        world.post("/v1/payments", edge).await.status,
        StatusCode::OK
    );
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
async fn an_easy_pay_window_shows_the_service_and_no_card() {
    let world = World::new();
    let direct = with(
        window("order-0001", "CARD", 5_000),
        "flowMode",
        json!("DIRECT"),
    );
    let reply = world
        .post("/v1/payments", with(direct, "easyPay", json!("TOSSPAY")))
        .await;
    let key = reply.json()["paymentKey"].as_str().unwrap().to_owned();
    world.press(&key, "pay").await;
    let payment = world.confirm(&key, "order-0001", 5_000).await.json();
    assert_eq!(payment["method"], "간편결제");
    assert_eq!(
        payment["easyPay"],
        json!({"provider": "토스페이", "amount": 5_000, "discountAmount": 0})
    );
    assert_eq!(payment["card"], Value::Null);
}
