//! Toss's script: its requests, and the refusals it gets.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Reply, World, with};

fn request() -> Value {
    json!({
        "method": "CARD", "amount": {"currency": "KRW", "value": 15_000}, "orderId": "order-0001",
        "orderName": "1,000 credits", "windowTarget": "self", "card": {"flowMode": "DEFAULT"},
        "successUrl": "http://shop.test/success?state=1", "failUrl": "http://shop.test/fail?state=1",
    })
}

/// The script's own request, with some fields of it replaced.
async fn asked(world: &World, changed: Value) -> Reply {
    let mut body =
        json!({"clientKey": "test_ck_sandbox", "customerKey": "ANONYMOUS", "request": request()});
    for (name, value) in changed.as_object().into_iter().flatten() {
        body = with(body, name, value.clone());
    }
    world.own("POST", "/toss/v2/windows", body).await
}

#[tokio::test]
async fn the_script_is_served_and_knows_nobody() {
    let world = World::new();
    let reply = world.own("GET", "/toss/v2/standard", Value::Null).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.header("content-type").starts_with("text/javascript"));
    let text = String::from_utf8(reply.body.to_vec()).unwrap();
    assert!(text.contains("requestPayment") && !text.contains("test_"));
}

#[tokio::test]
async fn a_window_opened_by_the_script_is_paid_and_confirmed_like_any_other() {
    let world = World::new();
    let reply = asked(&world, Value::Null).await;
    assert_eq!(reply.status, StatusCode::OK, "{:?}", reply.body);
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    let payment = reply.json();
    assert_eq!(
        (&payment["status"], &payment["totalAmount"]),
        (&json!("READY"), &json!(15_000))
    );
    let key = payment["paymentKey"].as_str().unwrap();
    let path = format!("/toss/v1/payments/{key}/checkout/pay");
    let paid = world.own("POST", &path, Value::Null).await;
    assert_eq!(paid.status, StatusCode::SEE_OTHER);
    let back = format!(
        "http://shop.test/success?state=1&paymentKey={key}&orderId=order-0001&amount=15000"
    );
    assert_eq!(paid.header("location"), back);
    let confirm = json!({"paymentKey": key, "orderId": "order-0001", "amount": 15_000});
    let done = world.post("/v1/payments/confirm", confirm).await.json();
    assert_eq!(done["status"], "DONE");
}

/// A browser can open a window of any merchant: its key is known but is not ours.
#[tokio::test]
async fn another_merchants_payment_is_neither_shown_nor_confirmed() {
    let world = World::new();
    let theirs = asked(&world, json!({"clientKey": "test_ck_another0merchant"})).await;
    let payment = theirs.json();
    assert_eq!(payment["mId"], "another0merch");
    let key = payment["paymentKey"].as_str().unwrap();
    let path = format!("/toss/v1/payments/{key}/checkout/pay");
    let paid = world.own("POST", &path, Value::Null).await;
    assert_eq!(paid.status, StatusCode::SEE_OTHER);
    let confirm = json!({"paymentKey": key, "orderId": "order-0001", "amount": 15_000});
    let refused = world.post("/v1/payments/confirm", confirm).await;
    assert_eq!(refused.json()["code"], "FORBIDDEN_REQUEST");
    let hidden = world.get(&format!("/v1/payments/{key}")).await;
    assert_eq!(hidden.json()["code"], "FORBIDDEN_REQUEST");
    let none = world.get("/v1/payments/orders/order-0001").await;
    assert_eq!(none.json()["code"], "NOT_FOUND_PAYMENT");
}

#[tokio::test]
async fn what_belongs_to_a_method_stands_in_its_own_object() {
    let world = World::new();
    let mut wanted = request();
    wanted["method"] = json!("VIRTUAL_ACCOUNT");
    wanted["virtualAccount"] = json!({"validHours": 2_161});
    let refused = asked(&world, json!({"request": wanted.clone()})).await;
    assert_eq!(refused.json()["code"], "EXCEED_MAX_DUE_DATE");
    wanted["virtualAccount"] = json!({"validHours": 24});
    let reply = asked(&world, json!({"request": wanted})).await;
    assert_eq!(reply.status, StatusCode::OK, "{:?}", reply.body);
}

#[tokio::test]
async fn a_request_that_the_script_does_not_know_is_refused_with_a_code() {
    let world = World::new();
    let without = |name: &str| {
        let mut wanted = request();
        wanted[name] = Value::Null;
        json!({"request": wanted})
    };
    let of = |name: &str, value: Value| json!({"request": with(request(), name, value)});
    for (changed, code) in [
        (json!({"clientKey": "test_ck_other"}), "UNAUTHORIZED_KEY"),
        (json!({"customerKey": "x"}), "INVALID_REQUEST"),
        (json!({"request": null}), "INVALID_REQUEST"),
        (without("orderName"), "INVALID_REQUEST"),
        (without("successUrl"), "INVALID_REQUEST"),
        (of("amount", json!(15_000)), "INVALID_REQUEST"),
        (
            of("amount", json!({"currency": "USD", "value": 1})),
            "INVALID_REQUEST",
        ),
        (of("windowTarget", json!("popup")), "INVALID_REQUEST"),
        (of("method", json!("카드")), "INVALID_REQUEST"),
    ] {
        let refused = asked(&world, changed.clone()).await;
        assert!(refused.status.is_client_error(), "{changed}");
        assert_eq!(refused.json()["code"], code, "{changed}");
    }
}
