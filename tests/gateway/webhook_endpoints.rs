//! Events are delivered to the seller's endpoints: signed, once, in order for each customer, however long one was down.

mod acts;
mod addresses;
mod log;
mod neighbours;
mod outage;
mod polling;
mod rotation;

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{client::Answer, receiver::Receiver, world::World};

both_engines!(
    an_event_is_delivered_signed_and_as_it_is_read,
    an_endpoint_gets_the_types_that_it_takes,
    the_secret_is_shown_once_and_to_the_same_request,
    a_delivery_goes_to_every_endpoint,
);

pub(crate) async fn endpoint(world: &World, body: &Value) -> Value {
    world
        .gateway()
        .post(Role::Admin, "/v1/webhook-endpoints", body)
        .await
        .ok()
}

/// An endpoint for everything at this receiver.
pub(crate) async fn everything(world: &World, receiver: &Receiver) -> Value {
    endpoint(world, &json!({ "url": receiver.url })).await
}

pub(crate) fn path(endpoint: &Value, act: &str) -> String {
    format!(
        "/v1/webhook-endpoints/{}{act}",
        endpoint["id"].as_str().unwrap()
    )
}

pub(crate) async fn act(world: &World, endpoint: &Value, act: &str, body: &Value) -> Answer {
    world
        .gateway()
        .post(Role::Admin, &path(endpoint, act), body)
        .await
}

pub(crate) async fn read(world: &World, path: &str) -> Value {
    world.gateway().get(Role::Admin, path).await.ok()
}

/// Waits until every event is in line, nothing is due and nothing under way, so that time may pass.
pub(crate) async fn settled(world: &World) {
    let quiet = async || {
        let now = world.now().timestamp_micros();
        let unfed = "SELECT (SELECT COUNT(*) FROM events) - (SELECT COUNT(*) FROM event_feed)";
        let unheld = "SELECT COUNT(*) FROM webhook_progress WHERE position < (SELECT position FROM event_heads) \
             AND endpoint_id IN (SELECT id FROM webhook_endpoints WHERE state = 'enabled')";
        let due = format!(
            "SELECT COUNT(*) FROM webhook_deliveries WHERE state = 'waiting' \
             AND endpoint_id IN (SELECT id FROM webhook_endpoints WHERE state = 'enabled') \
             AND (next_at <= {now} OR (attempts > 0 AND latency_ms IS NULL))"
        );
        for sql in [unfed, unheld, &due] {
            if world.database.number(sql).await != 0 {
                return false;
            }
        }
        true
    };
    world.wait_until("nothing is under way", quiet).await;
}

async fn an_event_is_delivered_signed_and_as_it_is_read(world: &World) {
    let receiver = Receiver::start(world).await;
    let known = everything(world, &receiver).await;
    let secret = known["secret"].as_str().unwrap();
    let lot = world.grant("ann", "promotional", 10).await;
    let came = async || !receiver.all().is_empty();
    world.wait_until("the event came", came).await;
    let message = receiver.all().remove(0);
    assert_eq!(message.signed_by(&[secret], world.now()), Some(0));
    let other = "whsec_YW5vdGhlciBzZWNyZXQ=";
    assert_eq!(message.signed_by(&[other], world.now()), None);
    let body = &message.body;
    assert_eq!(body["id"], message.id.as_str());
    assert_eq!(
        (&body["type"], &body["sequence"], &body["customer_id"]),
        (&json!("credits.granted"), &json!(1), &json!("ann"))
    );
    assert_eq!(body["data"]["lot_id"], lot["id"]);
    let timestamp = body["timestamp"].as_str().unwrap();
    assert!(timestamp.ends_with("+09:00"), "{timestamp}");
    assert_eq!(
        &read(world, &format!("/v1/events/{}", message.id)).await,
        body
    );
}

async fn an_endpoint_gets_the_types_that_it_takes(world: &World) {
    let (some, all) = (Receiver::start(world).await, Receiver::start(world).await);
    let asked = json!({ "url": some.url, "types": ["customer.closed", "order.completed", "order.completed"] });
    let known = endpoint(world, &asked).await;
    assert_eq!(
        known["types"],
        json!(["order.completed", "customer.closed"])
    );
    everything(world, &all).await;
    world.grant("ann", "promotional", 10).await;
    world.close_account("ann", true).await.ok();
    world
        .wait_until("all came", async || {
            all.types().len() >= 2 && !some.types().is_empty()
        })
        .await;
    assert_eq!(some.types(), ["customer.closed"]);
    assert_eq!(all.numbers_of("ann").len(), all.types().len());
    let taken = some.taken();
    let number = taken[0].body["sequence"].as_i64().unwrap();
    assert!(number > 1, "numbers are those of all the customer's events");
}

async fn the_secret_is_shown_once_and_to_the_same_request(world: &World) {
    let receiver = Receiver::start(world).await;
    let gateway = world.gateway();
    let asked = json!({ "url": receiver.url, "description": "the shop" });
    let open = async |key: &str| {
        let path = "/v1/webhook-endpoints";
        gateway
            .post_under(key, Role::Admin, path, &asked)
            .await
            .ok()
    };
    let known = open("one").await;
    assert!(known["secret"].as_str().unwrap().starts_with("whsec_"));
    assert_eq!(open("one").await, known, "the same request");
    let other = open("two").await;
    assert_ne!(
        (&other["id"], &other["secret"]),
        (&known["id"], &known["secret"])
    );
    let shown = read(world, &path(&known, "")).await;
    assert_eq!(
        (&shown["secret"], &shown["id"]),
        (&Value::Null, &known["id"])
    );
    let list = read(world, "/v1/webhook-endpoints").await;
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert!(items.iter().all(|item| item["secret"].is_null()));
    for act_of in ["/disable", "/enable", "/test"] {
        let answer = act(world, &known, act_of, &Value::Null).await.ok();
        assert_eq!(answer["secret"], Value::Null, "{act_of}");
    }
    // Neither the secret nor anything it could be read from is stored.
    let secret = known["secret"].as_str().unwrap();
    let rows = world
        .database
        .rows("SELECT salt, url FROM webhook_endpoints")
        .await;
    let kept = world
        .database
        .rows("SELECT reply FROM idempotency_keys")
        .await;
    let stored = format!("{rows:?}{kept:?}");
    assert!(!stored.contains(&secret["whsec_".len()..]), "{stored}");
    for role in [Role::Checkout, Role::Service, Role::Support] {
        gateway
            .get(role, "/v1/webhook-endpoints")
            .await
            .refused(403, "forbidden");
    }
}

async fn a_delivery_goes_to_every_endpoint(world: &World) {
    let mut receivers = Vec::new();
    for _ in 0..5 {
        let receiver = Receiver::start(world).await;
        everything(world, &receiver).await;
        receivers.push(receiver);
    }
    // One that does not answer well keeps nobody else waiting.
    receivers[0].answers(500);
    world.buy("ann", "direct-1000", 1).await;
    let came = async || {
        receivers[1..]
            .iter()
            .all(|receiver| !receiver.taken().is_empty())
    };
    world.wait_until("the others got it", came).await;
    for receiver in &receivers[1..] {
        assert_eq!(receiver.types(), ["order.completed"]);
    }
    assert!(receivers[0].taken().is_empty());
}
