//! A seller's metadata of an order: stored, returned wherever the order is, and used for nothing else.

use credit_gateway::access::Role;
use serde_json::{Map, Value, json};

use crate::{
    bad_input::unchanged,
    support::{
        buyer::{bank_order, card_order, id_of},
        client::{fresh_key, send},
        world::World,
    },
};

both_engines!(
    what_was_written_beside_an_order_is_told_with_it,
    an_order_without_metadata_has_none,
    a_key_with_other_metadata_is_refused,
    metadata_that_breaks_a_rule_is_refused,
    metadata_at_its_limits_is_kept,
);

fn with(metadata: Value) -> Value {
    let mut order = card_order("c1", "direct-1000", 1);
    order["metadata"] = metadata;
    order
}

async fn events(world: &World, order: &str) -> Vec<(String, Value)> {
    let sql = format!("SELECT kind, body FROM events WHERE subject = '{order}'");
    let rows = world.database.rows(&sql).await;
    let told = |row: Vec<String>| (row[0].clone(), serde_json::from_str(&row[1]).unwrap());
    rows.into_iter().map(told).collect()
}

async fn what_was_written_beside_an_order_is_told_with_it(world: &World) {
    let said = json!({"cart": "7781", "채널": "앱 +1%2B <b>&\"", "empty": "", "lines": "a\nb"});
    let order = world.open_order(&with(said.clone())).await;
    assert_eq!(order["metadata"], said);
    world.pay(&order).await;
    let id = id_of(&order);
    let shown = world.order(&id).await;
    assert_eq!(
        (&shown["state"], &shown["metadata"]),
        (&json!("completed"), &said)
    );
    let list = world.gateway().get(Role::Support, "/v1/orders").await.ok();
    assert_eq!(list["items"][0]["metadata"], said);
    let told = events(world, &id).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(
        (told[0].0.as_str(), &told[0].1["metadata"]),
        ("order.completed", &said)
    );

    let mut given_up = bank_order("c2", "direct-100", "홍길동");
    given_up["metadata"] = said.clone();
    let order = world.open_order(&given_up).await;
    let path = format!("/v1/orders/{}/cancel", id_of(&order));
    let cancelled = world.gateway().post(Role::Checkout, &path, &Value::Null);
    assert_eq!(cancelled.await.ok()["metadata"], said);
    let told = events(world, &id_of(&order)).await;
    assert_eq!(
        (told[0].0.as_str(), &told[0].1["metadata"]),
        ("order.cancelled", &said)
    );
    let page = world
        .gateway()
        .browse(order["checkout_url"].as_str().unwrap())
        .await;
    assert!(!page.text.contains("7781"), "the buyer is not shown it");
}

async fn an_order_without_metadata_has_none(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    assert_eq!(order["metadata"], json!({}));
    let told = events(world, &id_of(&order)).await;
    assert_eq!(told[0].1["metadata"], json!({}));
    let empty = world.open_order(&with(json!({}))).await;
    assert_eq!(empty["metadata"], json!({}));
}

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
