//! Credits stay with the customer who has them (policy, section 7): there is no operation that moves them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    openapi::operations,
    support::world::{Plan, World},
};

both_engines!(nobody_uses_the_credits_of_another);

async fn nobody_uses_the_credits_of_another(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    world.grant("c2", "promotional", 10).await;
    let spend = world.spend("c2", 11).await;
    spend.refused(402, "insufficient_credits");
    let hold = world.hold("c2", 11, 600).await;
    hold.refused(402, "insufficient_credits");
    let spend = world.spend("c2", 10).await.ok();
    let own = world.lots("c2").await;
    let parts = spend["parts"].as_array().unwrap();
    assert_eq!((parts.len(), own.len()), (1, 1), "{spend}");
    assert_eq!(parts[0]["lot"], own[0]["id"]);
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(world.balance("c2").await, 0);
}

/// The members of a body, of all depths, and of what it refers to.
fn members(document: &Value, schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(fields) => {
            if let Some(target) = schema["$ref"].as_str() {
                let pointer = target.trim_start_matches('#');
                members(document, document.pointer(pointer).unwrap(), found);
            }
            if let Some(properties) = schema["properties"].as_object() {
                found.extend(properties.keys().cloned());
            }
            for value in fields.values() {
                members(document, value, found);
            }
        }
        Value::Array(items) => {
            for item in items {
                members(document, item, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A transfer would have to name a second customer, or a customer beside a thing of another one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_act_names_a_customer_to_give_credits_to() {
    Plan::sqlite()
        .run(async |world| {
            let document = world.gateway().browse("/openapi.json").await.ok();
            let (mut bodies, mut naming) = (0, Vec::new());
            for (path, method, operation) in operations(&document) {
                for word in ["transfer", "gift", "share"] {
                    assert!(!path.contains(word), "{path}");
                }
                let mut found = BTreeSet::new();
                let body = &operation["requestBody"]["content"]["application/json"]["schema"];
                members(&document, body, &mut found);
                bodies += usize::from(!found.is_empty());
                let names_one = |member: &String| {
                    // The limit of a campaign, a number.
                    member != "per_customer"
                        && ["customer", "recipient", "receiver", "owner"]
                            .iter()
                            .any(|word| member.contains(word))
                };
                if found.iter().any(names_one) {
                    naming.push(format!("{method} {path}"));
                }
            }
            assert!(bodies >= 15, "only {bodies} bodies were read");
            // Each thing of a batch names whose credits are used.
            assert_eq!(
                naming,
                [
                    "post /v1/checkouts",
                    "post /v1/orders",
                    "post /v1/spends/batch"
                ]
            );
        })
        .await;
}
