//! Naver Pay's script: its requests, and the refusals it gets.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::{Reply, World};
use super::{approve, order, payment_id, press};

/// The script's own request, with some settings of it replaced.
async fn asked(world: &World, changed: &[(&str, &str)], request: Value) -> Reply {
    let mut settings = json!({
        "mode": "development", "clientId": "naver-client", "chainId": "naver-chain", "payType": "normal",
        "openType": "page",
    });
    for (name, value) in changed {
        settings[*name] = json!(value);
    }
    let body = json!({"settings": settings, "request": request});
    world.own("POST", "/naverpay/sdk/reserve", body).await
}

#[tokio::test]
async fn the_script_is_served_and_knows_nobody() {
    let world = World::new();
    let path = "/naverpay/sdk/js/naverpay.min.js";
    let reply = world.own("GET", path, Value::Null).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.header("content-type").starts_with("text/javascript"));
    let text = String::from_utf8(reply.body.to_vec()).unwrap();
    assert!(text.contains("Naver") && !text.contains("naver-client"));
}

#[tokio::test]
async fn a_window_opened_by_the_script_is_paid_and_approved_like_any_other() {
    let world = World::new();
    let reply = asked(&world, &[], order("order-1", 1_000)).await;
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    let told = reply.json();
    assert_eq!(told["code"], "Success", "{told}");
    let id = told["body"]["reserveId"].as_str().unwrap();
    let window = format!("http://sandbox.test/sandbox/naverpay/payments/{id}");
    assert_eq!(told["body"]["windowUrl"], window);
    let number = payment_id(&press(&world, id, "pay", "card").await);
    let approved = approve(&world, &number, None).await;
    assert_eq!(approved.code(), (200, "Success".to_owned()));
}

#[tokio::test]
async fn what_the_script_may_not_ask_is_refused() {
    let world = World::new();
    for (name, value, code) in [
        ("clientId", "another", "InvalidMerchant"),
        ("chainId", "another", "InvalidMerchant"),
        ("mode", "test", "InvalidParameter"),
        ("openType", "layer", "InvalidParameter"),
        ("payType", "recurrent", "InvalidParameter"),
    ] {
        let reply = asked(&world, &[(name, value)], order("order-1", 1_000)).await;
        assert_eq!(reply.json()["code"], code, "{name}");
    }
    let small = asked(&world, &[], order("order-1", 9)).await;
    assert_eq!(small.json()["code"], "InvalidParameter");
}

/// The page passes name and number side by side, as Naver Pay's does.
#[tokio::test]
async fn the_window_shows_the_number_beside_the_name() {
    let world = World::new();
    let mut three = order("order-1", 1_000);
    three["productCount"] = json!(3);
    let told = asked(&world, &[], three).await.json();
    let id = told["body"]["reserveId"].as_str().unwrap();
    let path = format!("/naverpay/payments/{id}");
    let page = world.own("GET", &path, Value::Null).await;
    let page = String::from_utf8(page.body.to_vec()).unwrap();
    assert!(page.contains("AI 크레딧 &lt;1,000&gt; × 3<"), "{page}");
}
