//! PortOne through its documented API: what only the wire shows, or no adapter sends.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Reply, World};
use crate::shared::standard_webhooks::{sign, signing_key};

pub(super) const SECRET: &str = "portone-secret-of-tests";
pub(super) const STORE: &str = "store-tests";
pub(super) const CHANNEL: &str = "channel-key-tests";
pub(super) const WEBHOOKS: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

const KEY: &str = "\"a-key-of-sixteen-or-more\"";

async fn call(world: &World, method: &str, path: &str, key: Option<&str>, body: &Value) -> Reply {
    let authorization = format!("PortOne {SECRET}");
    let mut headers = vec![
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
    ];
    headers.extend(key.map(|key| ("idempotency-key", key)));
    let path = format!("/portone{path}");
    world
        .request(method, &path, &headers, &body.to_string())
        .await
}

fn told(reply: &Reply) -> (u16, String) {
    let kind = reply.json()["type"].as_str().unwrap_or_default().to_owned();
    (reply.status.as_u16(), kind)
}

fn request(id: &str, amount: i64) -> Value {
    json!({
        "storeId": STORE, "channelKey": CHANNEL, "paymentId": id, "orderName": "AI 크레딧 <1,000>",
        "totalAmount": amount, "currency": "KRW", "payMethod": "CARD",
        "redirectUrl": "https://shop.test/back?state=a%2Bb",
    })
}

async fn open(world: &World, request: &Value) -> Reply {
    world
        .own("POST", "/portone/v2/windows", request.clone())
        .await
}

/// Opens a window and presses a button in it; where the browser is sent.
async fn press(world: &World, request: &Value, button: &str) -> String {
    let opened = open(world, request).await;
    assert_eq!(opened.status, StatusCode::OK, "{:?}", opened.body);
    let tx_id = opened.json()["txId"].as_str().unwrap().to_owned();
    let path = format!("/portone/windows/{tx_id}/{button}");
    let pressed = world.request("POST", &path, &[], "").await;
    pressed.header("location").to_owned()
}

fn token(location: &str) -> String {
    let (_, token) = location.split_once("paymentToken=").unwrap();
    token.to_owned()
}

async fn confirm(world: &World, id: &str, body: &Value) -> Reply {
    call(
        world,
        "POST",
        &format!("/payments/{id}/confirm"),
        None,
        body,
    )
    .await
}

async fn paid(world: &World, id: &str, amount: i64) {
    let token = token(&press(world, &request(id, amount), "pay").await);
    let reply = confirm(world, id, &json!({"paymentToken": token})).await;
    assert_eq!(reply.status, StatusCode::OK, "{:?}", reply.body);
}

async fn look_up(world: &World, id: &str) -> Value {
    call(world, "GET", &format!("/payments/{id}"), None, &Value::Null)
        .await
        .json()
}

#[tokio::test]
async fn a_key_without_quotes_or_too_short_is_refused() {
    let world = World::new();
    let body = json!({"totalAmount": 1_000});
    for key in ["a-key-of-sixteen-or-more", "\"too-short\"", "\"\""] {
        let reply = call(
            &world,
            "POST",
            "/payments/p1/pre-register",
            Some(key),
            &body,
        )
        .await;
        assert_eq!(told(&reply), (400, "INVALID_REQUEST".to_owned()), "{key}");
    }
    let reply = call(
        &world,
        "POST",
        "/payments/p1/pre-register",
        Some(KEY),
        &body,
    )
    .await;
    assert_eq!((reply.status, reply.json()), (StatusCode::OK, json!({})));
}

#[tokio::test]
async fn a_window_of_another_amount_than_was_registered_does_not_open() {
    let world = World::new();
    let body = json!({"totalAmount": 10_000, "taxFreeAmount": 0, "currency": "KRW"});
    call(&world, "POST", "/payments/p1/pre-register", None, &body).await;
    let refused = open(&world, &request("p1", 100)).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(refused.json()["code"], "AmountNotEqualToPredefined");
    assert_eq!(
        open(&world, &request("p1", 10_000)).await.status,
        StatusCode::OK
    );
    for (name, code) in [
        ("storeId", "StoreNotFound"),
        ("channelKey", "ChannelNotFound"),
    ] {
        let mut other = request("p1", 10_000);
        other[name] = json!("another");
        assert_eq!(open(&world, &other).await.json()["code"], code);
    }
}

#[tokio::test]
async fn one_attempt_of_a_payment_succeeds_and_a_confirmation_compares_what_it_names() {
    let world = World::new();
    let first = token(&press(&world, &request("p1", 10_000), "pay").await);
    let second = token(&press(&world, &request("p1", 10_000), "pay").await);
    assert_ne!(first, second);
    for wrong in [
        json!({"totalAmount": 9_999}),
        json!({"currency": "USD"}),
        json!({"isTest": false}),
        json!({"taxFreeAmount": 1}),
        json!({"txId": "another"}),
    ] {
        let mut body = wrong;
        body["paymentToken"] = json!(first);
        let reply = confirm(&world, "p1", &body).await;
        assert_eq!(
            told(&reply),
            (409, "INFORMATION_MISMATCH".to_owned()),
            "{body}"
        );
    }
    let right =
        json!({"paymentToken": second, "totalAmount": 10_000, "currency": "KRW", "isTest": true});
    assert_eq!(confirm(&world, "p1", &right).await.status, StatusCode::OK);
    let again = confirm(&world, "p1", &json!({"paymentToken": first})).await;
    assert_eq!(told(&again), (409, "ALREADY_PAID".to_owned()));
    assert_eq!(look_up(&world, "p1").await["status"], "PAID");
    let refused = open(&world, &request("p1", 10_000)).await.json();
    assert_eq!(refused["code"], "PaymentAlreadyPaid");
}

#[tokio::test]
async fn a_refused_buyer_comes_back_with_a_code_and_may_try_again() {
    let world = World::new();
    for (button, word) in [("decline", "8032"), ("close", "V801")] {
        let back = press(&world, &request("p1", 10_000), button).await;
        assert!(
            back.starts_with("https://shop.test/back?state=a%2Bb&"),
            "{back}"
        );
        assert!(
            back.contains("code=FAILURE_TYPE_PG") && back.contains(word),
            "{back}"
        );
        assert!(!back.contains("paymentToken"), "{back}");
        let shown = look_up(&world, "p1").await;
        assert_eq!(
            (&shown["status"], &shown["failure"]["pgCode"]),
            (&json!("FAILED"), &json!(word))
        );
    }
    paid(&world, "p1", 10_000).await;
    assert_eq!(look_up(&world, "p1").await["status"], "PAID");
}

#[tokio::test]
async fn the_same_cancel_after_three_hours_is_made_again_unless_it_names_the_balance() {
    let world = World::new();
    paid(&world, "p1", 10_000).await;
    let part = json!({"reason": "x", "amount": 3_000});
    let path = "/payments/p1/cancel";
    let first = call(&world, "POST", path, Some(KEY), &part).await;
    let again = call(&world, "POST", path, Some(KEY), &part).await;
    assert_eq!(first.json(), again.json());
    world.wait(3 * 60);
    call(&world, "POST", path, Some(KEY), &part).await;
    assert_eq!(look_up(&world, "p1").await["amount"]["cancelled"], 6_000);
    let guarded = json!({"reason": "x", "amount": 3_000, "currentCancellableAmount": 10_000});
    let refused = call(&world, "POST", path, None, &guarded).await;
    assert_eq!(
        told(&refused),
        (409, "CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN".to_owned())
    );
    for (body, code) in [
        (
            json!({"reason": "x", "amount": 4_001}),
            "CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT",
        ),
        (
            json!({"reason": "x", "amount": 10, "taxFreeAmount": 11}),
            "SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT",
        ),
        (
            json!({"reason": "x", "amount": 10, "taxFreeAmount": 1}),
            "CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT",
        ),
    ] {
        let refused = call(&world, "POST", path, None, &body).await;
        assert_eq!(told(&refused), (409, code.to_owned()));
    }
    call(&world, "POST", path, None, &json!({"reason": "x"})).await;
    let refused = call(&world, "POST", path, None, &json!({"reason": "x"})).await;
    assert_eq!(
        told(&refused),
        (409, "PAYMENT_ALREADY_CANCELLED".to_owned())
    );
}

#[tokio::test]
async fn another_secret_or_store_is_refused() {
    let world = World::new();
    let headers = [("authorization", "Bearer x")];
    let reply = world
        .request("GET", "/portone/payments/p1", &headers, "")
        .await;
    assert_eq!(told(&reply), (401, "UNAUTHORIZED".to_owned()));
    let reply = call(
        &world,
        "GET",
        "/payments/p1?storeId=another",
        None,
        &Value::Null,
    )
    .await;
    assert_eq!(told(&reply), (403, "FORBIDDEN".to_owned()));
    let reply = call(&world, "GET", "/payments/p1", None, &Value::Null).await;
    assert_eq!(told(&reply), (404, "PAYMENT_NOT_FOUND".to_owned()));
}

#[tokio::test]
async fn every_change_is_told_by_a_signed_webhook() {
    let world = World::new();
    paid(&world, "p1", 10_000).await;
    for body in [
        json!({"paymentKey": "p1", "amount": 1_000}),
        json!({"paymentKey": "p1"}),
    ] {
        world.own("POST", "/portone/console/cancel", body).await;
    }
    let key = signing_key(WEBHOOKS).unwrap();
    let mut kinds = Vec::new();
    for post in world.sent().await {
        let header = |name: &str| {
            let mut headers = post.headers.iter();
            headers.find(|(known, _)| *known == name).unwrap().1.clone()
        };
        let at = header("webhook-timestamp").parse().unwrap();
        let right = sign(&key, &header("webhook-id"), at, &post.body);
        assert_eq!(header("webhook-signature"), right);
        assert!(post.url.ends_with("/webhooks/portone"), "{}", post.url);
        let body: Value = serde_json::from_slice(&post.body).unwrap();
        assert_eq!(
            (&body["data"]["paymentId"], &body["data"]["storeId"]),
            (&json!("p1"), &json!(STORE))
        );
        kinds.push(body["type"].as_str().unwrap().to_owned());
    }
    kinds.sort_unstable();
    assert_eq!(
        kinds,
        [
            "Transaction.Cancelled",
            "Transaction.Paid",
            "Transaction.PartialCancelled",
            "Transaction.Ready"
        ]
    );
}

#[tokio::test]
async fn a_list_has_the_payments_that_changed_in_a_time_page_by_page() {
    let world = World::new();
    for id in ["p1", "p2", "p3"] {
        paid(&world, id, 1_000).await;
        world.wait(60);
    }
    // The first one changed last.
    world
        .own(
            "POST",
            "/portone/console/cancel",
            json!({"paymentKey": "p1"}),
        )
        .await;
    let listed = async |number: i64, from: &str| {
        let asked = json!({"page": {"number": number, "size": 2},
            "filter": {"from": from, "timestampType": "STATUS_CHANGED_AT", "status": ["PAID", "CANCELLED"]}});
        let asked = asked
            .to_string()
            .replace('"', "%22")
            .replace(['{'], "%7B")
            .replace('}', "%7D");
        let path = format!(
            "/payments?requestBody={}",
            asked.replace('[', "%5B").replace(']', "%5D")
        );
        let answer = call(&world, "GET", &path, None, &Value::Null).await.json();
        let items = answer["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|it| it["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(0, "2026-01-02T00:00:00Z").await, ["p1", "p2"]);
    assert_eq!(listed(1, "2026-01-02T00:00:00Z").await, ["p3"]);
    assert_eq!(listed(0, "2026-01-02T05:00:00Z").await, ["p1", "p3"]);
}
