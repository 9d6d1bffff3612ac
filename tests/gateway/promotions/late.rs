//! Orders that ended unpaid, gave their part of a campaign back, and are paid after all.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, id_of},
    world::World,
};

both_engines!(
    an_order_paid_after_its_end_takes_its_part_again,
    what_no_longer_fits_is_given_and_counted_beyond_the_limits,
);

/// A transfer for 7,000 won with the code, which nobody makes within a day.
async fn given_up(world: &World, customer: &str, name: &str) -> Value {
    let mut body = bank_order(customer, "direct-1000", name);
    body["promotion_code"] = json!("SPRING10");
    let order = world.open_order(&body).await;
    assert_eq!(order["amount"], 7_000);
    order
}

/// The money comes when the order has expired, and support says whose it is.
async fn paid_late(world: &World, name: &str, order: &Value) {
    world.deposit(name, 7_000).await;
    let gateway = world.gateway();
    let late = gateway.get(Role::Support, "/v1/deposits?state=late").await;
    let path = format!("/v1/deposits/{}/match", id_of(&late.ok()["items"][0]));
    let body = json!({"order_id": order["id"], "reason": "the buyer called"});
    gateway.post(Role::Support, &path, &body).await.ok();
}

async fn end_of_a_day(world: &World) {
    world.pass(TimeDelta::hours(26));
    world.sweep().await;
}

const BUDGET_FOR_ONE: i64 = 3_000;

async fn begun(world: &World) -> Value {
    let with = json!({
        "gives": "discount_won", "worth": 3_000, "products": ["direct-1000"], "budget": BUDGET_FOR_ONE,
    });
    world.begin(&with).await
}

/// The bodies of the events of a kind, in their order. The list of events follows the commit a moment later.
pub(super) async fn events_of(world: &World, kind: &str) -> Vec<Value> {
    let sql = format!("SELECT body FROM events WHERE kind = '{kind}' ORDER BY id");
    let rows = world.database.rows(&sql).await;
    rows.iter()
        .map(|row| serde_json::from_str(&row[0]).unwrap())
        .collect()
}

async fn an_order_paid_after_its_end_takes_its_part_again(world: &World) {
    let campaign = begun(world).await;
    let order = given_up(world, "c1", "홍길동").await;
    end_of_a_day(world).await;
    world.wait_for_order(&id_of(&order), "expired").await;
    assert_eq!(world.campaign(&campaign).await["used"], 0);
    paid_late(world, "홍길동", &order).await;
    assert_eq!(world.balance("c1").await, 1_000);
    let now = world.campaign(&campaign).await;
    assert_eq!(
        (&now["used"], &now["redeemed"], &now["overrun"]),
        (&json!(3_000), &json!(1), &json!(0)),
        "the budget is taken again"
    );
    let given = events_of(world, "campaign.redeemed").await;
    assert_eq!(given.len(), 1);
    assert_eq!(
        (&given[0]["order_id"], &given[0]["overrun"]),
        (&order["id"], &json!(false))
    );
    // Once when the order took the last of it, and once when it did so again.
    assert_eq!(events_of(world, "campaign.exhausted").await.len(), 2);
}

async fn what_no_longer_fits_is_given_and_counted_beyond_the_limits(world: &World) {
    let campaign = begun(world).await;
    let order = given_up(world, "c1", "홍길동").await;
    end_of_a_day(world).await;
    world.wait_for_order(&id_of(&order), "expired").await;
    let other = given_up(world, "c2", "김철수").await;
    paid_late(world, "홍길동", &order).await;
    assert_eq!(world.balance("c1").await, 1_000);
    world.deposit("김철수", 7_000).await;
    assert_eq!(world.balance("c2").await, 1_000);
    let now = world.campaign(&campaign).await;
    for (field, value) in [
        ("used", 3_000),
        ("redeemed", 1),
        ("overrun", 3_000),
        ("overruns", 1),
    ] {
        assert_eq!(now[field], value, "{field}: {now}");
    }
    let given = events_of(world, "campaign.redeemed").await;
    let of = |body: &Value| (body["order_id"].clone(), body["overrun"].clone());
    let mut given: Vec<(Value, Value)> = given.iter().map(of).collect();
    given.sort_by_key(|(_, overrun)| !overrun.as_bool().unwrap());
    assert_eq!(
        given,
        [
            (order["id"].clone(), json!(true)),
            (other["id"].clone(), json!(false))
        ]
    );
    let path = format!("/v1/campaigns/{}/redemptions", id_of(&campaign));
    let listed = world.gateway().get(Role::Support, &path).await.ok();
    let beyond = &listed["items"][1];
    assert_eq!(beyond["order_id"], order["id"]);
    assert_eq!(beyond["state"], "returned");
    assert!(beyond["overrun_at"].is_string(), "{beyond}");
    assert_eq!(listed["items"][0]["overrun_at"], Value::Null);
}
