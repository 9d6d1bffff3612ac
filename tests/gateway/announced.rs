//! What the policy announces in section 9 is listed, and refused with the policy's sentence while nobody sells it.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::{
    bad_input::unchanged,
    pinned_terms::{gateway, later},
    support::{buyer::card_order, world::World},
};

both_engines!(
    the_shop_lists_what_is_available_and_what_is_announced,
    an_order_that_asks_for_an_announced_method_is_refused_by_the_policys_sentence,
    an_announced_method_is_refused_before_its_provider_is_needed,
    a_method_that_nobody_announced_is_an_invalid_field,
    what_a_provider_sells_is_not_announced_and_a_later_version_announces_others,
);

const CARDS: &str = "Coming soon: International credit cards (Visa, Mastercard, Amex).";

/// The names and the sentences of section 9, in its order.
const ANNOUNCED: [(&str, &str); 6] = [
    ("visa", CARDS),
    ("mastercard", CARDS),
    ("amex", CARDS),
    ("paypal", "Coming soon: PayPal integration."),
    ("crypto", "Coming soon: Cryptocurrency payments."),
    ("wire", "Coming soon: Wire transfers for enterprise."),
];

fn ordered(field: &str, name: &str) -> Value {
    let mut order = card_order("c1", "direct-1000", 1);
    order[field] = json!(name);
    order
}

async fn refused(world: &World, order: &Value, code: &str) -> Value {
    let request = world.gateway().post(Role::Checkout, "/v1/orders", order);
    unchanged(world, request).await.refused(422, code)
}

async fn the_shop_lists_what_is_available_and_what_is_announced(world: &World) {
    let shop = world.gateway().get(Role::Checkout, "/v1/products").await;
    let shop = shop.ok();
    let listed =
        |(name, says): &(&str, &str)| json!({"method": name, "says": says, "section": "9"});
    let expected: Vec<Value> = ANNOUNCED.iter().map(listed).collect();
    assert_eq!(shop["announced"], json!(expected), "{shop}");
    let available = shop["providers"].as_array().unwrap().iter();
    let available: Vec<&Value> = available.map(|it| &it["id"]).collect();
    assert!(available.contains(&&json!("toss")), "{shop}");
    for (name, _) in ANNOUNCED {
        assert!(!available.contains(&&json!(name)), "{name}: {shop}");
    }
}

async fn an_order_that_asks_for_an_announced_method_is_refused_by_the_policys_sentence(
    world: &World,
) {
    for (name, says) in ANNOUNCED {
        for field in ["method", "provider"] {
            let problem = refused(world, &ordered(field, name), "not_available_yet").await;
            assert_eq!(problem["field"], field, "{name}: {problem}");
            assert_eq!(problem["rule"], says, "{name}: {problem}");
            let detail =
                format!("{name} cannot be used yet (policy 2025-07-17, section 9): \"{says}\"");
            assert_eq!(problem["detail"], detail, "{name}");
            assert_eq!(problem["type"], "/docs#not_available_yet");
        }
    }
}

async fn an_announced_method_is_refused_before_its_provider_is_needed(world: &World) {
    let mut order = ordered("method", "amex");
    order.as_object_mut().unwrap().remove("provider");
    assert_eq!(
        refused(world, &order, "not_available_yet").await["rule"],
        CARDS
    );
    order["method"] = json!("card");
    let problem = refused(world, &order, "invalid_field").await;
    assert_eq!(problem["field"], "provider", "{problem}");
}

async fn a_method_that_nobody_announced_is_an_invalid_field(world: &World) {
    for (field, name, rule) in [
        (
            "method",
            "cash",
            "unknown variant `cash`, expected one of `card`, `easy_pay`",
        ),
        ("method", "Visa", "unknown variant `Visa`, expected one of"),
        ("method", "toss", "unknown variant `toss`, expected one of"),
        ("method", "bank_transfer", "toss takes card"),
        ("provider", "payco", "no provider `payco` is configured"),
    ] {
        let problem = refused(world, &ordered(field, name), "invalid_field").await;
        assert_eq!(problem["field"], field, "{name}: {problem}");
        let stated = problem["rule"].as_str().unwrap();
        assert!(stated.starts_with(rule), "{name}: {problem}");
    }
}

async fn what_a_provider_sells_is_not_announced_and_a_later_version_announces_others(
    world: &World,
) {
    let newer = later("2026-04-01").replacen("[\"paypal\"]", "[\"toss\", \"card\", \"alipay\"]", 1);
    let (_app, gateway) = gateway(world, &newer).await.unwrap();
    let shop = gateway.get(Role::Checkout, "/v1/products").await.ok();
    let listed = shop["announced"].as_array().unwrap().iter();
    let listed: Vec<&str> = listed.map(|it| it["method"].as_str().unwrap()).collect();
    let expected = ["visa", "mastercard", "amex", "alipay", "crypto", "wire"];
    assert_eq!(listed, expected, "{shop}");
    let ask = |order: Value| {
        let gateway = &gateway;
        async move { gateway.post(Role::Checkout, "/v1/orders", &order).await }
    };
    let sold = ask(card_order("c1", "direct-1000", 1)).await;
    assert_eq!(sold.status, 201, "{}", sold.text);
    let problem = ask(ordered("method", "alipay")).await;
    let problem = problem.refused(422, "not_available_yet");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("policy 2026-04-10, section 9"), "{problem}");
    let problem = ask(ordered("provider", "paypal")).await;
    problem.refused(422, "invalid_field");
}
