//! Spends and holds, by id and by reference.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::lists::pages;
use super::{NONE, read, told};
use crate::support::{buyer::id_of, world::World};

both_engines!(
    spends_are_read_by_id_and_by_reference,
    holds_are_read_by_id_and_by_reference,
);

/// A spend, or a hold, of one credit under a reference.
pub(super) async fn used(world: &World, customer: &str, what: &str, reference: &str) -> Value {
    let mut body = json!({"credits": 1, "meter": "m", "reference": reference});
    if what == "holds" {
        body["expires_in"] = json!(600);
    }
    let path = format!("/v1/customers/{customer}/{what}");
    world.gateway().post(Role::Service, &path, &body).await.ok()
}

/// References that differ only slightly, for two customers, from the oldest to the newest.
async fn nearly_the_same(world: &World, what: &str) -> Vec<Value> {
    for customer in ["c1", "c2"] {
        world.grant(customer, "promotional", 100).await;
    }
    let mut made = Vec::new();
    for (customer, reference) in [
        ("c1", "req-1"),
        ("c1", "req-10"),
        ("c2", "req-1"),
        ("c1", "REQ-1"),
        ("c1", "주문 & 1+1=2%"),
        ("c1", "req-1"),
        ("c1", "req-1 "),
    ] {
        made.push(used(world, customer, what, reference).await);
        world.pass(TimeDelta::seconds(1));
    }
    made
}

async fn are_found_by_reference(world: &World, what: &str, made: &[Value]) {
    let id = |at: usize| made[at]["id"].clone();
    for (sought, found) in [
        ("reference=req-1", vec![id(5), id(0)]),
        ("reference=req-10", vec![id(1)]),
        ("reference=REQ-1", vec![id(3)]),
        ("reference=req-1%20", vec![id(6)]),
        (
            "reference=%EC%A3%BC%EB%AC%B8%20%26%201%2B1%3D2%25",
            vec![id(4)],
        ),
        ("reference=req", vec![]),
        ("reference=req-1%25", vec![]),
        ("limit=100", [6, 5, 4, 3, 1, 0].map(id).to_vec()),
    ] {
        let path = format!("/v1/customers/c1/{what}?{sought}");
        assert_eq!(told(&read(world, &path).await, "id"), found, "{sought}");
    }
    let path = format!("/v1/customers/c1/{what}?reference=req-1&limit=1");
    assert_eq!(pages(world, &path, "id").await, [id(5), id(0)]);
    for wrong in ["", "%20", &"x".repeat(201), "a%0Ab"] {
        let path = format!("/v1/customers/c1/{what}?reference={wrong}");
        let refused = world.gateway().get(Role::Service, &path).await;
        let refused = refused.refused(422, "invalid_field");
        assert_eq!(refused["field"], "reference", "{refused}");
    }
}

async fn spends_are_read_by_id_and_by_reference(world: &World) {
    let made = nearly_the_same(world, "spends").await;
    are_found_by_reference(world, "spends", &made).await;
    let path = format!("/v1/spends/{}", id_of(&made[0]));
    for role in [Role::Service, Role::Support] {
        let answer = world.gateway().get(role, &path).await;
        let mut expected = made[0].clone();
        expected["balance"] = Value::Null;
        assert_eq!(answer.ok(), expected);
        assert_eq!(answer.header("credits-balance"), Some("94"), "of now");
    }
    let reverse = format!("{path}/reverse");
    let reversed = world.gateway().post(Role::Service, &reverse, &Value::Null);
    let reversed = reversed.await.ok();
    assert!(reversed["reversed_at"].is_string(), "{reversed}");
    let again = read(world, &path).await;
    assert_eq!(again["reversed_at"], reversed["reversed_at"]);
    let gateway = world.gateway();
    for (path, code) in [
        (format!("/v1/spends/spd_{NONE}"), "not_found"),
        (format!("/v1/spends/hld_{NONE}"), "not_an_id"),
        ("/v1/spends/req-1".to_owned(), "not_an_id"),
    ] {
        gateway.get(Role::Service, &path).await.refused(404, code);
    }
}

async fn holds_are_read_by_id_and_by_reference(world: &World) {
    let made = nearly_the_same(world, "holds").await;
    are_found_by_reference(world, "holds", &made).await;
    let path = format!("/v1/holds/{}", id_of(&made[0]));
    for role in [Role::Service, Role::Support] {
        let answer = world.gateway().get(role, &path).await;
        let mut expected = made[0].clone();
        expected["balance"] = Value::Null;
        assert_eq!(answer.ok(), expected);
        assert_eq!(answer.header("credits-balance"), Some("94"), "of now");
    }
    let capture = format!("{path}/capture");
    let captured = world.gateway().post(Role::Service, &capture, &Value::Null);
    let captured = captured.await.ok();
    let again = read(world, &path).await;
    assert_eq!(again["state"], "captured");
    assert_eq!(again["spend"], captured["spend"]);
    let spend = format!("/v1/spends/{}", again["spend"].as_str().unwrap());
    assert_eq!(read(world, &spend).await["hold"], made[0]["id"]);
    let gateway = world.gateway();
    for (path, code) in [
        (format!("/v1/holds/hld_{NONE}"), "not_found"),
        (format!("/v1/holds/spd_{NONE}"), "not_an_id"),
    ] {
        gateway.get(Role::Service, &path).await.refused(404, code);
    }
}
