//! Transfers of what the provider refused.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::{give_back, state_of, underpaid};
use crate::{
    approvals::{approved_lines, decide, waits},
    support::{buyer::id_of, client::Answer, world::World},
};

both_engines!(
    .limited():
    what_the_provider_refused_is_closed_by_a_transfer_within_the_limit,
    what_the_provider_refused_is_transferred_above_the_limit_when_another_approves,
);

/// A refund that the provider refused for good: a person transfers it.
async fn refused(world: &World, times: i64) -> Value {
    let known = underpaid(world, times).await;
    let never = json!([
        {"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "cancel"},
    ]);
    world.faults("toss", never).await;
    let going = give_back(world, &known).await;
    if going.status == 202 {
        decide(world, Role::Admin, "r1", &waits(&going), "approve")
            .await
            .ok();
    }
    let not_given = domain::books::decisions::ReopenContradiction {
        customer: "c1".parse().unwrap(),
        order: known["order_id"].as_str().unwrap().parse().unwrap(),
        contradiction: id_of(&known).parse().unwrap(),
        failure: domain::failure::Failure::new("EXCEED_CANCELABLE_DATE", "too late"),
    };
    world.apps[0]
        .apply(domain::command::Command::new(
            not_given,
            domain::actor::Actor::Provider("toss".parse().unwrap()),
        ))
        .await
        .unwrap();
    assert_eq!(state_of(world, &known).await, "open");
    known
}

async fn close(world: &World, key: &str, known: &Value, transfer: Option<&str>) -> Answer {
    let path = format!("/v1/contradictions/{}/close", id_of(known));
    let body = json!({"reason": "too late", "transferred": transfer});
    let gateway = world.gateway();
    gateway.post_under(key, Role::Support, &path, &body).await
}

async fn what_the_provider_refused_is_closed_by_a_transfer_within_the_limit(world: &World) {
    let known = refused(world, 5).await;
    close(world, "c0", &known, None)
        .await
        .refused(409, "money_still_there");
    let closed = close(world, "c1", &known, Some("KB 1")).await.ok();
    assert_eq!(closed["state"], "closed", "{closed}");
    let reason = closed["reason"].as_str().unwrap();
    assert!(
        reason.contains("4990 won transferred by hand: KB 1"),
        "{reason}"
    );
    close(world, "c2", &known, Some("KB 2"))
        .await
        .refused(409, "contradiction_settled");
    assert_eq!(
        world.order(known["order_id"].as_str().unwrap()).await["state"],
        "cancelled"
    );
    world.audit().await;
}

async fn what_the_provider_refused_is_transferred_above_the_limit_when_another_approves(
    world: &World,
) {
    let known = refused(world, 10).await;
    let asked = waits(&close(world, "c1", &known, Some("KB 1")).await);
    assert_eq!(
        (&asked["act"], &asked["subject"], &asked["amount"]),
        (
            &json!("contradiction_transfer"),
            &known["id"],
            &json!(9_990)
        )
    );
    assert_eq!(state_of(world, &known).await, "open");
    decide(world, Role::Admin, "d1", &asked, "approve")
        .await
        .ok();
    assert_eq!(state_of(world, &known).await, "closed");
    assert_eq!(approved_lines(world, "contradiction.close").await, 1);
    world.audit().await;
}
