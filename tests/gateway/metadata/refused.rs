//! Metadata that breaks a rule.

use credit_gateway::access::Role;
use serde_json::{Map, Value, json};

use super::with;
use crate::{
    bad_input::unchanged,
    support::{
        buyer::id_of,
        client::{fresh_key, send},
        world::World,
    },
};

both_engines!(
    a_key_with_other_metadata_is_refused,
    metadata_that_breaks_a_rule_is_refused,
    metadata_at_its_limits_is_kept,
);

async fn a_key_with_other_metadata_is_refused(world: &World) {
    let key = fresh_key();
    let open = async |metadata: Value| {
        let order = with(metadata);
        let gateway = world.gateway();
        gateway
            .post_under(&key, Role::Checkout, "/v1/orders", &order)
            .await
    };
    let first = open(json!({"cart": "1", "shop": "a"})).await.ok();
    for other in [json!({"cart": "2", "shop": "a"}), json!({"cart": "1"})] {
        open(other).await.refused(422, "idempotency_key_reused");
    }
    let again = open(json!({"shop": "a", "cart": "1"})).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.ok(), first);
}

/// This many names with one letter each.
fn names(count: usize) -> Value {
    let names = (0..count).map(|nth| (format!("k{nth}"), json!("v")));
    Value::Object(names.collect::<Map<_, _>>())
}

async fn metadata_that_breaks_a_rule_is_refused(world: &World) {
    let one = |key: String, value: Value| Value::Object(Map::from_iter([(key, value)]));
    let large = (0..9).map(|nth| (format!("k{nth}"), json!("v".repeat(500))));
    let large = Value::Object(large.collect());
    for (wrong, field, rule) in [
        (names(21), "metadata", "at most 20 names, not 21"),
        (
            one("k".repeat(41), json!("v")),
            "metadata",
            "1 to 40 characters",
        ),
        (
            one(String::new(), json!("v")),
            "metadata",
            "1 to 40 characters",
        ),
        (
            one("a\tb".into(), json!("v")),
            "metadata",
            "control character",
        ),
        (
            one("k".into(), json!("v".repeat(501))),
            "metadata",
            "`k` has at most 500 characters",
        ),
        (large, "metadata", "at most 4096 bytes as JSON"),
        (
            json!({"cart": 7}),
            "metadata.cart",
            "is a text, not integer",
        ),
        (json!({"cart": null}), "metadata.cart", "is a text"),
        (json!({"cart": {"id": "7"}}), "metadata.cart", "is a text"),
        (json!({"cart": "a\u{0}b"}), "metadata.cart", "NUL"),
        (json!(["cart"]), "metadata", "an object of texts"),
        (json!("cart"), "metadata", "an object of texts"),
        (json!(null), "metadata", "an object of texts"),
    ] {
        let body = with(wrong);
        let asked = world.gateway().post(Role::Checkout, "/v1/orders", &body);
        let refused = unchanged(world, asked).await.refused(422, "invalid_field");
        assert_eq!(refused["field"], field, "{body}: {refused}");
        let said = refused["rule"].as_str().unwrap();
        assert!(said.contains(rule), "{body}: {refused}");
    }
    let twice = with(json!({"cart": "1"}))
        .to_string()
        .replace(r#"{"cart":"1"}"#, r#"{"cart":"1","cart":"2"}"#);
    let asked = world
        .gateway()
        .request(Role::Checkout, reqwest::Method::POST, "/v1/orders")
        .header("idempotency-key", fresh_key())
        .header("content-type", "application/json")
        .body(twice);
    let refused = unchanged(world, send(asked))
        .await
        .refused(422, "invalid_field");
    assert_eq!(
        (&refused["field"], &refused["rule"]),
        (&json!("metadata"), &json!("`cart` stands there twice"))
    );
}

async fn metadata_at_its_limits_is_kept(world: &World) {
    // Characters are counted, not bytes.
    let longest = json!({ "가".repeat(40): "나".repeat(500) });
    for kept in [names(20), longest] {
        let order = world.open_order(&with(kept.clone())).await;
        assert_eq!(world.order(&id_of(&order)).await["metadata"], kept);
    }
}
