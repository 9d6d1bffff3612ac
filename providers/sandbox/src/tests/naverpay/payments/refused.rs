//! Approvals that are refused.

use serde_json::json;

use super::super::super::World;
use super::super::{API, FORM, JSON, KEYS, approve, book_entry, call, ok, order, paid};

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
async fn an_approval_names_a_payment_there_is() {
    let world = World::new();
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
