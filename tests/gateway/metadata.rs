//! A seller's metadata of an order: stored, returned wherever the order is, and used for nothing else.

mod refused;

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, card_order, id_of},
    world::World,
};

both_engines!(
    what_was_written_beside_an_order_is_told_with_it,
    an_order_without_metadata_has_none,
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
