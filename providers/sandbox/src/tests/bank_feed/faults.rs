//! Notices of the feed that are damaged, forged or repeated.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::World;
use super::{body, header, is_signed};

#[tokio::test]
async fn a_notice_is_repeated_until_it_is_taken_under_the_same_id() {
    let world = World::new();
    world.gateway_answers(&[Some(500), None, Some(302), Some(503), Some(503), Some(204)]);
    let deposit = json!({"depositor_name": "홍길동", "amount": 11_000, "movement_id": "mv-1"});
    let reply = world.own("POST", "/bank/deposits", deposit.clone()).await;
    assert_eq!(
        reply.json(),
        json!({"movement_id": "mv-1", "delivered": false})
    );
    let posts = world.sent().await;
    assert_eq!(posts.len(), 6);
    assert!(
        posts
            .iter()
            .all(|post| header(post, "webhook-id") == header(&posts[0], "webhook-id"))
    );
    assert!(posts.iter().all(|post| post.body == posts[0].body));
    let again = world.own("POST", "/bank/deposits", deposit).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_bad_signature_is_followed_by_a_good_one() {
    let world = World::new();
    let plan = json!([{"kind": "webhook_bad_signature", "probability_percent": 100, "times": 1}]);
    world.set_faults("bank", plan).await;
    world.gateway_answers(&[Some(401)]);
    world
        .own(
            "POST",
            "/bank/deposits",
            json!({"depositor_name": "홍길동", "amount": 1}),
        )
        .await;
    let posts = world.sent().await;
    assert_eq!([is_signed(&posts[0]), is_signed(&posts[1])], [false, true]);
}

#[tokio::test]
async fn a_damaged_notice_is_signed_as_it_goes_out_and_the_books_stay() {
    let world = World::new();
    world
        .set_faults(
            "bank",
            json!([{"kind": "wrong_amount", "probability_percent": 100}]),
        )
        .await;
    world
        .own(
            "POST",
            "/bank/deposits",
            json!({"depositor_name": "홍길동", "amount": 1_000}),
        )
        .await;
    let posts = world.sent().await;
    assert!(is_signed(&posts[0]));
    assert_eq!(body(&posts[0])["data"]["amount"], 1_001);
    assert_eq!(world.books().await["bank"]["deposits"][0]["amount"], 1_000);
}

#[tokio::test]
async fn a_deposit_can_be_taken_back_by_a_fault() {
    let world = World::new();
    let plan = json!([{"kind": "deposit_reversed", "probability_percent": 100, "times": 1}]);
    world.set_faults("bank", plan).await;
    world
        .own(
            "POST",
            "/bank/deposits",
            json!({"depositor_name": "홍길동", "amount": 1_000}),
        )
        .await;
    let told: Vec<Value> = world
        .sent()
        .await
        .iter()
        .map(|post| body(post)["type"].clone())
        .collect();
    assert_eq!(told, ["deposit.received", "deposit.reversed"]);
}
