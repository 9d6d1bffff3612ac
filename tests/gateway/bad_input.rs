//! Invalid requests are refused by name and write nothing: a table of requests, each with its answer.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, card_order, id_of},
    client::{Answer, fresh_key, send},
    world::World,
};

both_engines!(
    a_field_of_an_order_that_breaks_a_rule_is_named,
    a_field_about_credits_that_breaks_a_rule_is_named,
    what_the_rules_do_not_allow_is_refused,
    a_body_that_cannot_be_read_is_refused,
    what_is_not_there_is_not_found,
    nobody_does_what_his_role_does_not_cover,
    nobody_is_let_in_without_a_key_that_is_right,
    a_change_without_a_usable_idempotency_key_is_refused,
    a_link_that_was_altered_or_is_over_leads_nowhere,
    queries_are_read_strictly,
);

const ORDERS: &str = "/v1/orders";
const SPENDS: &str = "/v1/customers/c1/spends";
const HOLDS: &str = "/v1/customers/c1/holds";
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

fn long(length: usize) -> Value {
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
        ("provider", json!("paypal")),
        ("provider", json!("Toss!")),
        ("provider", json!(null)),
        ("method", json!("cash")),
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

async fn nobody_does_what_his_role_does_not_cover(world: &World) {
    let gateway = world.gateway();
    for (role, path, body) in [
        (Role::Service, ORDERS, card_order("c1", "direct-1000", 1)),
        (Role::Support, ORDERS, card_order("c1", "direct-1000", 1)),
        (Role::Checkout, SPENDS, spend()),
        (Role::Support, SPENDS, spend()),
        (Role::Admin, SPENDS, spend()),
        (Role::Checkout, GRANTS, grant()),
        (Role::Support, GRANTS, grant()),
        (Role::Service, "/v1/refunds", json!({})),
        (Role::Checkout, "/v1/refunds", json!({})),
        (Role::Service, "/v1/customers/c1/close", json!({})),
    ] {
        let refused = unchanged(world, gateway.post(role, path, &body))
            .await
            .refused(403, "forbidden");
        assert!(
            refused["roles"]
                .as_array()
                .is_some_and(|roles| !roles.is_empty()),
            "{refused}"
        );
    }
}

async fn nobody_is_let_in_without_a_key_that_is_right(world: &World) {
    let gateway = world.gateway();
    let bare = || {
        gateway
            .bare(Method::POST, SPENDS)
            .header("idempotency-key", "k")
            .json(&spend())
    };
    let none = unchanged(world, send(bare())).await;
    none.refused(401, "unauthenticated");
    assert!(none.header("www-authenticate").is_some());
    let key = &gateway.keys[&Role::Service];
    let (start, _) = key.split_at(key.len() - 4);
    for (wrong, code) in [
        (format!("{start}ffff"), "unknown_api_key"),
        (key.replacen("service", "admin", 1), "unknown_api_key"),
        ("nonsense".to_owned(), "unknown_api_key"),
    ] {
        unchanged(world, send(bare().bearer_auth(wrong)))
            .await
            .refused(401, code);
    }
    unchanged(
        world,
        send(bare().header("authorization", format!("Basic {key}"))),
    )
    .await
    .refused(401, "unauthenticated");
}

async fn a_change_without_a_usable_idempotency_key_is_refused(world: &World) {
    world.grant("c1", "promotional", 10).await;
    let request = || {
        world
            .gateway()
            .request(Role::Service, Method::POST, SPENDS)
            .json(&spend())
    };
    unchanged(world, send(request()))
        .await
        .refused(400, "idempotency_key_missing");
    let long = "k".repeat(256);
    for key in ["", "a b", "열쇠", long.as_str()] {
        let keyed = request().header("idempotency-key", key.as_bytes());
        unchanged(world, send(keyed))
            .await
            .refused(400, "idempotency_key_invalid");
    }
    let doubled = request()
        .header("idempotency-key", "one")
        .header("idempotency-key", "two");
    unchanged(world, send(doubled))
        .await
        .refused(400, "idempotency_key_invalid");
    let at_the_limit = request().header("idempotency-key", "k".repeat(255));
    send(at_the_limit).await.ok();
}

async fn a_link_that_was_altered_or_is_over_leads_nowhere(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let other = world.open_order(&card_order("c2", "direct-1000", 1)).await;
    let back = world.press(&order, "pay").await;
    let state = |url: &str| {
        url.split("state=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap()
            .to_owned()
    };
    let (page, callback) = (order["checkout_url"].as_str().unwrap(), back.as_str());
    let altered = |url: &str| url.replacen("state=", "state=9", 1);
    let stateless = |url: &str| url.replacen("state=", "stat=", 1);
    for wrong in [
        altered(callback),
        stateless(callback),
        callback.replace(&id_of(&order), &id_of(&other)),
        callback.replacen("/callbacks/toss/", "/callbacks/bank/", 1),
        callback.replacen(&state(callback), &state(page), 1),
        altered(page),
        page.replacen(&id_of(&order), &id_of(&other), 1),
        page.replacen(&state(page), &state(callback), 1),
    ] {
        let answer = unchanged(world, world.gateway().browse(&wrong)).await;
        assert!(
            (400..500).contains(&answer.status),
            "{wrong}: {} {}",
            answer.status,
            answer.text
        );
        assert!(
            !answer.text.contains("sandbox"),
            "leads on: {}",
            answer.text
        );
    }
    world.pass(TimeDelta::hours(3));
    let answer = unchanged(world, world.gateway().browse(callback)).await;
    assert!(
        (400..500).contains(&answer.status),
        "{} {}",
        answer.status,
        answer.text
    );
    assert_eq!(
        world.sandbox_books().await["toss"]["payments"][0]["approvals"],
        0
    );
}

async fn queries_are_read_strictly(world: &World) {
    world.grant("c1", "promotional", 10).await;
    for (query, status, code) in [
        ("balance?when=now", 400, "invalid_query"),
        (
            "balance?at=2026-04-08T10:00:00%2B09:00&at=2026-04-08T10:00:00%2B09:00",
            400,
            "invalid_query",
        ),
        ("balance?at=yesterday", 422, "invalid_field"),
        ("lots?limit=0", 422, "invalid_field"),
        ("lots?limit=101", 422, "invalid_field"),
        ("lots?limit=ten", 422, "invalid_field"),
        ("entries?cursor=%00", 400, "invalid_query"),
        ("entries?cursor=abc", 400, "invalid_query"),
    ] {
        let path = format!("/v1/customers/c1/{query}");
        let refused = unchanged(world, world.gateway().get(Role::Service, &path))
            .await
            .refused(status, code);
        assert!(refused["field"].is_string(), "{query}: {refused}");
    }
    let deposits = world
        .gateway()
        .get(Role::Support, "/v1/deposits?state=lost")
        .await;
    assert_eq!(deposits.refused(422, "invalid_field")["field"], "state");
}
