//! Reserve and approve: the walk, the keys, the limits of every field, the ten minutes.

use axum::http::StatusCode;
use serde_json::json;

use super::super::World;
use super::{
    API, FORM, JSON, KEYS, approve, authenticated, book_entry, call, force, history, ok, open,
    order, paid, payment_id, press, row, rows,
};

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
async fn a_second_approval_is_refused_without_a_detail() {
    let world = World::new();
    let id = paid(&world, "order-1", 10_000).await;
    let again = approve(&world, &id, None).await;
    assert_eq!(again.code(), ok("AlreadyComplete"));
    assert_eq!(again.json().get("body"), None);
    assert_eq!(book_entry(&world).await["approvals"], 1);
}

#[tokio::test]
async fn the_approval_comes_within_ten_minutes_of_the_authentication() {
    let world = World::new();
    let in_time = authenticated(&world, &order("order-1", 10_000), "card").await;
    let late = authenticated(&world, &order("order-2", 10_000), "card").await;
    world.wait(10);
    assert_eq!(approve(&world, &in_time, None).await.code(), ok("Success"));
    world.wait(1);
    assert_eq!(approve(&world, &late, None).await.code(), ok("TimeExpired"));
    let books = world.books().await;
    let entry = &books["naverpay"]["payments"][1];
    assert_eq!(
        (&entry["status"], &entry["approvals"]),
        (&json!("EXPIRED"), &json!(0))
    );
}

#[tokio::test]
async fn an_approval_may_fail_and_leaves_no_trace_in_the_history() {
    let world = World::new();
    let reserve_id = open(&world, &order("order-1", 10_000)).await;
    let id = payment_id(&press(&world, &reserve_id, "short", "bank").await);
    assert_eq!(
        approve(&world, &id, None).await.code(),
        ok("NotEnoughAccountBalance")
    );
    assert_eq!(history(&world, &id).await["totalCount"], 0);
    let other = authenticated(&world, &order("order-2", 10_000), "card").await;
    for code in [
        "OwnerAuthFail",
        "BankMaintenance",
        "FaultCheckOngoing",
        "MaintenanceOngoing",
    ] {
        force(&world, "confirm", code).await;
        assert_eq!(approve(&world, &other, None).await.code(), ok(code));
    }
    assert_eq!(approve(&world, &other, None).await.code(), ok("Success"));
    assert_eq!(
        approve(&world, "20260102NP0000000000", None).await.code(),
        ok("Fail")
    );
    let missing = call(&world, "/v2.2/apply/payment", FORM, None, "paymentid=1").await;
    assert_eq!(missing.code(), ok("RequireParameter"));
    assert_eq!(
        approve(&world, &"9".repeat(51), None).await.code(),
        ok("InvalidParameter")
    );
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
async fn wrong_keys_are_refused_before_anything_else() {
    let world = World::new();
    let body = order("order-1", 1_000).to_string();
    let path = format!("{API}/v2/reserve");
    for (wrong, status, code) in [
        (0, 401, "Fail"),
        (1, 401, "Fail"),
        (2, 200, "InvalidMerchant"),
    ] {
        let mut headers = KEYS.to_vec();
        headers[wrong].1 = "other";
        headers.push(JSON);
        let reply = world.request("POST", &path, &headers, &body).await;
        assert_eq!(reply.code(), (status, code.to_owned()));
        headers.remove(wrong);
        let reply = world.request("POST", &path, &headers, &body).await;
        assert_eq!(reply.code(), (status, code.to_owned()));
    }
    assert_eq!(world.books().await["naverpay"]["payments"], json!([]));
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
