//! The answers of `ready`, and its refusals.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{CID, KEY, World, opened, ready, with};

#[tokio::test]
async fn the_key_stands_behind_its_scheme_and_one_space() {
    let world = World::new();
    let ask = async |value: Option<String>| {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(value.iter().map(|it| ("authorization", it.as_str())));
        let body = ready("order-0001", 1_000).to_string();
        world
            .request("POST", "/kakaopay/online/v1/payment/ready", &headers, &body)
            .await
            .kakao_refusal()
    };
    assert_eq!(ask(None).await, (400, -400));
    for wrong in [
        format!("SECRET_KEY{KEY}"),
        format!("SECRET_KEY_DEV {KEY}"),
        format!("KakaoAK {KEY}"),
        format!("Bearer {KEY}"),
        format!("SECRET_KEY {KEY}X"),
    ] {
        assert_eq!(ask(Some(wrong.clone())).await, (401, -401), "{wrong}");
    }
    assert_eq!(ask(Some(format!("SECRET_KEY {KEY}"))).await, (200, 0));
    assert_eq!(ask(Some(format!("DEV_SECRET_KEY {KEY}"))).await, (200, 0));
}

#[tokio::test]
async fn every_call_makes_a_new_payment_and_gives_three_addresses() {
    let world = World::new();
    let first = world.kakao("ready", ready("order-0001", 2_200)).await;
    let second = world.kakao("ready", ready("order-0001", 2_200)).await;
    assert_eq!(
        (first.status, first.header("x-simulator")),
        (StatusCode::OK, "credit-gateway-sandbox")
    );
    assert_eq!(
        first.header("content-type"),
        "application/json;charset=UTF-8"
    );
    let body = first.json();
    assert_eq!(body["created_at"], "2026-01-02T12:04:05");
    let tid = body["tid"].as_str().unwrap();
    assert!(tid.len() == 20 && tid.starts_with('T'), "{tid}");
    assert_ne!(tid, second.json()["tid"]);
    for name in [
        "next_redirect_pc_url",
        "next_redirect_mobile_url",
        "next_redirect_app_url",
    ] {
        let url = body[name].as_str().unwrap();
        let path = url.strip_prefix("http://sandbox.test/sandbox").unwrap();
        let page = world.request("GET", path, &[], "").await;
        assert_eq!(page.status, StatusCode::OK, "{url}");
    }
    let scheme = body["android_app_scheme"].as_str().unwrap();
    assert!(scheme.starts_with("kakaotalk://kakaopay/pg?url="));
    assert_eq!(
        world.kakao_status(&opened(&second.json()).tid).await,
        "READY"
    );
}

#[tokio::test]
async fn digits_in_strings_are_amounts_as_in_the_official_sample() {
    let world = World::new();
    let body = json!({
        "cid": CID, "partner_order_id": "partner_order_id", "partner_user_id": "partner_user_id",
        "item_name": "초코파이", "quantity": "1", "total_amount": "2200", "vat_amount": "200",
        "tax_free_amount": "0", "approval_url": "https://developers.kakao.com/success",
        "fail_url": "https://developers.kakao.com/fail", "cancel_url": "https://developers.kakao.com/cancel",
    });
    let reply = world.kakao("ready", body).await;
    assert_eq!(reply.status, StatusCode::OK, "{:?}", reply.body);
    let order = world.kakao_order(&opened(&reply.json()).tid).await;
    assert_eq!(
        order["amount"],
        json!({"total": 2_200, "tax_free": 0, "vat": 200, "point": 0, "discount": 0, "green_deposit": 0})
    );
}

#[tokio::test]
async fn fields_that_break_their_limits_are_named() {
    let world = World::new();
    let base = || ready("order-0001", 10_000);
    let long_url = format!("https://shop.test/{}", "x".repeat(238));
    let cases: Vec<(&str, Value, i64)> = vec![
        ("cid", json!("TC0"), -2),
        ("cid", Value::Null, -2),
        ("cid", json!("TC0ANOTHER"), -731),
        ("cid_secret", json!("short"), -2),
        ("cid_secret", json!("0123456789abcdef01234567"), -733),
        ("partner_order_id", Value::Null, -2),
        ("partner_order_id", json!("x".repeat(101)), -2),
        ("partner_user_id", json!(""), -2),
        ("item_name", json!("가".repeat(101)), -2),
        ("quantity", Value::Null, -2),
        ("quantity", json!(1.5), -2),
        ("total_amount", json!("2,200"), -2),
        ("total_amount", json!(99), -725),
        ("total_amount", json!(2_000_001), -797),
        ("tax_free_amount", Value::Null, -2),
        ("tax_free_amount", json!(10_001), -722),
        ("vat_amount", json!(10_001), -722),
        ("approval_url", json!("/relative"), -2),
        ("approval_url", json!(long_url), -2),
        ("cancel_url", json!("http://shop.test/no"), -799),
        ("fail_url", json!("https://evil.test/no"), -799),
        ("payment_method_type", json!("CASH"), -2),
        ("install_month", json!(13), -2),
        ("available_cards", json!("HANA"), -2),
        ("custom_json", json!({"auto_close": true}), -2),
        ("use_share_installment", json!("X"), -2),
    ];
    for (field, value, code) in cases {
        let reply = world.kakao("ready", with(base(), field, value)).await;
        assert_eq!(reply.kakao_refusal(), (400, code), "{field}");
        if code == -2 {
            assert_eq!(
                reply.json()["error_message"],
                format!("invalid param({field} has invalid value)")
            );
        }
    }
    assert_eq!(world.books().await["kakaopay"]["payments"], json!([]));
}

#[tokio::test]
async fn a_card_carries_less_than_two_million_and_money_exactly_that() {
    let world = World::new();
    let ask = async |method: &str, amount| {
        let body = with(
            ready("order-0001", amount),
            "payment_method_type",
            json!(method),
        );
        world.kakao("ready", body).await.kakao_refusal()
    };
    assert_eq!(ask("CARD", 2_000_000).await, (400, -797));
    assert_eq!(ask("CARD", 1_999_999).await, (200, 0));
    assert_eq!(ask("MONEY", 2_000_000).await, (200, 0));
}

#[tokio::test]
async fn forms_other_methods_and_other_addresses_are_refused() {
    let world = World::new();
    let authorization = format!("SECRET_KEY {KEY}");
    let form = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let path = "/kakaopay/online/v1/payment/ready";
    let reply = world
        .request("POST", path, &form, "cid=TC0ONETIME&total_amount=2200")
        .await;
    assert_eq!(reply.kakao_refusal(), (400, -2));
    let get = world.request("GET", path, &form, "").await;
    assert_eq!(get.kakao_refusal(), (404, -404));
    let legacy = world.request("POST", "/kakaopay/v1/payment/ready", &form, "");
    assert_eq!(legacy.await.kakao_refusal(), (404, -404));
}
