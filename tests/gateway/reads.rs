//! Readable data by role, and paging of lists.

mod lists;
mod uses;

use credit_gateway::access::Role;
use serde_json::{Value, json};

pub(crate) use self::lists::pages;
use self::uses::used;
use crate::support::{buyer::id_of, world::World};

both_engines!(
    a_customer_whom_nobody_has_met_has_nothing,
    nobody_reads_what_his_role_does_not_cover,
);

/// Digits of an id that nothing has.
const NONE: &str = "00000000000000000000000000";

pub(crate) async fn read(world: &World, path: &str) -> Value {
    world.gateway().get(Role::Support, path).await.ok()
}

/// A field of each item of a list, in the list's order.
pub(crate) fn told(list: &Value, field: &str) -> Vec<Value> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| item[field].clone()).collect()
}

async fn a_customer_whom_nobody_has_met_has_nothing(world: &World) {
    let gateway = world.gateway();
    let before = world.database.counts().await;
    let past = "2026-01-01T00:00:00%2B09:00";
    let ahead = "2027-01-01T00:00:00%2B09:00";
    for query in [String::new(), format!("?at={past}"), format!("?at={ahead}")] {
        for role in [Role::Service, Role::Support] {
            let path = format!("/v1/customers/nobody/balance{query}");
            let answer = gateway.get(role, &path).await;
            let balance = answer.ok();
            assert_eq!(balance["customer_id"], "nobody");
            for amount in ["available", "held", "debt"] {
                assert_eq!(balance[amount], 0, "{amount} {balance}");
            }
            assert!(balance["next_expiry"].is_null(), "{balance}");
            assert_eq!(answer.header("credits-balance"), Some("0"));
        }
    }
    for list in [
        "lots",
        "entries",
        "spends",
        "holds",
        "subscriptions",
        "usage",
    ] {
        let path = format!("/v1/customers/nobody/{list}");
        let answer = gateway.get(Role::Service, &path).await;
        assert_eq!(answer.ok(), json!({"items": [], "next": null}), "{list}");
        assert_eq!(answer.header("credits-balance"), Some("0"), "{list}");
    }
    for list in ["orders", "payments"] {
        let path = format!("/v1/{list}?customer_id=nobody");
        let answer = gateway.get(Role::Support, &path).await;
        assert_eq!(answer.ok(), json!({"items": [], "next": null}), "{list}");
        assert_eq!(answer.header("credits-balance"), Some("0"), "{list}");
    }
    // An act on an account needs an existing one: a mistyped name cannot be closed or have a debt waived.
    let (close, waive) = (json!({"quote_id": "q"}), json!({"reason": "r"}));
    for (role, act, body) in [
        (Role::Support, "closing-quotes", &Value::Null),
        (Role::Support, "close", &close),
        (Role::Admin, "debt/waive", &waive),
    ] {
        let path = format!("/v1/customers/nobody/{act}");
        gateway
            .post(role, &path, body)
            .await
            .refused(404, "not_found");
    }
    assert_eq!(
        world.database.counts().await,
        before,
        "nobody was written down"
    );
    gateway
        .get(Role::Service, "/v1/customers/a%20b/balance")
        .await
        .refused(404, "not_an_id");
}

async fn nobody_reads_what_his_role_does_not_cover(world: &World) {
    use Role::{Admin, Checkout, Service, Support};
    world.grant("c1", "promotional", 100).await;
    let spend = format!(
        "/v1/spends/{}",
        id_of(&used(world, "c1", "spends", "r").await)
    );
    let hold = format!(
        "/v1/holds/{}",
        id_of(&used(world, "c1", "holds", "r").await)
    );
    for (path, readers) in [
        (spend.as_str(), &[Service, Support][..]),
        (&hold, &[Service, Support]),
        ("/v1/customers/c1/spends?reference=r", &[Service, Support]),
        ("/v1/customers/c1/holds?reference=r", &[Service, Support]),
        ("/v1/orders?customer_id=c1", &[Support]),
        ("/v1/payments?customer_id=c1", &[Support]),
    ] {
        for role in [Checkout, Service, Support, Admin] {
            let answer = world.gateway().get(role, path).await;
            if readers.contains(&role) {
                answer.ok();
            } else {
                answer.refused(403, "forbidden");
            }
        }
    }
}
