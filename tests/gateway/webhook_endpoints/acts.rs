//! Endpoints are tested, disabled, enabled and deleted.

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::{act, endpoint, everything, path, read};
use crate::support::{client::send, receiver::Receiver, world::World};

both_engines!(
    a_test_goes_to_its_endpoint_and_to_no_other,
    a_disabled_endpoint_gets_what_was_kept_once_it_is_enabled,
    a_deleted_endpoint_gets_nothing_more,
);

async fn a_test_goes_to_its_endpoint_and_to_no_other(world: &World) {
    let (one, other) = (Receiver::start(world).await, Receiver::start(world).await);
    let asked = json!({ "url": one.url, "types": ["order.failed"] });
    let known = endpoint(world, &asked).await;
    everything(world, &other).await;
    act(world, &known, "/test", &Value::Null).await.ok();
    world
        .wait_until("it came", async || !one.taken().is_empty())
        .await;
    let test = one.taken().remove(0).body;
    assert_eq!(test["type"], "webhook_endpoint.tested");
    assert_eq!(test["data"], json!({ "endpoint_id": known["id"] }));
    assert_eq!(
        (&test["customer_id"], &test["sequence"]),
        (&Value::Null, &Value::Null)
    );
    world.grant("ann", "promotional", 1).await;
    world
        .wait_until("the other got the next", async || !other.taken().is_empty())
        .await;
    assert_eq!(other.types(), ["credits.granted"]);
}

async fn a_disabled_endpoint_gets_what_was_kept_once_it_is_enabled(world: &World) {
    let receiver = Receiver::start(world).await;
    let known = everything(world, &receiver).await;
    let reason = json!({ "reason": "it is rebuilt" });
    let off = act(world, &known, "/disable", &reason).await.ok();
    assert_eq!(
        (&off["state"], &off["reason"]),
        (&json!("disabled"), &json!("it is rebuilt"))
    );
    for credits in 1..=3 {
        world.grant("ann", "promotional", credits).await;
    }
    let there = async || {
        read(world, "/v1/events").await["items"]
            .as_array()
            .unwrap()
            .len()
            == 4
    };
    world.wait_until("all are in the feed", there).await;
    assert!(receiver.all().is_empty());
    let on = act(world, &known, "/enable", &Value::Null).await.ok();
    assert_eq!(
        (&on["state"], &on["reason"]),
        (&json!("enabled"), &Value::Null)
    );
    world
        .wait_until("they came", async || receiver.taken().len() == 3)
        .await;
    assert_eq!(receiver.numbers_of("ann"), [1, 2, 3]);
    let long = json!({ "reason": "x".repeat(201) });
    let refused = act(world, &known, "/disable", &long).await;
    assert_eq!(refused.refused(422, "invalid_field")["field"], "reason");
}

async fn a_deleted_endpoint_gets_nothing_more(world: &World) {
    let (gone, stays) = (Receiver::start(world).await, Receiver::start(world).await);
    let known = everything(world, &gone).await;
    everything(world, &stays).await;
    let delete = async || {
        let request = world
            .gateway()
            .request(Role::Admin, Method::DELETE, &path(&known, ""));
        send(request).await
    };
    assert_eq!(delete().await.ok()["state"], "deleted");
    assert_eq!(
        delete().await.ok()["state"],
        "deleted",
        "the second time changes nothing"
    );
    world.grant("ann", "promotional", 1).await;
    world
        .wait_until("the other got it", async || stays.taken().len() == 1)
        .await;
    assert!(gone.all().is_empty());
    assert_eq!(
        read(world, "/v1/webhook-endpoints").await["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    for act_of in ["/enable", "/disable", "/rotate", "/test"] {
        let refused = act(world, &known, act_of, &Value::Null).await;
        refused.refused(404, "webhook_endpoint_not_found");
    }
}
