//! Invalid requests are refused by name and write nothing: a table of requests, each with its answer.

mod fields;
mod keys;
mod links;

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, card_order},
    client::{Answer, fresh_key, send},
    world::World,
};

both_engines!(
    what_the_rules_do_not_allow_is_refused,
    a_body_that_cannot_be_read_is_refused,
    what_is_not_there_is_not_found,
);

const ORDERS: &str = "/v1/orders";
const SPENDS: &str = "/v1/customers/c1/spends";
const SPEND_AND_MORE: &str = r#"{"credits": 1, "meter": "m", "reference": "r"} {}"#;
const GRANTS: &str = "/v1/customers/c1/grants";

fn spend() -> Value {
    json!({"credits": 1, "meter": "m", "reference": "r"})
}

fn grant() -> Value {
    json!({"kind": "promotional", "credits": 1, "reason": "r"})
}

/// Runs a request that must change nothing.
pub(crate) async fn unchanged(world: &World, request: impl Future<Output = Answer>) -> Answer {
    let before = world.database.counts().await;
    let answer = request.await;
    assert_eq!(
        world.database.counts().await,
        before,
        "something was written: {}",
        answer.text
    );
    answer
}

async fn what_the_rules_do_not_allow_is_refused(world: &World) {
    world.grant("c1", "promotional", 100).await;
    for (product, quantity) in [
        ("package-1000", 4),
        ("package-1000", 0),
        ("direct-1000", 0),
        ("direct-1000", -1),
        ("nothing", 1),
    ] {
        let order = card_order("c1", product, quantity);
        let request = world.gateway().post(Role::Checkout, ORDERS, &order);
        unchanged(world, request).await.refused(422, "not_for_sale");
    }
    let four = card_order("c1", "package-1000", 4);
    let packages = world.gateway().post(Role::Checkout, ORDERS, &four).await;
    let listed = packages.text.contains("1, 2, 3, 6, 12");
    assert!(listed, "the numbers that are sold: {}", packages.text);
    let with = |mut base: Value, field: &str, value: Value| {
        base[field] = value;
        base
    };
    let largest = json!(100_000_000_000_000_i64);
    for (path, body, code) in [
        (
            SPENDS,
            with(spend(), "credits", json!(0)),
            "credits_below_one",
        ),
        (
            GRANTS,
            with(grant(), "credits", json!(0)),
            "credits_below_one",
        ),
        (
            GRANTS,
            with(grant(), "kind", json!("purchased")),
            "kind_is_paid",
        ),
        (GRANTS, with(grant(), "kind", json!("bulk")), "kind_is_paid"),
        (
            GRANTS,
            with(grant(), "credits", largest),
            "too_many_credits",
        ),
    ] {
        let request = world.gateway().post(Role::Service, path, &body);
        unchanged(world, request).await.refused(422, code);
    }
}

async fn a_body_that_cannot_be_read_is_refused(world: &World) {
    let post = |body: &'static str, kind: &'static str| {
        let request = world.gateway().request(Role::Service, Method::POST, SPENDS);
        send(
            request
                .header("idempotency-key", fresh_key())
                .header("content-type", kind)
                .body(body),
        )
    };
    for body in ["", "{", "[]", "null", SPEND_AND_MORE, "{\"credits\": 1,}"] {
        unchanged(world, post(body, "application/json"))
            .await
            .refused(400, "malformed_json");
    }
    unchanged(
        world,
        post("credits=1", "application/x-www-form-urlencoded"),
    )
    .await
    .refused(415, "unsupported_media_type");
    let twice = r#"{"credits": 1, "credits": 2, "meter": "m", "reference": "r"}"#;
    assert_eq!(
        unchanged(world, post(twice, "application/json"))
            .await
            .refused(422, "invalid_field")["field"],
        "credits"
    );
    let large: &'static str =
        Box::leak(format!("{{\"meter\": \"{}\"}}", "x".repeat(64 * 1024)).into_boxed_str());
    unchanged(world, post(large, "application/json"))
        .await
        .refused(413, "body_too_large");
}

async fn what_is_not_there_is_not_found(world: &World) {
    let gateway = world.gateway();
    let none = "00000000000000000000000000";
    for (role, path, code) in [
        (
            Role::Checkout,
            format!("/v1/orders/ord_{none}"),
            "not_found",
        ),
        (Role::Checkout, "/v1/orders/ord_1".to_owned(), "not_an_id"),
        (
            Role::Checkout,
            format!("/v1/orders/pay_{none}"),
            "not_an_id",
        ),
        (
            Role::Service,
            "/v1/customers/a%20b/balance".to_owned(),
            "not_an_id",
        ),
        (Role::Service, "/v1/nothing".to_owned(), "route_not_found"),
        (
            Role::Support,
            format!("/v1/refunds/ref_{none}"),
            "not_found",
        ),
    ] {
        unchanged(world, gateway.get(role, &path))
            .await
            .refused(404, code);
    }
    let refund = json!({"payment_id": format!("pay_{none}"), "quote_id": format!("quo_{none}"), "reason": "r"});
    assert_eq!(
        unchanged(world, gateway.post(Role::Support, "/v1/refunds", &refund))
            .await
            .problem()
            .0,
        404
    );
    let release = format!("/v1/holds/hld_{none}/release");
    assert_eq!(
        unchanged(world, gateway.post(Role::Service, &release, &Value::Null))
            .await
            .problem()
            .0,
        404
    );
    let wrong = send(gateway.request(Role::Checkout, Method::DELETE, ORDERS)).await;
    wrong.refused(405, "method_not_allowed");
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let (path, body) = (
        format!("/v1/deposits/dep_{none}/match"),
        json!({"order_id": order["id"], "reason": "r"}),
    );
    assert_eq!(
        unchanged(world, gateway.post(Role::Support, &path, &body))
            .await
            .problem()
            .0,
        404
    );
}
