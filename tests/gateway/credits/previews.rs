//! What a spend would take, before it is made.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::{
    promotions::coded,
    support::{client::Answer, world::World},
};

both_engines!(
    a_preview_is_what_the_spend_then_takes,
    a_preview_writes_nothing_and_says_what_is_missing,
    a_preview_needs_a_number_of_credits,
    a_buyer_with_a_promotion_gets_a_preview,
);

async fn preview(world: &World, customer: &str, credits: &str) -> Answer {
    let path = format!("/v1/customers/{customer}/spends/preview?credits={credits}");
    world.gateway().get(Role::Support, &path).await
}

async fn a_preview_is_what_the_spend_then_takes(world: &World) {
    world.buy("c1", "direct-100", 3).await;
    world.grant("c1", "membership", 50).await;
    world.grant("c1", "promotional", 70).await;
    world.hold("c1", 60, 600).await.ok();
    world.pass(TimeDelta::seconds(600));
    let told = preview(world, "c1", "200").await;
    assert_eq!(told.header("credits-balance"), Some("420"));
    let told = told.ok();
    assert_eq!(
        (&told["available"], &told["missing"]),
        (&json!(420), &json!(0)),
        "{told}"
    );
    let spend = world.spend("c1", 200).await.ok();
    assert_eq!(told["parts"], spend["parts"], "{told}");
    assert!(
        told["parts"][0]["why"]
            .as_str()
            .unwrap()
            .starts_with("first to expire")
    );
}

async fn a_preview_writes_nothing_and_says_what_is_missing(world: &World) {
    world.grant("c1", "promotional", 10).await;
    world.hold("c1", 4, 600).await.ok();
    world.pass(TimeDelta::seconds(600));
    let before = world.database.counts().await;
    let held = "SELECT COUNT(*) FROM holds WHERE state = 'open'";
    let told = preview(world, "c1", "25").await.ok();
    let credits = |told: &Value| {
        let parts = told["parts"].as_array().unwrap().iter();
        parts
            .map(|part| part["credits"].as_i64().unwrap())
            .sum::<i64>()
    };
    assert_eq!(
        (credits(&told), &told["missing"]),
        (10, &json!(15)),
        "{told}"
    );
    let nobody = preview(world, "nobody", "3").await.ok();
    assert_eq!(
        (&nobody["available"], &nobody["missing"]),
        (&json!(0), &json!(3))
    );
    assert_eq!(
        world.database.counts().await,
        before,
        "a preview wrote something"
    );
    assert_eq!(
        world.database.number(held).await,
        1,
        "a preview released a hold"
    );
}

async fn a_preview_needs_a_number_of_credits(world: &World) {
    for wrong in ["-1", "1.5", "%2B5", "", "ten", "999999999999999999"] {
        let refused = preview(world, "c1", wrong)
            .await
            .refused(422, "invalid_field");
        assert_eq!(refused["field"], "credits", "{refused}");
    }
    preview(world, "c1", "0")
        .await
        .refused(422, "credits_below_one");
    let bare = "/v1/customers/c1/spends/preview";
    let refused = world.gateway().get(Role::Service, bare).await;
    refused.refused(422, "invalid_field");
    world.grant("c1", "promotional", 10).await;
    world.close_account("c1", true).await.ok();
    preview(world, "c1", "1")
        .await
        .refused(409, "customer_closed");
}

/// A hold that lapsed brings along the payments that were refunded, and their orders with what was promised.
async fn a_buyer_with_a_promotion_gets_a_preview(world: &World) {
    let bonus = json!({"gives": "bonus", "worth": 200, "products": ["direct-1000"]});
    world.begin(&bonus).await;
    let order = world.open_order(&coded("c1")).await;
    let order = world.pay(&order).await;
    world.refund(order["payment_id"].as_str().unwrap()).await;
    world.grant("c1", "promotional", 50).await;
    world.hold("c1", 20, 600).await.ok();
    world.pass(TimeDelta::seconds(600));
    let told = preview(world, "c1", "30").await.ok();
    assert_eq!(told["available"], 50, "{told}");
}
