//! Approvals that are refused.

use serde_json::json;

use super::super::super::World;
use super::super::{
    API, FORM, JSON, KEYS, approve, authenticated, book_entry, call, force, history, ok, open,
    order, paid, payment_id, press,
};

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
