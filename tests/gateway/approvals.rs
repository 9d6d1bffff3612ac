//! Acts above the requester's limit: they wait for a second person, and are done once.

mod money;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use self::money::refund_asked;
use crate::support::{buyer::id_of, client::Answer, world::World};

both_engines!(
    .limited():
    a_grant_above_the_limit_waits_and_is_done_once,
    what_was_rejected_is_not_done,
    an_approval_ends_after_seven_days,
);

async fn grant(world: &World, key: &str, credits: i64) -> Answer {
    let body = json!({"kind": "promotional", "credits": credits, "reason": "a fair"});
    let path = "/v1/customers/c1/grants";
    world
        .gateway()
        .post_under(key, Role::Service, path, &body)
        .await
}

/// The approval in an answer.
pub(crate) fn waits(answer: &Answer) -> Value {
    assert_eq!(answer.status, 202, "{}", answer.text);
    let asked = answer.json();
    assert_eq!(asked["state"], "waiting", "{asked}");
    asked
}

pub(crate) async fn decide(
    world: &World,
    role: Role,
    key: &str,
    asked: &Value,
    what: &str,
) -> Answer {
    let path = format!("/v1/approvals/{}", id_of(asked));
    let body = json!({"decision": what, "reason": "the boss said so"});
    world.gateway().post_under(key, role, &path, &body).await
}

async fn listed(world: &World, state: &str) -> Vec<Value> {
    let path = format!("/v1/approvals?state={state}");
    let list = world.gateway().get(Role::Support, &path).await.ok();
    list["items"].as_array().unwrap().clone()
}

pub(crate) async fn approved_lines(world: &World, act: &str) -> i64 {
    let sql = format!(
        "SELECT COUNT(*) FROM audit_log WHERE act = '{act}' AND detail LIKE '%(asked by key_%, approved by key_%)'"
    );
    world.database.number(&sql).await
}

async fn a_grant_above_the_limit_waits_and_is_done_once(world: &World) {
    grant(world, "g1", 1_000).await.ok();
    let asked = waits(&grant(world, "g2", 1_001).await);
    assert_eq!(
        (&asked["act"], &asked["amount"]),
        (&json!("grant"), &json!(1_001))
    );
    let again = grant(world, "g2", 1_001).await;
    assert_eq!(waits(&again)["id"], asked["id"]);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(listed(world, "waiting").await.len(), 1);
    decide(world, Role::Service, "d0", &asked, "approve")
        .await
        .refused(403, "forbidden");
    let done = decide(world, Role::Support, "d1", &asked, "approve")
        .await
        .ok();
    assert_eq!(done["state"], "approved");
    let lots = world.lots("c1").await;
    assert!(
        lots.iter().any(|lot| lot["id"] == done["outcome"]),
        "{done}"
    );
    let replayed = decide(world, Role::Support, "d1", &asked, "approve").await;
    assert_eq!(replayed.ok()["outcome"], done["outcome"]);
    decide(world, Role::Support, "d2", &asked, "approve")
        .await
        .refused(409, "approval_settled");
    decide(world, Role::Admin, "d3", &asked, "reject")
        .await
        .refused(409, "approval_settled");
    assert_eq!(world.balance("c1").await, 2_001);
    assert_eq!(listed(world, "waiting").await.len(), 0);
    assert_eq!(listed(world, "approved").await.len(), 1);
    assert_eq!(approved_lines(world, "credits.grant").await, 1);
}

async fn what_was_rejected_is_not_done(world: &World) {
    let (payment, asked) = refund_asked(world).await;
    let no = decide(world, Role::Admin, "d1", &asked, "reject")
        .await
        .ok();
    assert_eq!(
        (&no["state"], &no["outcome"]),
        (&json!("rejected"), &Value::Null)
    );
    decide(world, Role::Admin, "d2", &asked, "approve")
        .await
        .refused(409, "approval_settled");
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM refunds").await,
        0
    );
    // An admin has no limit here.
    let quote = world.quote(&payment).await;
    let body = json!({"payment_id": payment, "quote_id": quote["id"], "reason": "asked"});
    let made = world
        .gateway()
        .post(Role::Admin, "/v1/refunds", &body)
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
}

async fn an_approval_ends_after_seven_days(world: &World) {
    let asked = waits(&grant(world, "g1", 5_000).await);
    world.pass(TimeDelta::days(7));
    assert_eq!(listed(world, "waiting").await.len(), 0);
    assert_eq!(listed(world, "expired").await[0]["id"], asked["id"]);
    for what in ["approve", "reject"] {
        decide(world, Role::Admin, what, &asked, what)
            .await
            .refused(409, "approval_expired");
    }
    let path = format!("/v1/approvals/{}", id_of(&asked));
    let told = world.gateway().get(Role::Admin, &path).await.ok();
    assert_eq!(told["state"], "expired");
    assert_eq!(world.balance_or_zero("c1").await, 0);
}
