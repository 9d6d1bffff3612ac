//! The sender of a deposit is shown in full to a person who gives a reason, and each such read is recorded.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::{
    bad_input::unchanged,
    support::{
        buyer::{bank_order, id_of},
        client::{Answer, fresh_key},
        world::World,
    },
};

both_engines!(
    a_depositor_is_told_in_full_and_each_look_is_a_line_of_the_audit_log,
    a_deposit_is_unmasked_by_support_alone_and_for_a_reason,
    what_was_unmasked_is_kept_nowhere,
    the_audit_log_is_listed_by_act,
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

/// The name is in the deposit and in the notice that brought it, and nowhere else: not under the key that was sent
/// along.
async fn what_was_unmasked_is_kept_nowhere(world: &World) {
    let id = id_of(&stray(world, NAME).await);
    let (key, path) = (fresh_key(), format!("/v1/deposits/{id}/unmask"));
    let idempotency_keys = "SELECT COUNT(*) FROM idempotency_keys";
    let before = world.database.number(idempotency_keys).await;
    let body = json!({"reason": "mail 4711"});
    for _ in 0..2 {
        let told = world
            .gateway()
            .post_under(&key, Role::Support, &path, &body)
            .await;
        assert_eq!(told.header("idempotent-replayed"), None);
        assert_eq!(told.ok()["depositor_name"], NAME);
    }
    assert_eq!(world.database.number(idempotency_keys).await, before);
    assert_eq!(
        audit_log(world, "?act=deposit.unmask").await.len(),
        2,
        "a second look is a second line"
    );
    for (table, column) in [
        ("idempotency_keys", "reply"),
        ("events", "body"),
        ("audit_log", "detail"),
        ("jobs", "subject"),
    ] {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE {column} LIKE '%{NAME}%'");
        assert_eq!(world.database.number(&sql).await, 0, "{table}");
    }
}

async fn the_audit_log_is_listed_by_act(world: &World) {
    let id = id_of(&stray(world, NAME).await);
    for nth in 0..3 {
        world.grant(&format!("c{nth}"), "promotional", 10).await;
        world.pass(TimeDelta::seconds(1));
        unmask(
            world,
            Role::Support,
            &id,
            &json!({"reason": format!("look {nth}")}),
        )
        .await
        .ok();
        world.pass(TimeDelta::seconds(1));
    }
    let all = audit_log(world, "").await;
    let words: Vec<&str> = all
        .iter()
        .map(|line| line["act"].as_str().unwrap())
        .collect();
    assert_eq!(words, ["deposit.unmask", "credits.grant"].repeat(3));
    let first = world
        .gateway()
        .get(Role::Admin, "/v1/audit-log?act=deposit.unmask&limit=2")
        .await
        .ok();
    assert_eq!(first["items"].as_array().unwrap().len(), 2);
    let next = first["next"].as_str().unwrap();
    let rest = audit_log(world, &format!("?act=deposit.unmask&limit=2&cursor={next}")).await;
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0]["detail"], "look 0");
    let gateway = world.gateway();
    for wrong in ["", "nothing.of_ours"] {
        let asked = gateway
            .get(Role::Admin, &format!("/v1/audit-log?act={wrong}"))
            .await;
        assert_eq!(asked.refused(422, "invalid_field")["field"], "act");
    }
    for role in [Role::Checkout, Role::Service, Role::Support] {
        gateway
            .get(role, "/v1/audit-log")
            .await
            .refused(403, "forbidden");
    }
}
