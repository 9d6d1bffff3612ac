//! Lines of the audit log.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::json;

use super::{NAME, audit_log, stray, unmask};
use crate::support::{buyer::id_of, client::fresh_key, world::World};

both_engines!(
    what_was_unmasked_is_kept_nowhere,
    the_audit_log_is_listed_by_act,
);

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
