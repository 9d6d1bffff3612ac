//! Easy pay in the window of the simulated Toss.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::{World, window, with};

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
        let wanted = json!({"cancelReason": "part", "cancelAmount": amount});
        world.cancel(&key, wanted).await;
    }
    let payment = world.cancel(&key, json!({"cancelReason": "rest"})).await;
    assert_eq!(cancelled(&payment.json()), [0, 3_000, 2_000]);
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
