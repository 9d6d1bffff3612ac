//! A bonus that was used stays used when its purchase is refunded by right.

use credit_gateway::access::Role;
use serde_json::json;

use crate::support::{buyer::card_order, world::World};

both_engines!(a_used_bonus_is_not_asked_back_when_the_purchase_is_refunded);

/// The used bonus lessens no refund, leaves no debt, and stays given: of it only what is unused goes.
async fn a_used_bonus_is_not_asked_back_when_the_purchase_is_refunded(world: &World) {
    let greeting = json!({
        "audience": "new_customer", "code": null, "gives": "bonus", "worth": 100, "products": ["direct-1000"],
    });
    let campaign = world.begin(&greeting).await;
    for (customer, used, left) in [("c1", 100, 0), ("c2", 30, 70)] {
        let order = world
            .open_order(&card_order(customer, "direct-1000", 1))
            .await;
        let order = world.pay(&order).await;
        // A bonus ends first, so that it is used first.
        world.spend(customer, used).await.ok();
        let payment = order["payment_id"].as_str().unwrap();
        let quote = world.quote(payment).await;
        assert_eq!(
            (&quote["basis"], &quote["amount"], &quote["credits"]),
            (&json!("by_right"), &json!(10_000), &json!(1_000)),
            "{quote}"
        );
        let line = &quote["lines"][1];
        assert_eq!(
            (&line["code"], &line["revoked"]),
            (&json!("bonus"), &json!(left)),
            "{quote}"
        );
        world.refund(payment).await;
        let path = format!("/v1/customers/{customer}/balance");
        let balance = world.gateway().get(Role::Service, &path).await.ok();
        assert_eq!(
            (&balance["available"], &balance["debt"]),
            (&json!(0), &json!(0)),
            "a used bonus is not owed"
        );
        let lots = world.lots(customer).await;
        let bonus = lots.iter().find(|lot| lot["bonus_of"] == payment).unwrap();
        assert_eq!(
            (&bonus["spent"], &bonus["revoked"]),
            (&json!(used), &json!(left))
        );
    }
    assert_eq!(world.campaign(&campaign).await["used"], 200, "once is once");
}
