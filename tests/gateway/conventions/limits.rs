//! Keys that ask too fast, and numbers behind a key.

use chrono::TimeDelta;
use credit_gateway::{access::Role, config::EdgeSettings};
use reqwest::Method;
use serde_json::json;

use crate::support::{
    client::{fresh_key, send},
    world::{Plan, World},
};

const METRICS_KEY: &str = "a key of those who read numbers";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_metrics_key_opens_the_numbers_and_nothing_else_does() {
    let edge = EdgeSettings {
        metrics_key: Some(METRICS_KEY.into()),
        ..EdgeSettings::default()
    };
    Plan::sqlite().edge(edge).run(behind_a_key).await;
}

async fn behind_a_key(world: &World) {
    let gateway = world.gateway();
    let metrics = || gateway.bare(Method::GET, "/metrics");
    let service = gateway.keys[&Role::Service].clone();
    for refused in [
        metrics(),
        metrics().bearer_auth("another key"),
        metrics().bearer_auth(service),
    ] {
        send(refused).await.refused(401, "unauthenticated");
    }
    let told = send(metrics().bearer_auth(METRICS_KEY)).await;
    assert!(told.text.contains("database_up 1"), "{}", told.text);
    let products = gateway.bare(Method::GET, "/v1/products");
    let refused = send(products.bearer_auth(METRICS_KEY)).await;
    refused.refused(401, "unknown_api_key");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_asks_too_fast_is_told_when_to_come_back() {
    let edge = EdgeSettings {
        requests_per_second: 3,
        ..EdgeSettings::default()
    };
    Plan::sqlite()
        .without_workers()
        .edge(edge)
        .run(too_fast)
        .await;
}

async fn too_fast(world: &World) {
    let gateway = world.gateway();
    let spends = |path: &'static str| {
        let key = fresh_key();
        let body = json!({"kind": "promotional", "credits": 5, "reason": "a test"});
        let request = gateway.request(Role::Service, Method::POST, path);
        request.header("idempotency-key", key).json(&body)
    };
    let grants = "/v1/customers/c1/grants";
    for left in ["2", "1", "0"] {
        let granted = send(spends(grants)).await;
        granted.ok();
        assert_eq!(granted.header("ratelimit-policy"), Some("\"key\";q=3;w=1"));
        let told = format!("\"key\";r={left};t=1");
        assert_eq!(granted.header("ratelimit"), Some(told.as_str()));
    }
    let refused = send(spends(grants)).await;
    refused.refused(429, "rate_limited");
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(refused.header("ratelimit"), Some("\"key\";r=0;t=1"));
    let lots = "SELECT COUNT(*) FROM lots";
    assert_eq!(world.database.number(lots).await, 3, "nothing was done");
    gateway
        .get(Role::Support, "/v1/customers/c1/balance")
        .await
        .ok();
    world.pass(TimeDelta::seconds(1));
    send(spends(grants)).await.ok();
}
