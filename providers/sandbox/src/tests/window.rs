//! The window: how one is opened, and the buyer's view and actions.

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
async fn easy_pay_shows_its_service_beside_the_card_and_the_points_that_paid() {
    let world = World::new();
    // The five documented cases: form, and the amounts paid by the card, by money and by points.
    for (index, (form, card, money, points)) in [
        ("means=card", Some(15_000), 0, 0),
        ("means=card&points=5000", Some(10_000), 0, 5_000),
        ("means=money", None, 15_000, 0),
        ("means=money&points=5000", None, 10_000, 5_000),
        ("points=15000", None, 0, 15_000),
    ]
    .into_iter()
    .enumerate()
    {
        let order = format!("order-{index:04}");
        let key = world.open(&order, "CARD", 15_000).await;
        let pay = format!("/toss/v1/payments/{key}/checkout/pay");
        let form = format!("easyPay=TOSSPAY&{form}");
        assert_eq!(world.request("POST", &pay, &[], &form).await.status, 303);
        let payment = world.confirm(&key, &order, 15_000).await.json();
        assert_eq!(payment["method"], "간편결제", "{form}");
        assert_eq!(
            payment["easyPay"],
            json!({"provider": "토스페이", "amount": money, "discountAmount": points}),
            "{form}"
        );
        let paid = payment["card"].get("amount").and_then(Value::as_i64);
        assert_eq!(paid, card, "{form}");
        let named = payment["lastTransactionKey"].as_str().unwrap();
        assert!(
            named.starts_with("txrd_a01") && named.len() == 32,
            "{named}"
        );
    }
}

#[tokio::test]
async fn easy_pay_that_no_service_offers_is_refused_in_the_window() {
    let world = World::new();
    let key = world.open("order-0001", "CARD", 15_000).await;
    let pay = format!("/toss/v1/payments/{key}/checkout/pay");
    for form in [
        "easyPay=NOPAY",
        "easyPay=TOSSPAY&means=coins",
        "easyPay=TOSSPAY&points=15001",
        "easyPay=TOSSPAY&points=-1",
        "easyPay=APPLEPAY&points=1",
    ] {
        let reply = world.request("POST", &pay, &[], form).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{form}");
    }
    assert_eq!(world.look_up(&key).await["status"], "READY");
}

#[tokio::test]
async fn a_window_opened_on_one_service_is_paid_with_a_card_in_it() {
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
    assert_eq!(
        payment["easyPay"],
        json!({"provider": "토스페이", "amount": 0, "discountAmount": 0})
    );
    assert_eq!(payment["card"]["amount"], 5_000);
}

#[tokio::test]
async fn a_refund_of_easy_pay_takes_points_last() {
    let world = World::new();
    let key = world.open("order-0001", "CARD", 15_000).await;
    let pay = format!("/toss/v1/payments/{key}/checkout/pay");
    let form = "easyPay=TOSSPAY&means=money&points=5000";
    world.request("POST", &pay, &[], form).await;
    world.confirm(&key, "order-0001", 15_000).await;
    let cancelled = |payment: &Value| -> Vec<i64> {
        let rows = payment["cancels"].as_array().unwrap();
        let points = rows.iter().map(|row| row["easyPayDiscountAmount"].as_i64());
        points.map(Option::unwrap).collect()
    };
    for amount in [9_000, 4_000] {
        let wish = json!({"cancelReason": "part", "cancelAmount": amount});
        world.cancel(&key, wish).await;
    }
    let payment = world.cancel(&key, json!({"cancelReason": "rest"})).await;
    assert_eq!(cancelled(&payment.json()), [0, 3_000, 2_000]);
}

#[tokio::test]
async fn a_transfer_takes_ten_million_won_at_most() {
    let world = World::new();
    let opened = async |amount| {
        let asked = window("order-0001", "TRANSFER", amount);
        world.post("/v1/payments", asked).await
    };
    assert_eq!(opened(10_000_000).await.status, StatusCode::OK);
    assert_eq!(
        opened(10_000_001).await.refusal(),
        (400, "EXCEEDS_TRANSFER_AMOUNT_MAXIMUM".to_owned())
    );
}

#[tokio::test]
async fn foreign_easy_pay_takes_dollars_and_cents() {
    let world = World::new();
    let asked = with(
        window("order-0001", "FOREIGN_EASY_PAY", 1),
        "amount",
        json!(19.99),
    );
    let in_won = world.post("/v1/payments", asked.clone()).await;
    assert_eq!(in_won.refusal().0, 400);
    let opened = world.post("/v1/payments", with(asked, "currency", json!("USD")));
    let payment = opened.await.json();
    assert_eq!(
        (&payment["totalAmount"], &payment["currency"]),
        (&json!(19.99), &json!("USD"))
    );
    let key = payment["paymentKey"].as_str().unwrap();
    let back = world.press(key, "pay").await;
    assert!(back.header("location").ends_with("&amount=19.99"));
    let confirm =
        |amount: Value| json!({"paymentKey": key, "orderId": "order-0001", "amount": amount});
    let less = world.post("/v1/payments/confirm", confirm(json!(19))).await;
    assert_eq!(less.refusal().0, 400);
    let done = world
        .post("/v1/payments/confirm", confirm(json!(19.99)))
        .await;
    assert_eq!(done.json()["status"], "DONE");
    let half = json!({"cancelReason": "part", "cancelAmount": 9.99, "currency": "USD"});
    let rest = world.cancel(key, half).await.json();
    assert_eq!(rest["balanceAmount"], json!(10.0));
}

#[tokio::test]
async fn the_version_of_the_answers_is_the_merchants() {
    let world = World::new();
    let key = world.open("order-0001", "CARD", 1_000).await;
    assert_eq!(world.look_up(&key).await["version"], "2022-11-16");
    let set = async |version: &str| {
        let wish = json!({"version": version});
        world.own("POST", "/toss/console/version", wish).await
    };
    assert_eq!(set("2024-06-01").await.status, StatusCode::OK);
    assert_eq!(world.look_up(&key).await["version"], "2024-06-01");
    assert_eq!(set("2023-01-01").await.status, StatusCode::BAD_REQUEST);
}
