//! Addresses that events may not be sent to. `providers` has the whole list of them.

use credit_gateway::{access::Role, config::EdgeSettings};
use serde_json::{Value, json};

use crate::support::world::{Plan, World};

/// The settings of a gateway that serves others than its developer.
fn as_served(plan: Plan) -> Plan {
    plan.edge(EdgeSettings {
        requests_per_second: 0,
        ..EdgeSettings::default()
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_inside_a_network_is_refused_on_sqlite() {
    as_served(Plan::sqlite())
        .run(addresses_inside_a_network_are_refused)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_inside_a_network_is_refused_on_postgres() {
    as_served(Plan::postgres())
        .run(addresses_inside_a_network_are_refused)
        .await;
}

async fn addresses_inside_a_network_are_refused(world: &World) {
    let open = async |body: Value| {
        let path = "/v1/webhook-endpoints";
        world.gateway().post(Role::Admin, path, &body).await
    };
    for url in [
        "http://127.0.0.1:9/hooks",
        "http://localhost:9/hooks",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://[::ffff:169.254.169.254]/",
        "https://metadata.google.internal/",
        "https://user:password@shop.example.com/",
        "https://shop.example.com:6379/",
        "http://shop.example.com/",
        "",
        &format!("https://shop.example.com/{}", "x".repeat(2048)),
    ] {
        let refused = open(json!({ "url": url })).await;
        let refused = refused.refused(422, "invalid_field");
        assert_eq!(refused["field"], "url", "{url}");
    }
    let good = "https://shop.example.com/hooks";
    open(json!({ "url": good })).await.ok();
    for (body, field) in [
        (json!({ "url": good, "types": [] }), "types"),
        (json!({ "url": good, "types": ["nothing"] }), "types"),
        (json!({ "url": good, "description": "a\nb" }), "description"),
        (
            json!({ "url": good, "description": "x".repeat(201) }),
            "description",
        ),
    ] {
        let refused = open(body.clone()).await;
        let refused = refused.refused(422, "invalid_field");
        assert!(
            refused["field"].as_str().unwrap().starts_with(field),
            "{body}: {refused}"
        );
    }
}
