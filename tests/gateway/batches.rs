//! Many spends in one request.

use chrono::TimeDelta;
use credit_gateway::{access::Role, config::EdgeSettings};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    client::{Answer, send},
    world::{Plan, World},
};

both_engines!(
    each_spend_of_a_batch_has_an_answer_of_its_own,
    a_batch_twice_spends_once_and_answers_alike,
    a_spend_alone_and_in_a_batch_under_one_key_is_one_spend,
    a_batch_that_cannot_be_read_does_nothing,
    a_large_batch_spends_every_credit_once,
);

fn item(key: &str, customer: &str, credits: i64) -> Value {
    json!({"customer_id": customer, "credits": credits, "meter": "chat", "reference": "job-1", "idempotency_key": key})
}

async fn batch(world: &World, spends: &[Value]) -> Answer {
    let request = world
        .gateway()
        .request(Role::Service, Method::POST, "/v1/spends/batch");
    send(request.json(&json!({ "spends": spends }))).await
}

fn statuses(answer: &Value) -> Vec<i64> {
    let results = answer["results"].as_array().unwrap();
    results
        .iter()
        .map(|result| result["status"].as_i64().unwrap())
        .collect()
}

async fn each_spend_of_a_batch_has_an_answer_of_its_own(world: &World) {
    world.grant("c1", "promotional", 10).await;
    world.grant("c2", "promotional", 10).await;
    world.grant("c3", "promotional", 10).await;
    world.close_account("c3", true).await.ok();
    let mut nameless = item("k5", "c1", 1);
    nameless["meter"] = json!(" ");
    let spends = [
        item("k1", "c1", 4),
        item("k2", "c2", 11),
        item("k3", "c3", 1),
        item("k4", "c1", 0),
        nameless,
        item("two words", "c1", 1),
        item("k6", "c2", 10),
    ];
    let done = batch(world, &spends).await.ok();
    assert_eq!(
        statuses(&done),
        [201, 402, 409, 422, 422, 400, 201],
        "{done}"
    );
    let results = done["results"].as_array().unwrap();
    for (result, asked) in results.iter().zip(&spends) {
        assert_eq!(result["idempotency_key"], asked["idempotency_key"]);
        assert_eq!(
            result["spend"].is_null(),
            result["status"] != 201,
            "{result}"
        );
        assert_eq!(
            result["problem"].is_null(),
            result["status"] == 201,
            "{result}"
        );
        assert_eq!(result["replayed"], false);
    }
    let codes: Vec<&str> = results
        .iter()
        .filter_map(|result| result["problem"]["code"].as_str())
        .collect();
    let expected = [
        "insufficient_credits",
        "customer_closed",
        "credits_below_one",
        "invalid_field",
        "idempotency_key_invalid",
    ];
    assert_eq!(codes, expected);
    assert_eq!(results[4]["problem"]["field"], "meter");
    assert_eq!(results[0]["spend"]["parts"][0]["credits"], 4);
    assert_eq!(
        (world.balance("c1").await, world.balance("c2").await),
        (6, 0)
    );
}

async fn a_batch_twice_spends_once_and_answers_alike(world: &World) {
    world.grant("c1", "promotional", 10).await;
    let spends = [
        item("k1", "c1", 4),
        item("k2", "c1", 100),
        item("k3", "c1", 5),
    ];
    let first = batch(world, &spends).await.ok();
    let mut again = batch(world, &spends).await.ok();
    assert_eq!(world.balance("c1").await, 1);
    for at in [0, 2] {
        assert_eq!(again["results"][at]["replayed"], true, "{again}");
        assert_eq!(
            again["results"][at]["spend"]["id"],
            first["results"][at]["spend"]["id"]
        );
    }
    // The amount that a refused spend was short of is told anew.
    again["results"][1]["problem"] = first["results"][1]["problem"].clone();
    assert_eq!(statuses(&again), statuses(&first));
    let mut other = item("k1", "c1", 5);
    other["meter"] = json!("chat");
    let reused = batch(world, &[other]).await.ok();
    assert_eq!(
        reused["results"][0]["problem"]["code"],
        "idempotency_key_reused"
    );
}

async fn a_spend_alone_and_in_a_batch_under_one_key_is_one_spend(world: &World) {
    world.grant("c1", "promotional", 10).await;
    let alone = json!({"reference": "job-1", "credits": 4, "meter": "chat"});
    let path = "/v1/customers/c1/spends";
    let gateway = world.gateway();
    let spent = gateway
        .post_under("k1", Role::Service, path, &alone)
        .await
        .ok();
    let done = batch(world, &[item("k1", "c1", 4), item("k2", "c1", 4)])
        .await
        .ok();
    assert_eq!(done["results"][0]["spend"]["id"], spent["id"], "{done}");
    let again = gateway.post_under("k2", Role::Service, path, &alone).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.ok()["id"], done["results"][1]["spend"]["id"]);
    assert_eq!(world.balance("c1").await, 2);
}

async fn a_batch_that_cannot_be_read_does_nothing(world: &World) {
    world.grant("c1", "promotional", 10).await;
    let good = item("k1", "c1", 1);
    let with = |field: &str, value: Value| {
        let mut wrong = item("k2", "c1", 1);
        wrong[field] = value;
        [good.clone(), wrong]
    };
    for (field, value) in [
        ("customer_id", json!("a b")),
        ("credits", json!(-1)),
        ("credits", json!("1")),
        ("colour", json!("red")),
        ("meter", Value::Null),
    ] {
        let refused = batch(world, &with(field, value))
            .await
            .refused(422, "invalid_field");
        let place = format!("spends[1].{field}");
        assert_eq!(refused["field"], place, "{refused}");
    }
    batch(world, &[]).await.refused(422, "invalid_field");
    let many: Vec<Value> = (0..501).map(|n| item(&format!("k{n}"), "c1", 1)).collect();
    let refused = batch(world, &many).await.refused(422, "invalid_field");
    assert_eq!(refused["rule"], "has 1 to 500 spends");
    let long = item(&"k".repeat(1024 * 1024), "c1", 1);
    batch(world, &[long]).await.refused(413, "body_too_large");
    assert_eq!(world.balance("c1").await, 10);
}

async fn a_large_batch_spends_every_credit_once(world: &World) {
    world.grant("c1", "promotional", 499).await;
    // As long as texts may be, in Korean.
    let mut spends: Vec<Value> = (0..500).map(|n| item(&format!("k{n}"), "c1", 1)).collect();
    for spend in &mut spends {
        spend["meter"] = json!("말".repeat(100));
        spend["reference"] = json!("글".repeat(200));
    }
    let done = batch(world, &spends).await.ok();
    let mut statuses = statuses(&done);
    statuses.sort_unstable();
    assert_eq!((statuses[498], statuses[499]), (201, 402), "{statuses:?}");
    assert_eq!(world.balance("c1").await, 0);
    let spent = "SELECT COUNT(*) FROM spends";
    assert_eq!(world.database.number(spent).await, 499);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_spend_of_a_batch_counts_as_a_request() {
    let edge = EdgeSettings {
        requests_per_second: 5,
        ..EdgeSettings::default()
    };
    Plan::sqlite().without_workers().edge(edge).run(paced).await;
}

async fn paced(world: &World) {
    world.grant("c1", "promotional", 100).await;
    world.pass(TimeDelta::seconds(1));
    let spends = |from: usize, count: usize| -> Vec<Value> {
        (from..from + count)
            .map(|n| item(&format!("k{n}"), "c1", 1))
            .collect()
    };
    let done = batch(world, &spends(0, 3)).await;
    assert_eq!(done.header("ratelimit"), Some("\"key\";r=2;t=1"));
    done.ok();
    let refused = batch(world, &spends(3, 3)).await;
    refused.refused(429, "rate_limited");
    assert!(refused.header("retry-after").is_some());
    world.pass(TimeDelta::seconds(2));
    let never = batch(world, &spends(3, 6))
        .await
        .refused(400, "bad_request");
    assert!(
        never["detail"].as_str().unwrap().contains("send at most 5"),
        "{never}"
    );
    world.pass(TimeDelta::seconds(2));
    batch(world, &spends(3, 5)).await.ok();
    world.pass(TimeDelta::seconds(2));
    assert_eq!(world.balance("c1").await, 92);
}
