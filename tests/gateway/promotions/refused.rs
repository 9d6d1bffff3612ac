//! What is not given, each under its own code.

use chrono::TimeDelta;
use credit_gateway::{access::Role, config::EdgeSettings};
use serde_json::{Value, json};

use super::{campaign, coded, redeeming};
use crate::support::world::{Plan, World};

both_engines!(
    a_code_that_gives_nothing_says_why,
    a_campaign_that_breaks_a_rule_names_the_field,
    a_campaign_of_nobody_is_not_found,
);

async fn redeem(world: &World, customer: &str, code: &str) -> crate::support::client::Answer {
    let body = json!({ "code": code });
    world
        .gateway()
        .post(Role::Service, &redeeming(customer), &body)
        .await
}

async fn a_code_that_gives_nothing_says_why(world: &World) {
    redeem(world, "c1", "NOTHING")
        .await
        .refused(422, "promotion_unknown");
    let ill = redeem(world, "c1", "a b").await;
    assert_eq!(ill.refused(422, "invalid_field")["field"], "code");
    let from = (world.now() + TimeDelta::hours(1)).to_rfc3339();
    world.begin(&json!({"from": from, "budget": 50})).await;
    redeem(world, "c1", "SPRING10")
        .await
        .refused(409, "promotion_not_yet");
    world.pass(TimeDelta::hours(1));
    let order = world
        .gateway()
        .post(Role::Checkout, "/v1/orders", &coded("c1"))
        .await;
    order.refused(422, "promotion_elsewhere");
    redeem(world, "c1", "SPRING10").await.ok();
    redeem(world, "c1", "SPRING10")
        .await
        .refused(409, "promotion_redeemed");
    redeem(world, "c2", "SPRING10")
        .await
        .refused(409, "promotion_used_up");
    world.pass(TimeDelta::days(30));
    redeem(world, "c2", "SPRING10")
        .await
        .refused(409, "promotion_over");
    let bonus = json!({"code": "BONUS", "gives": "bonus", "products": ["direct-100"]});
    world.begin(&bonus).await;
    redeem(world, "c2", "BONUS")
        .await
        .refused(422, "promotion_elsewhere");
    let mut order = coded("c2");
    order["promotion_code"] = json!("BONUS");
    let order = world
        .gateway()
        .post(Role::Checkout, "/v1/orders", &order)
        .await;
    order.refused(422, "promotion_not_for_product");
    let off = json!({"code": "NOTHING", "gives": "discount_won", "products": ["direct-1000"]});
    world.begin(&off).await;
    let taken = campaign(world, &json!({"code": "no thing"}));
    let taken = world
        .gateway()
        .post(Role::Admin, "/v1/campaigns", &taken)
        .await;
    taken.refused(409, "promotion_code_taken");
    assert_eq!(world.balance("c2").await, 0);
}

async fn a_campaign_that_breaks_a_rule_names_the_field(world: &World) {
    let past = (world.now() - TimeDelta::days(1)).to_rfc3339();
    for (with, field) in [
        (json!({"name": ""}), "name"),
        (json!({"code": null}), "code"),
        (json!({"code": "abc"}), "code"),
        (json!({"audience": "new_customer"}), "code"),
        (json!({"audience": "everybody"}), "audience"),
        (json!({"audience": "new_customer", "code": null}), "gives"),
        (json!({"gives": "cash"}), "gives"),
        (json!({"gives": "bonus"}), "products"),
        (json!({"gives": "bonus", "products": ["none"]}), "products"),
        (json!({"worth": 0}), "worth"),
        (json!({"worth": "50"}), "worth"),
        (json!({"budget": 49}), "budget"),
        (json!({"until": past}), "until"),
        (json!({"redemptions_max": 0}), "redemptions_max"),
        (json!({"per_customer": 101}), "per_customer"),
        (json!({"spent": 7}), "spent"),
    ] {
        let body = campaign(world, &with);
        let answer = world
            .gateway()
            .post(Role::Admin, "/v1/campaigns", &body)
            .await;
        let problem = answer.refused(422, "invalid_field");
        assert_eq!(problem["field"], field, "{with}: {problem}");
    }
    let listed = world.gateway().get(Role::Admin, "/v1/campaigns").await.ok();
    assert_eq!(listed["items"], json!([]));
}

async fn a_campaign_of_nobody_is_not_found(world: &World) {
    let nobody = format!("/v1/campaigns/cmp_{}", "0".repeat(26));
    world
        .gateway()
        .get(Role::Admin, &nobody)
        .await
        .refused(404, "not_found");
    let end = format!("{nobody}/end");
    let reason = json!({"reason": "enough"});
    let answer = world.gateway().post(Role::Admin, &end, &reason).await;
    answer.refused(404, "not_found");
    let begun = world.begin(&json!({})).await;
    let end = format!("/v1/campaigns/{}/end", begun["id"].as_str().unwrap());
    let answer = world
        .gateway()
        .post(Role::Admin, &end, &json!({"reason": ""}))
        .await;
    assert_eq!(answer.refused(422, "invalid_field")["field"], "reason");
    let paged = world
        .gateway()
        .get(Role::Admin, "/v1/campaigns?limit=1")
        .await
        .ok();
    assert_eq!(
        (&paged["items"][0]["id"], &paged["next"]),
        (&begun["id"], &Value::Null)
    );
}

/// A campaign is many grants that nobody looks at one by one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_may_grant_only_so_much_begins_no_larger_campaign() {
    let edge = EdgeSettings {
        requests_per_second: 0,
        limits: "admin.grant=1000".parse().unwrap(),
        policy_second_person: false,
        metrics_listen: None,
        metrics_key: None,
        webhook_loopback: false,
        frame_ancestors: Vec::new(),
    };
    let plan = Plan::sqlite().edge(edge);
    plan.run(async |world: &World| {
        let path = "/v1/campaigns";
        let larger = campaign(world, &json!({"budget": 1_001}));
        let answer = world.gateway().post(Role::Admin, path, &larger).await;
        let problem = answer.refused(422, "invalid_field");
        assert_eq!(problem["field"], "budget", "{problem}");
        world.begin(&json!({"budget": 1_000})).await;
        let won = json!({"code": "WON1", "gives": "discount_won", "products": ["direct-1000"], "budget": 1_001});
        world.begin(&won).await;
    })
    .await;
}
