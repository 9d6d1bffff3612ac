//! Reserve and approve: the walk, the keys, the limits of every field, the ten minutes.

mod refused;

use axum::http::StatusCode;
use serde_json::json;

use super::super::World;
use super::{FORM, JSON, approve, authenticated, book_entry, call, history, order, row, rows};

#[tokio::test]
async fn money_moves_at_the_approval_and_not_before() {
    let world = World::new();
    let id = authenticated(&world, &order("order-1", 10_000), "card").await;
    assert_eq!(book_entry(&world).await["status"], "AUTHENTICATED");
    assert!(rows(&history(&world, &id).await).is_empty());
    let reply = approve(&world, &id, Some("ap-1-1")).await;
    assert_eq!(reply.header("x-naverpay-idempotency-key"), "ap-1-1");
    assert_eq!(reply.header("x-simulator"), "credit-gateway-sandbox");
    let body = reply.json();
    assert_eq!(
        body.as_object().unwrap().len(),
        4,
        "one field of an unknown name"
    );
    let detail = &body["body"]["detail"];
    for (name, value) in [
        ("paymentId", json!(id)),
        ("merchantPayKey", json!("order-1")),
        ("merchantUserKey", json!("u-1")),
        ("admissionTypeCode", json!("01")),
        ("admissionState", json!("SUCCESS")),
        ("admissionYmdt", json!("20260102120405")),
        ("totalPayAmount", json!(10_000)),
        ("taxScopeAmount", json!(10_000)),
        ("primaryPayMeans", json!("CARD")),
        ("giftCardAmount", json!(0)),
    ] {
        assert_eq!(detail[name], value, "{name}");
    }
    let entry = book_entry(&world).await;
    assert_eq!(entry["payment_key"], json!(id));
    assert_eq!(entry["order_id"], "order-1");
    assert_eq!(
        (&entry["status"], &entry["approvals"]),
        (&json!("APPROVED"), &json!(1))
    );
    assert_eq!(
        rows(&history(&world, &id).await),
        [row("01", "SUCCESS", 10_000)]
    );
    assert!(id.starts_with("20260102NP") && id.len() == 20, "{id}");
}

#[tokio::test]
async fn the_means_divide_the_amount() {
    let world = World::new();
    for (means, primary_means, parts) in [
        ("card", "CARD", [1_000, 0, 0, 0]),
        ("bank", "BANK", [1_000, 0, 0, 0]),
        ("points", "", [0, 1_000, 0, 0]),
        ("mixed", "CARD", [600, 200, 100, 100]),
    ] {
        let id = authenticated(&world, &order("order-1", 1_000), means).await;
        let detail = approve(&world, &id, None).await.json()["body"]["detail"].clone();
        assert_eq!(detail["primaryPayMeans"], primary_means);
        let names = [
            "primaryPayAmount",
            "npointPayAmount",
            "giftCardAmount",
            "discountPayAmount",
        ];
        assert_eq!(
            names.map(|name| detail[name].as_i64().unwrap()),
            parts,
            "{means}"
        );
        assert_eq!(detail["totalPayAmount"], 1_000);
        assert_eq!(detail["applyPayAmount"], 1_000 - parts[3]);
        assert_eq!(detail["bankCorpCode"] == "", means != "bank");
    }
}

#[tokio::test]
async fn bodies_have_the_documented_form() {
    let world = World::new();
    let id = authenticated(&world, &order("order-1", 1_000), "card").await;
    let unprocessable = (400, "InvalidParameter".to_owned());
    for (path, media, body) in [
        ("/v2/reserve", FORM, "merchantPayKey=a"),
        ("/v2/reserve", JSON, "[1]"),
        (
            "/v2.2/apply/payment",
            JSON,
            &json!({"paymentId": id}).to_string(),
        ),
        ("/v1/cancel", JSON, "{}"),
        ("/v2.3/list/history", FORM, "startTime=20260101000000"),
    ] {
        let reply = call(&world, path, media, None, body).await;
        assert_eq!(reply.code(), unprocessable, "{path}");
    }
    let elsewhere = call(&world, "/v9/list/history", JSON, None, "{}").await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
}
