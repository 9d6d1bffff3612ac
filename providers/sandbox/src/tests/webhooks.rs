//! The delivery of Toss webhooks: headers, retries, and faults.

use serde_json::{Value, json};

use super::World;
use crate::Post;

fn header(post: &Post, name: &str) -> String {
    let name = format!("tosspayments-webhook-transmission-{name}");
    post.headers
        .iter()
        .find(|(it, _)| *it == name)
        .map(|(_, value)| value.clone())
        .unwrap_or_default()
}

fn orders(posts: &[Post]) -> Vec<String> {
    let order = |post: &Post| {
        let body: Value = serde_json::from_slice(&post.body).unwrap();
        body["data"]["orderId"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    posts.iter().map(order).collect()
}

async fn with_fault(kind: &str) -> World {
    let world = World::new();
    let plan =
        json!([{"kind": kind, "probability_percent": 100, "operation": "webhook", "times": 1}]);
    world.set_faults("toss", plan).await;
    world
}

#[tokio::test]
async fn only_200_is_taken_and_seven_retries_are_all() {
    let world = World::new();
    world.gateway_answers(&[
        Some(202),
        Some(204),
        Some(500),
        None,
        Some(404),
        Some(301),
        Some(503),
        Some(503),
    ]);
    world.paid("order-0001", "CARD", 10_000).await;
    let posts = world.sent().await;
    assert_eq!(posts.len(), 8, "the ninth would have been answered 200");
    let counts: Vec<String> = posts
        .iter()
        .map(|post| header(post, "retried-count"))
        .collect();
    assert_eq!(counts, ["0", "1", "2", "3", "4", "5", "6", "7"]);
    assert!(
        posts
            .iter()
            .all(|post| header(post, "id") == header(&posts[0], "id"))
    );
    assert!(header(&posts[0], "id").starts_with("whtrans_"));
    assert_eq!(header(&posts[0], "time"), "2026-01-02T12:04:05+09:00");
    assert_eq!(posts[0].url, "http://gateway.test/webhooks/toss");
}

#[tokio::test]
async fn a_retry_that_is_taken_is_the_last() {
    let world = World::new();
    world.gateway_answers(&[Some(500), Some(200)]);
    world.paid("order-0001", "CARD", 10_000).await;
    assert_eq!(world.sent().await.len(), 2);
}

#[tokio::test]
async fn the_envelope_carries_the_payment() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 10_000).await;
    let body: Value = serde_json::from_slice(&world.sent().await[0].body).unwrap();
    assert_eq!(body["eventType"], "PAYMENT_STATUS_CHANGED");
    assert_eq!(body["createdAt"], "2026-01-02T12:04:05.000000");
    assert_eq!(body["data"], world.look_up(&key).await);
}

#[tokio::test]
async fn a_lost_webhook_is_never_sent_and_a_late_one_is() {
    let world = with_fault("webhook_lost").await;
    world.paid("order-0001", "CARD", 10_000).await;
    assert!(world.sent().await.is_empty());
    let world = with_fault("webhook_late").await;
    world.paid("order-0001", "CARD", 10_000).await;
    assert_eq!(orders(&world.sent().await), ["order-0001"]);
}

#[tokio::test]
async fn a_duplicate_has_the_same_id() {
    let world = with_fault("webhook_duplicate").await;
    world.paid("order-0001", "CARD", 10_000).await;
    let posts = world.sent().await;
    assert_eq!(posts.len(), 2);
    assert_eq!(header(&posts[0], "id"), header(&posts[1], "id"));
}

#[tokio::test]
async fn a_reordered_webhook_arrives_after_the_next_or_alone() {
    let world = with_fault("webhook_reordered").await;
    world.post("/v1/virtual-accounts", json!({
        "amount": 30_000, "orderId": "order-0001", "orderName": "n", "customerName": "c", "bank": "88",
    }))
    .await;
    assert_eq!(
        world.toss_events().await,
        ["payment WAITING_FOR_DEPOSIT"],
        "nothing came to overtake it"
    );
    let plan = json!([{"kind": "webhook_reordered", "probability_percent": 100, "times": 1}]);
    world.set_faults("toss", plan).await;
    world
        .own("POST", "/toss/deposits", json!({"orderId": "order-0001"}))
        .await;
    assert_eq!(
        world.toss_events().await[1..],
        ["payment DONE", "deposit DONE"]
    );
}

#[tokio::test]
async fn a_forged_deposit_secret_is_not_the_one_issued() {
    let world = World::new();
    let key = world.paid("order-0001", "VIRTUAL_ACCOUNT", 30_000).await;
    let plan = json!([{"kind": "webhook_bad_signature", "probability_percent": 100, "times": 1}]);
    world.set_faults("toss", plan).await;
    world
        .own("POST", "/toss/deposits", json!({"orderId": "order-0001"}))
        .await;
    let callback: Value = serde_json::from_slice(&world.sent().await[1].body).unwrap();
    assert_eq!(callback["status"], "DONE");
    assert_ne!(callback["secret"], world.look_up(&key).await["secret"]);
}

#[tokio::test]
async fn a_webhook_may_lie_about_the_amount() {
    let world = with_fault("wrong_amount").await;
    let key = world.paid("order-0001", "CARD", 10_000).await;
    let body: Value = serde_json::from_slice(&world.sent().await[0].body).unwrap();
    assert_eq!(body["data"]["totalAmount"], 10_001);
    assert_eq!(world.look_up(&key).await["totalAmount"], 10_000);
}

#[tokio::test]
async fn a_deposit_undone_by_a_fault_ends_waiting_again() {
    let world = World::new();
    let key = world.paid("order-0001", "VIRTUAL_ACCOUNT", 30_000).await;
    let plan = json!([{"kind": "deposit_reversed", "probability_percent": 100, "times": 1}]);
    world.set_faults("toss", plan).await;
    world
        .own("POST", "/toss/deposits", json!({"orderId": "order-0001"}))
        .await;
    let events = world.toss_events().await;
    assert_eq!(events.len(), 5);
    assert_eq!(events[4], "payment WAITING_FOR_DEPOSIT");
    assert_eq!(world.look_up(&key).await["status"], "WAITING_FOR_DEPOSIT");
}
