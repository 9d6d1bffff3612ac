//! The bank's feed and its signatures.

mod faults;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{BANK_SECRET, World};
use crate::Post;
use crate::shared::standard_webhooks::{sign, signing_key};

fn header(post: &Post, name: &str) -> String {
    let found = post.headers.iter().find(|(it, _)| *it == name);
    found.map(|(_, value)| value.clone()).unwrap_or_default()
}

fn is_signed(post: &Post) -> bool {
    let key = signing_key(BANK_SECRET).unwrap();
    let timestamp = header(post, "webhook-timestamp").parse().unwrap();
    header(post, "webhook-signature")
        == sign(&key, &header(post, "webhook-id"), timestamp, &post.body)
}

fn body(post: &Post) -> Value {
    serde_json::from_slice(&post.body).unwrap()
}

#[test]
fn signs_as_the_published_vectors() {
    let key = signing_key(BANK_SECRET).unwrap();
    let signature = sign(
        &key,
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1_614_265_330,
        br#"{"test": 2432232314}"#,
    );
    assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    let other = signing_key("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD").unwrap();
    let payload = br#"{"email":"test@example.com","username":"test_user"}"#;
    let signature = sign(
        &other,
        "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
        1_649_367_553,
        payload,
    );
    assert_eq!(signature, "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
    assert_eq!(
        (signing_key(""), signing_key("whsec_"), signing_key("MfKQ")),
        (None, None, None)
    );
}

#[tokio::test]
async fn a_deposit_is_told_signed_and_in_full() {
    let world = World::new();
    let deposit = json!({"depositor_name": "홍길동", "amount": 11_000, "deposited_at": "2026-01-02T11:00:00+09:00"});
    let reply = world.own("POST", "/bank/deposits", deposit).await;
    assert_eq!(
        (reply.status, &reply.json()["delivered"]),
        (StatusCode::CREATED, &json!(true))
    );
    let movement_id = reply.json()["movement_id"].clone();
    let posts = world.sent().await;
    assert_eq!(posts[0].url, "http://gateway.test/webhooks/bank");
    assert!(is_signed(&posts[0]));
    let data = json!({
        "movement_id": movement_id, "account": "main", "depositor_name": "홍길동", "amount": 11_000,
        "deposited_at": "2026-01-02T11:00:00+09:00",
    });
    let expected =
        json!({"type": "deposit.received", "timestamp": "2026-01-02T03:04:05Z", "data": data});
    assert_eq!(body(&posts[0]), expected);
}

#[tokio::test]
async fn a_movement_is_reversed_once() {
    let world = World::new();
    let deposit = json!({"depositor_name": "홍길동", "amount": 11_000, "movement_id": "mv-1"});
    world.own("POST", "/bank/deposits", deposit).await;
    let reply = world
        .own("POST", "/bank/deposits/mv-1/reverse", Value::Null)
        .await;
    assert_eq!(
        reply.json(),
        json!({"movement_id": "mv-1", "delivered": true})
    );
    let told = body(&world.sent().await[1]);
    assert_eq!(
        (&told["type"], &told["data"]),
        (&json!("deposit.reversed"), &json!({"movement_id": "mv-1"}))
    );
    let again = world
        .own("POST", "/bank/deposits/mv-1/reverse", Value::Null)
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let unknown = world
        .own("POST", "/bank/deposits/mv-2/reverse", Value::Null)
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert_eq!(world.books().await["bank"]["deposits"][0]["reversed"], true);
}

#[tokio::test]
async fn a_deposit_that_can_not_be_read_names_the_field() {
    let world = World::new();
    let cases = [
        (json!({"amount": 1}), "depositor_name"),
        (json!({"depositor_name": "홍길동", "amount": 0}), "amount"),
        (
            json!({"depositor_name": "홍길동", "amount": 1, "deposited_at": "yesterday"}),
            "deposited_at",
        ),
        (
            json!({"depositor_name": "홍길동", "amount": 1, "acount": "main"}),
            "acount",
        ),
    ];
    for (deposit, field) in cases {
        let reply = world.own("POST", "/bank/deposits", deposit).await;
        assert_eq!(
            (reply.status.as_u16(), &reply.json()["error"]["field"]),
            (400, &json!(field))
        );
    }
}
