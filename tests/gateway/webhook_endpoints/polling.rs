//! Events are read by a cursor, by those who poll.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::read;
use crate::support::world::World;

both_engines!(
    whoever_polls_goes_on_from_the_last_event,
    events_are_read_by_type_and_by_customer,
    a_cursor_of_nothing_is_refused,
);

async fn items(world: &World, path: &str) -> Vec<Value> {
    let page = read(world, path).await;
    page["items"].as_array().unwrap().clone()
}

/// Waits until the feed has so many events, and returns them.
async fn feed(world: &World, many: usize) -> Vec<Value> {
    let there = async || items(world, "/v1/events?limit=100").await.len() == many;
    world.wait_until("the feed has them", there).await;
    items(world, "/v1/events?limit=100").await
}

fn id(event: &Value) -> &str {
    event["id"].as_str().unwrap()
}

async fn whoever_polls_goes_on_from_the_last_event(world: &World) {
    for credits in 1..=5 {
        world.grant("ann", "promotional", credits).await;
    }
    let all = feed(world, 5).await;
    let numbers: Vec<&Value> = all.iter().map(|event| &event["sequence"]).collect();
    assert_eq!(json!(numbers), json!([1, 2, 3, 4, 5]));
    let first = read(world, "/v1/events?limit=2").await;
    assert_eq!(first["items"], json!(all[..2]));
    assert_eq!(first["next"], all[1]["id"]);
    let last = id(&all[4]).to_owned();
    let rest = read(world, &format!("/v1/events?cursor={}", id(&all[1]))).await;
    assert_eq!(rest, json!({ "items": all[2..], "next": null }));
    let poll = format!("/v1/events?cursor={last}");
    assert!(items(world, &poll).await.is_empty());
    world.grant("ann", "promotional", 6).await;
    let came = async || !items(world, &poll).await.is_empty();
    world.wait_until("the next is there", came).await;
    assert_eq!(items(world, &poll).await[0]["sequence"], 6);
}

async fn events_are_read_by_type_and_by_customer(world: &World) {
    world.grant("ann", "promotional", 1).await;
    world.grant("bob", "promotional", 2).await;
    world.buy("ann", "direct-1000", 1).await;
    world.grant("ann", "membership", 3).await;
    let all = feed(world, 4).await;
    let of = async |query: &str| items(world, &format!("/v1/events?{query}")).await;
    let ann: Vec<Value> = all
        .iter()
        .filter(|event| event["customer_id"] == "ann")
        .cloned()
        .collect();
    assert_eq!(of("customer_id=ann").await, ann);
    let after = format!("customer_id=ann&cursor={}", id(&ann[0]));
    assert_eq!(of(&after).await, ann[1..]);
    let granted: Vec<Value> = all
        .iter()
        .filter(|event| event["type"] == "credits.granted")
        .cloned()
        .collect();
    assert_eq!(of("type=credits.granted").await, granted);
    let after = format!("type=credits.granted&cursor={}", id(&granted[1]));
    assert_eq!(of(&after).await, granted[2..]);
    assert_eq!(of("customer_id=ann&type=order.completed").await, ann[1..2]);
    assert!(of("customer_id=nobody").await.is_empty());
    let page = read(world, "/v1/events?customer_id=ann&limit=1").await;
    assert_eq!(page["next"], ann[0]["id"]);
}

async fn a_cursor_of_nothing_is_refused(world: &World) {
    world.grant("ann", "promotional", 1).await;
    let all = feed(world, 1).await;
    let get = async |query: &str| {
        world
            .gateway()
            .get(Role::Admin, &format!("/v1/events?{query}"))
            .await
    };
    for cursor in [
        "evt_00000000000000000000000000",
        &format!("{}&customer_id=bob", id(&all[0])),
    ] {
        let refused = get(&format!("cursor={cursor}")).await;
        let refused = refused.refused(422, "invalid_field");
        assert_eq!(refused["rule"], "names an event of this list", "{cursor}");
    }
    for cursor in ["", "x", "ord_00000000000000000000000000"] {
        let refused = get(&format!("cursor={cursor}")).await;
        refused.refused(400, "invalid_query");
    }
    let refused = get("type=nothing").await;
    assert_eq!(refused.refused(422, "invalid_field")["field"], "type");
    let refused = get("customer_id=a%20b").await;
    assert_eq!(
        refused.refused(422, "invalid_field")["field"],
        "customer_id"
    );
    let none = "/v1/events/evt_00000000000000000000000000";
    world
        .gateway()
        .get(Role::Admin, none)
        .await
        .refused(404, "not_found");
}
