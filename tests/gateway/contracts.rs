//! Enterprise contracts: a customer's own products, prices by volume, validity and windows.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::{
    policies::version,
    support::{buyer::card_order, world::World},
};

both_engines!(
    a_contract_sells_to_its_customer_at_the_price_of_the_volume,
    a_contract_gives_its_own_validity_and_windows,
    a_contract_that_breaks_a_rule_is_refused_with_the_field,
    a_new_contract_is_for_new_orders,
    no_campaign_changes_the_price_of_a_contract,
    credits_are_captured_and_given_back_after_their_lot_has_ended,
    a_simulation_judges_what_was_bought_under_a_contract,
);

pub(crate) const CONTRACT: &str = include_str!("../../src/domain/tests/contract.toml");

pub(crate) async fn publish(world: &World, document: &str) -> Value {
    let body = json!({ "document": document });
    world
        .gateway()
        .post(Role::Admin, "/v1/contracts", &body)
        .await
        .ok()
}

fn acme(quantity: i64) -> Value {
    card_order("acme", "acme-credits", quantity)
}

async fn a_contract_sells_to_its_customer_at_the_price_of_the_volume(world: &World) {
    let before = world
        .gateway()
        .post(Role::Checkout, "/v1/orders", &acme(1))
        .await;
    before.refused(422, "not_for_sale");
    let contract = publish(world, CONTRACT).await;
    assert_eq!(contract["reference"], "AC-2026-014");
    assert_eq!(publish(world, CONTRACT).await["id"], contract["id"]);
    for (quantity, amount, credits) in [
        (1, 9_500, 1_000),
        (10, 90_000, 10_000),
        (100, 800_000, 105_000),
    ] {
        let order = world.open_order(&acme(quantity)).await;
        assert_eq!(
            (&order["amount"], &order["credits"]),
            (&json!(amount), &json!(credits))
        );
        assert_eq!(order["contract_id"], contract["id"]);
        assert_eq!(order["terms"]["policy_hash"], contract["hash"]);
    }
    let stranger = card_order("c1", "acme-credits", 1);
    let stranger = world
        .gateway()
        .post(Role::Checkout, "/v1/orders", &stranger)
        .await;
    stranger.refused(422, "not_for_sale");
    let path = "/v1/customers/acme/contracts";
    let listed = world.gateway().get(Role::Checkout, path).await.ok();
    assert_eq!(
        listed["items"][0]["products"][0]["tiers"][1]["price"],
        9_000
    );
    let one = format!("/v1/contracts/{}", contract["id"].as_str().unwrap());
    let shown = world.gateway().get(Role::Support, &one).await.ok();
    assert_eq!(
        (&shown["document"], &shown["id"]),
        (&json!(CONTRACT), &contract["id"])
    );
}

async fn a_contract_gives_its_own_validity_and_windows(world: &World) {
    let contract = publish(world, CONTRACT).await;
    let order = world.open_order(&acme(1)).await;
    let order = world.pay(&order).await;
    let lots = world.lots("acme").await;
    assert_eq!(lots[0]["expires_at"], "2028-04-09T00:00:00+09:00");
    assert_eq!(lots[0]["policy"], contract["id"]);
    let payment = order["payment_id"].as_str().unwrap();
    // Days 14 and 60 are beyond what everybody has. Day 60 is a Sunday, so the window goes on for a day.
    for (days, basis) in [(14, "by_right"), (46, "through_support"), (2, "refused")] {
        world.pass(TimeDelta::days(days));
        let quote = world.quote(payment).await;
        assert_eq!(
            (&quote["basis"], &quote["contract_id"]),
            (&json!(basis), &contract["id"]),
            "{quote}"
        );
        let why = quote["lines"][0]["why"].as_str().unwrap();
        assert!(
            why.contains(&format!("contract {}", contract["id"].as_str().unwrap())),
            "{why}"
        );
    }
    // By what everybody has, for credits that everybody can buy.
    let other = world.buy("acme", "direct-1000", 1).await;
    assert_eq!(other["contract_id"], Value::Null);
    let quote = world.quote(other["payment_id"].as_str().unwrap()).await;
    assert_eq!(quote["contract_id"], Value::Null);
    assert_eq!(quote["policy"], "2025-07-17");
}

async fn no_campaign_changes_the_price_of_a_contract(world: &World) {
    publish(world, CONTRACT).await;
    let of_all = json!({"gives": "discount_won", "worth": 1_000, "products": ["direct-1000"]});
    let campaign = world.begin(&of_all).await;
    let greeting = json!({
        "audience": "new_customer", "code": null, "gives": "bonus", "worth": 100, "products": ["direct-1000"],
    });
    let greeting = world.begin(&greeting).await;
    let mut coded = acme(1);
    coded["promotion_code"] = json!("SPRING-10");
    let answer = world
        .gateway()
        .post(Role::Checkout, "/v1/orders", &coded)
        .await;
    answer.refused(422, "promotion_by_contract");
    let order = world.open_order(&acme(1)).await;
    assert_eq!(
        (&order["amount"], &order["bonus"], &order["promotion"]),
        (&json!(9_500), &json!(0), &Value::Null)
    );
    let order = world.pay(&order).await;
    assert_eq!(world.balance("acme").await, 1_000);
    world.refund(order["payment_id"].as_str().unwrap()).await;
    for campaign in [campaign, greeting] {
        assert_eq!(world.campaign(&campaign).await["used"], 0);
    }
}

async fn a_contract_that_breaks_a_rule_is_refused_with_the_field(world: &World) {
    for (said, instead, named) in [
        ("{ days = 14 }", "{ days = 6 }", "refund.by_right.period"),
        ("2025-07-17", "2024-01-01", "policy"),
        (
            "id = \"acme-credits\"",
            "id = \"direct-1000\"",
            "product `direct-1000`, id",
        ),
        ("reference", "referrer", "referrer"),
    ] {
        let body = json!({ "document": CONTRACT.replacen(said, instead, 1) });
        let answer = world
            .gateway()
            .post(Role::Admin, "/v1/contracts", &body)
            .await;
        let problem = answer.refused(422, "invalid_field");
        assert_eq!(problem["field"], "document");
        assert!(
            problem["rule"].as_str().unwrap().contains(named),
            "{problem}"
        );
    }
    let listed = world
        .gateway()
        .get(Role::Admin, "/v1/customers/acme/contracts")
        .await
        .ok();
    assert_eq!(listed["items"], json!([]));
    let nobody = format!("/v1/contracts/con_{}", "0".repeat(26));
    world
        .gateway()
        .get(Role::Admin, &nobody)
        .await
        .refused(404, "not_found");
}

async fn a_new_contract_is_for_new_orders(world: &World) {
    let first = publish(world, CONTRACT).await;
    let order = world.open_order(&acme(1)).await;
    let dearer = CONTRACT
        .replace("price = 9_500", "price = 9_900")
        .replace("2026-03-09T00", "2026-04-08T10");
    let second = publish(world, &dearer).await;
    let new = world.open_order(&acme(1)).await;
    assert_eq!(
        (&new["amount"], &new["contract_id"]),
        (&json!(9_900), &second["id"])
    );
    let paid = world.pay(&order).await;
    assert_eq!(
        (&paid["amount"], &paid["contract_id"]),
        (&json!(9_500), &first["id"])
    );
    assert_eq!(world.lots("acme").await[0]["policy"], first["id"]);
}

async fn credits_are_captured_and_given_back_after_their_lot_has_ended(world: &World) {
    publish(
        world,
        &CONTRACT.replace("{ months = 24 }", "{ months = 1 }"),
    )
    .await;
    let order = world.open_order(&acme(1)).await;
    world.pay(&order).await;
    let spend = world.spend("acme", 100).await.ok();
    assert_eq!(
        world.lots("acme").await[0]["expires_at"],
        "2026-05-09T00:00:00+09:00"
    );
    world.set("2026-05-08T20:00:00+09:00");
    let hold = world.hold("acme", 300, 86_400).await.ok();
    world.set("2026-05-09T10:00:00+09:00");
    world.sweep().await;
    let capture = format!("/v1/holds/{}/capture", hold["id"].as_str().unwrap());
    let captured = world
        .gateway()
        .post(Role::Service, &capture, &json!({"credits": 200}))
        .await
        .ok();
    assert_eq!(captured["captured"], 200, "{captured}");
    let reverse = format!("/v1/spends/{}/reverse", spend["id"].as_str().unwrap());
    let reversed = world
        .gateway()
        .post(Role::Service, &reverse, &Value::Null)
        .await
        .ok();
    assert_eq!(reversed["balance"], 0, "{reversed}");
    let lots = world.lots("acme").await;
    assert_eq!(
        (&lots[0]["spent"], &lots[0]["remaining"]),
        (&json!(200), &json!(0))
    );
}

async fn a_simulation_judges_what_was_bought_under_a_contract(world: &World) {
    publish(world, CONTRACT).await;
    let order = world.open_order(&acme(1)).await;
    world.pay(&order).await;
    let longer = &[("{ days = 14 }", "{ days = 20 }")];
    let draft = version(
        "draft",
        "2026-04-08T10:00:00",
        "2026-06-01T00:00:00",
        longer,
    );
    let body = json!({ "document": draft });
    let report = world
        .gateway()
        .post(Role::Admin, "/v1/policies/simulate", &body)
        .await
        .ok();
    let sums = &report["sums"];
    assert_eq!(sums["payments"], 1, "{report}");
    // The 60 days of the contract go on, whatever everybody has.
    let (before, after) = (&sums["refundable_before"], &sums["refundable_after"]);
    assert_eq!((before, after), (&json!(9_500), &json!(9_500)), "{report}");
}
