//! Fields that break a rule, each by its name.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::{GRANTS, ORDERS, SPENDS, grant, spend, unchanged};
use crate::support::{
    buyer::{bank_order, card_order},
    world::World,
};

both_engines!(
    a_field_of_an_order_that_breaks_a_rule_is_named,
    a_field_about_credits_that_breaks_a_rule_is_named,
);

const HOLDS: &str = "/v1/customers/c1/holds";

/// Each field with a value that breaks one of its rules; null leaves the field out.
async fn are_named(world: &World, role: Role, path: &str, right: Value, wrong: Vec<(&str, Value)>) {
    for (field, value) in wrong {
        let mut body = right.clone();
        if value.is_null() {
            body.as_object_mut().unwrap().remove(field);
        } else {
            body[field] = value;
        }
        let answer = unchanged(world, world.gateway().post(role, path, &body)).await;
        let refused = answer.refused(422, "invalid_field");
        assert_eq!(refused["field"], field, "{path} {body}: {refused}");
        assert!(
            refused["rule"].as_str().is_some_and(|it| !it.is_empty()),
            "{path} {body}: {refused}"
        );
    }
}

pub(super) fn long(length: usize) -> Value {
    json!("x".repeat(length))
}

async fn a_field_of_an_order_that_breaks_a_rule_is_named(world: &World) {
    let wrong = vec![
        ("amount", json!(1)),
        ("quantity", json!("1")),
        ("quantity", json!(1.5)),
        ("quantity", json!(null)),
        ("quantity", json!([1])),
        ("customer_id", json!("a b")),
        ("customer_id", json!("")),
        ("customer_id", long(65)),
        ("product", json!("direct\u{0}1000")),
        ("provider", json!("payco")),
        ("provider", json!("Toss!")),
        ("provider", json!(null)),
        ("method", json!("cash")),
        ("method", json!("Visa")),
        ("method", json!("payco")),
        ("method", json!(7)),
        ("method", json!("bank_transfer")),
        ("return_url", json!("https://evil.example/")),
        ("return_url", json!("http://localhost.evil.example/")),
        ("return_url", json!("javascript:alert(1)")),
        ("return_url", json!("//localhost/")),
        ("return_url", json!("http://a:b@localhost/")),
        (
            "return_url",
            json!(format!("http://localhost/{}", "x".repeat(2_000))),
        ),
    ];
    let right = card_order("c1", "direct-1000", 1);
    are_named(world, Role::Checkout, ORDERS, right, wrong).await;
    let wrong = vec![
        ("depositor_name", json!(null)),
        ("depositor_name", json!("()-")),
        ("depositor_name", json!("홍\n길동")),
        ("depositor_name", json!(7)),
        ("depositor_name", long(61)),
    ];
    let right = bank_order("c1", "direct-1000", "홍길동");
    are_named(world, Role::Checkout, ORDERS, right, wrong).await;
}

async fn a_field_about_credits_that_breaks_a_rule_is_named(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let wrong = vec![
        ("credits", json!(-1)),
        ("credits", json!(0.5)),
        ("credits", json!(100_000_000_000_001_i64)),
        ("meter", long(101)),
        ("meter", json!(" ")),
        ("meter", json!(null)),
        ("reference", json!("a\u{0}b")),
        ("reference", long(201)),
        ("lot", json!("lot_1")),
    ];
    are_named(world, Role::Service, SPENDS, spend(), wrong).await;
    let mut hold = spend();
    hold["expires_in"] = json!(60);
    let wrong = vec![
        ("expires_in", json!(0)),
        ("expires_in", json!(86_401)),
        ("expires_in", json!(-1)),
        ("expires_in", json!("60")),
    ];
    are_named(world, Role::Service, HOLDS, hold, wrong).await;
    let wrong = vec![
        ("kind", json!("gold")),
        ("reason", long(201)),
        ("reason", json!("")),
        ("to", json!("c2")),
    ];
    are_named(world, Role::Service, GRANTS, grant(), wrong).await;
}
