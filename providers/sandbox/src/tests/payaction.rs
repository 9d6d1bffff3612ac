//! PayAction's two webhooks, word for word as its integrators quote them.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{PAYACTION_KEY, World};
use crate::Post;

fn header<'a>(post: &'a Post, name: &str) -> &'a str {
    let found = post.headers.iter().find(|(it, _)| *it == name);
    found.map_or("", |(_, value)| value)
}

fn body(post: &Post) -> Value {
    serde_json::from_slice(&post.body).unwrap()
}

async fn tell(world: &World, deposit: Value) -> Value {
    let reply = world.own("POST", "/bank/payaction/deposits", deposit).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{:?}", reply.body);
    reply.json()
}

#[tokio::test]
async fn a_movement_is_told_with_the_documented_headers_and_fields() {
    let world = World::new();
    let told = tell(&world, json!({"depositor_name": "홍길동", "amount": 100_000, "deposited_at": "2024-04-15T15:03:00+09:00"})).await;
    assert_eq!(told["delivered"], true);
    let posts = world.sent().await;
    let [post] = posts.as_slice() else {
        panic!("{posts:?}")
    };
    assert_eq!(post.url, "http://gateway.test/webhooks/bank");
    assert_eq!(header(post, "x-webhook-key"), PAYACTION_KEY);
    assert_eq!(
        header(post, "x-mall-id"),
        "1689197615581x256615117901486500"
    );
    let (millis, digits) = header(post, "x-trace-id").split_once('x').unwrap();
    assert_eq!((millis, digits.len()), ("1767323045000", 18));
    let sent = body(post);
    for (field, value) in [
        ("transaction_type", json!("deposited")),
        ("bank_account_number", json!("12345678901234")),
        ("bank_code", json!("003")),
        ("amount", json!(100_000)),
        ("transaction_date", json!("2024-04-15T15:03:00+09:00")),
        ("transaction_name", json!("홍길동")),
        ("balance", json!(111_100_000)),
        ("processing_date", json!("2026-01-02T12:04:05+09:00")),
    ] {
        assert_eq!(sent[field], value, "{field}");
    }
    let deposits = &world.books().await["bank"]["deposits"];
    assert_eq!(
        (&deposits[0]["movement_id"], &deposits[0]["amount"]),
        (&told["movement_id"], &json!(100_000))
    );
}

#[tokio::test]
async fn a_match_tells_neither_amount_nor_name() {
    let world = World::new();
    tell(
        &world,
        json!({"depositor_name": "홍길동", "amount": 1_000, "order_number": "1234567890"}),
    )
    .await;
    tell(&world, json!({"depositor_name": "홍길동", "amount": 1_000, "order_number": "1234567890", "match_only": true})).await;
    let posts = world.sent().await;
    assert_eq!(posts.len(), 3);
    let matched = json!({"order_number": "1234567890", "order_status": "매칭완료", "processing_date": "2026-01-02T12:04:05+09:00"});
    assert_eq!(
        [body(&posts[1]), body(&posts[2])],
        [matched.clone(), matched]
    );
    assert_eq!(
        world.books().await["bank"]["deposits"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn it_is_sent_three_times_more_and_then_given_up() {
    let world = World::new();
    world.gateway_answers(&[Some(500), None, Some(204), Some(302), Some(200)]);
    let told = tell(&world, json!({"depositor_name": "홍길동", "amount": 1_000})).await;
    assert_eq!(told["delivered"], false);
    let posts = world.sent().await;
    assert_eq!(posts.len(), 4);
    for post in &posts {
        assert_eq!(
            (&post.body, header(post, "x-trace-id")),
            (&posts[0].body, header(&posts[0], "x-trace-id"))
        );
    }
}

#[tokio::test]
async fn a_withdrawal_and_another_account_are_told_but_are_no_deposits() {
    let world = World::new();
    tell(
        &world,
        json!({"depositor_name": "임차료", "amount": 1_000, "withdrawn": true}),
    )
    .await;
    tell(
        &world,
        json!({"depositor_name": "홍길동", "amount": 1_000, "account_number": "999"}),
    )
    .await;
    let posts = world.sent().await;
    assert_eq!(
        (
            &body(&posts[0])["transaction_type"],
            &body(&posts[1])["bank_account_number"]
        ),
        (&json!("withdrawn"), &json!("999"))
    );
    assert_eq!(world.books().await["bank"]["deposits"], json!([]));
}

#[tokio::test]
async fn a_forged_key_is_followed_by_the_right_one() {
    let world = World::new();
    let plan = json!([{"kind": "webhook_bad_signature", "probability_percent": 100, "times": 1}]);
    world.set_faults("bank", plan).await;
    world.gateway_answers(&[Some(401)]);
    tell(&world, json!({"depositor_name": "홍길동", "amount": 1})).await;
    let posts = world.sent().await;
    assert_eq!(
        [
            header(&posts[0], "x-webhook-key") == PAYACTION_KEY,
            header(&posts[1], "x-webhook-key") == PAYACTION_KEY
        ],
        [false, true]
    );
}

#[tokio::test]
async fn a_deposit_that_can_not_be_read_names_the_field() {
    let world = World::new();
    for (deposit, field) in [
        (json!({"amount": 1}), "depositor_name"),
        (json!({"depositor_name": "홍길동", "amount": 0}), "amount"),
        (
            json!({"depositor_name": "홍길동", "amount": 1, "match_only": true}),
            "order_number",
        ),
        (
            json!({"depositor_name": "홍길동", "amount": 1, "deposited_at": "yesterday"}),
            "deposited_at",
        ),
    ] {
        let reply = world.own("POST", "/bank/payaction/deposits", deposit).await;
        assert_eq!(
            (reply.status.as_u16(), &reply.json()["error"]["field"]),
            (400, &json!(field))
        );
    }
}
