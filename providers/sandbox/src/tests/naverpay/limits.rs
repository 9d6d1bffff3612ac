//! The fields of a reservation and their limits.

use serde_json::{Value, json};

use super::super::{World, with};
use super::{approve, authenticated, ok, order, reserve};

#[tokio::test]
async fn a_reservation_names_everything_it_must() {
    let world = World::new();
    let base = order("order-1", 1_000);
    let missing = [
        "merchantPayKey",
        "productName",
        "productCount",
        "totalPayAmount",
        "taxScopeAmount",
        "taxExScopeAmount",
        "returnUrl",
        "productItems",
    ];
    for name in missing {
        let reply = reserve(&world, &with(base.clone(), name, Value::Null)).await;
        assert_eq!(reply.code(), ok("RequireParameter"), "{name}");
        assert!(reply.header("x-simulator-detail").contains(name));
    }
}

#[tokio::test]
async fn a_reservation_must_keep_its_limits() {
    let world = World::new();
    let base = order("order-1", 1_000);
    let item = |name: &str, value: Value| {
        let mut order = base.clone();
        order["productItems"][0][name] = value;
        order
    };
    // A Hangul letter has three bytes in UTF-8.
    for (broken, field) in [
        (
            with(base.clone(), "merchantPayKey", json!("가".repeat(22))),
            "merchantPayKey",
        ),
        (
            with(base.clone(), "merchantUserKey", json!("u".repeat(51))),
            "merchantUserKey",
        ),
        (
            with(base.clone(), "productName", json!("가".repeat(129))),
            "productName",
        ),
        (with(base.clone(), "returnUrl", json!("/back")), "returnUrl"),
        (
            with(base.clone(), "totalPayAmount", json!("1000")),
            "totalPayAmount",
        ),
        (
            with(base.clone(), "totalPayAmount", json!(1_001)),
            "totalPayAmount",
        ),
        (
            with(base.clone(), "taxExScopeAmount", json!(1)),
            "totalPayAmount",
        ),
        (with(base.clone(), "productCount", json!(0)), "productCount"),
        (
            with(base.clone(), "modelVersion", json!("1")),
            "modelVersion",
        ),
        (
            with(
                base.clone(),
                "merchantExtraParameter",
                json!("x".repeat(4_001)),
            ),
            "merchantExtraParameter",
        ),
        (
            with(
                base.clone(),
                "subMerchantInfo",
                json!({"subMerchantBusinessNo": "12345678901"}),
            ),
            "subMerchantBusinessNo",
        ),
        (order("order-1", 9), "totalPayAmount"),
        (item("categoryType", json!("etc")), "categoryType"),
        (item("categoryId", json!("A".repeat(17))), "categoryId"),
        (item("uid", json!("크레딧")), "uid"),
        (item("count", json!(1_000_000)), "count"),
    ] {
        let reply = reserve(&world, &broken).await;
        assert_eq!(reply.code(), ok("InvalidParameter"), "{field}");
        assert!(
            reply.header("x-simulator-detail").starts_with(field),
            "{field}"
        );
    }
}

#[tokio::test]
async fn a_reservation_at_its_limits_is_taken() {
    let world = World::new();
    let base = order("order-1", 1_000);
    for fitting in [
        with(base.clone(), "merchantPayKey", json!("가".repeat(21))),
        with(base.clone(), "productName", json!("가".repeat(128))),
        with(base.clone(), "modelVersion", json!("2")),
        order("order-1", 10),
    ] {
        assert_eq!(reserve(&world, &fitting).await.code(), ok("Success"));
    }
}

#[tokio::test]
async fn a_day_of_use_is_not_past_and_is_cut_after_a_year() {
    let world = World::new();
    let on = |day: &str| with(order("order-1", 1_000), "useCfmYmdt", json!(day));
    assert_eq!(
        reserve(&world, &on("20260101")).await.code(),
        ok("InvalidUseCfmYmdt")
    );
    let id = authenticated(&world, &on("20290101"), "card").await;
    let detail = approve(&world, &id, None).await.json()["body"]["detail"].clone();
    assert_eq!(detail["useCfmYmdt"], "20270102");
}
