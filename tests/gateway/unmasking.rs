//! The sender of a deposit is shown in full to a person who gives a reason, and each such read is recorded.

mod audit;

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::{
    bad_input::unchanged,
    support::{
        buyer::{bank_order, id_of},
        client::Answer,
        world::World,
    },
};

both_engines!(
    a_depositor_is_told_in_full_and_each_look_is_a_line_of_the_audit_log,
    a_deposit_is_unmasked_by_support_alone_and_for_a_reason,
);

const NAME: &str = "남궁민수4821";

/// Money that matches no order. Returns the deposit.
async fn stray(world: &World, name: &str) -> Value {
    world.deposit(name, 10_000).await;
    let gateway = world.gateway();
    let list = gateway.get(Role::Support, "/v1/deposits?state=unmatched");
    list.await.ok()["items"][0].clone()
}

async fn unmask(world: &World, role: Role, deposit: &str, body: &Value) -> Answer {
    let path = format!("/v1/deposits/{deposit}/unmask");
    world.gateway().post(role, &path, body).await
}

async fn audit_log(world: &World, query: &str) -> Vec<Value> {
    let path = format!("/v1/audit-log{query}");
    let list = world.gateway().get(Role::Admin, &path).await.ok();
    list["items"].as_array().unwrap().clone()
}

async fn a_depositor_is_told_in_full_and_each_look_is_a_line_of_the_audit_log(world: &World) {
    let wanted = bank_order("c1", "direct-1000", "남궁민수");
    let order = world.open_order(&wanted).await;
    let deposit = stray(world, NAME).await;
    let id = id_of(&deposit);
    assert_eq!(deposit["depositor_name"], "남*******");
    for reason in ["mail 4711", "mail 4712"] {
        let told = unmask(world, Role::Support, &id, &json!({ "reason": reason }))
            .await
            .ok();
        assert_eq!(
            (
                &told["deposit_id"],
                &told["depositor_name"],
                &told["amount"],
                &told["account"],
                &told["key"]
            ),
            (
                &json!(id),
                &json!(NAME),
                &json!(10_000),
                &deposit["account"],
                &deposit["key"]
            )
        );
        assert_eq!(told["at"], deposit["at"]);
    }
    let lines = audit_log(world, "?act=deposit.unmask").await;
    let said: Vec<&str> = lines
        .iter()
        .map(|line| line["detail"].as_str().unwrap())
        .collect();
    assert_eq!(said, ["mail 4712", "mail 4711"], "newest first");
    for line in &lines {
        assert_eq!(line["subject"], id);
        assert!(line["by"].as_str().unwrap().starts_with("key_"), "{line}");
    }
    let metrics = world.gateway().browse("/metrics").await.text;
    assert!(metrics.contains("deposits_unmasked_total"), "{metrics}");
    // The purpose: the misnamed deposit finds its order.
    let found = json!({"order_id": id_of(&order), "reason": "the same name"});
    let path = format!("/v1/deposits/{id}/match");
    world
        .gateway()
        .post(Role::Support, &path, &found)
        .await
        .ok();
    let matched = unmask(world, Role::Support, &id, &json!({"reason": "asked again"})).await;
    assert_eq!(matched.ok()["depositor_name"], NAME);
}

async fn a_deposit_is_unmasked_by_support_alone_and_for_a_reason(world: &World) {
    let id = id_of(&stray(world, NAME).await);
    let right = json!({"reason": "mail 4711"});
    for role in [Role::Checkout, Role::Service, Role::Admin] {
        let asked = unmask(world, role, &id, &right);
        unchanged(world, asked).await.refused(403, "forbidden");
    }
    for wrong in [
        json!({}),
        json!({"reason": ""}),
        json!({"reason": "  "}),
        json!({"reason": "r".repeat(201)}),
        json!({"reason": "a\nb"}),
        json!({"reason": 7}),
    ] {
        let asked = unmask(world, Role::Support, &id, &wrong);
        let refused = unchanged(world, asked).await.refused(422, "invalid_field");
        assert_eq!(refused["field"], "reason", "{wrong}: {refused}");
    }
    let none = unmask(
        world,
        Role::Support,
        "dep_00000000000000000000000000",
        &right,
    );
    unchanged(world, none).await.refused(404, "not_found");
    let other = unmask(
        world,
        Role::Support,
        "ord_00000000000000000000000000",
        &right,
    );
    assert_eq!(unchanged(world, other).await.status, 404);
}
