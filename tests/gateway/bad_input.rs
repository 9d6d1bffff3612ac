//! What is wrong is refused by name and writes nothing: a table of requests, each with the answer it gets.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, card_order, id_of},
    client::{Answer, BankWebhook, fresh_key, send},
    world::{BANK_SECRET, World},
};

both_engines!(
    a_field_that_breaks_a_rule_is_named,
    a_body_that_cannot_be_read_is_refused,
    what_is_not_there_is_not_found,
    nobody_does_what_his_role_does_not_cover,
    a_change_without_a_usable_idempotency_key_is_refused,
    a_webhook_that_is_not_genuine_leaves_one_line_in_the_inbox,
    a_toss_webhook_with_a_wrong_secret_is_not_believed,
    a_link_that_was_altered_or_is_over_leads_nowhere,
    queries_are_read_strictly,
);

const ORDERS: &str = "/v1/orders";
const SPENDS: &str = "/v1/customers/c1/spends";
const HOLDS: &str = "/v1/customers/c1/holds";
const SPEND_AND_MORE: &str = r#"{"credits": 1, "meter": "m", "reference": "r"} {}"#;
const GRANTS: &str = "/v1/customers/c1/grants";

fn with(mut base: Value, field: &str, value: Value) -> Value {
    base[field] = value;
    base
}

fn without(mut base: Value, field: &str) -> Value {
    base.as_object_mut().unwrap().remove(field);
    base
}

fn spend() -> Value {
    json!({"credits": 1, "meter": "m", "reference": "r"})
}

/// Runs a request that must change nothing.
async fn unchanged(world: &World, request: impl Future<Output = Answer>) -> Answer {
    let before = world.database.counts().await;
    let answer = request.await;
    assert_eq!(world.database.counts().await, before, "something was written: {}", answer.text);
    answer
}

async fn a_field_that_breaks_a_rule_is_named(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let card = || card_order("c1", "direct-1000", 1);
    let bank = || bank_order("c1", "direct-1000", "홍길동");
    let hold = || with(spend(), "expires_in", json!(60));
    let grant = || json!({"kind": "promotional", "credits": 1, "reason": "r"});
    let long = |length: usize| json!("x".repeat(length));
    let table: Vec<(Role, &str, Value, &str)> = vec![
        (Role::Checkout, ORDERS, with(card(), "amount", json!(1)), "amount"),
        (Role::Checkout, ORDERS, with(card(), "quantity", json!("1")), "quantity"),
        (Role::Checkout, ORDERS, with(card(), "quantity", json!(1.5)), "quantity"),
        (Role::Checkout, ORDERS, with(card(), "quantity", json!(null)), "quantity"),
        (Role::Checkout, ORDERS, without(card(), "quantity"), "quantity"),
        (Role::Checkout, ORDERS, with(card(), "customer_id", json!("a b")), "customer_id"),
        (Role::Checkout, ORDERS, with(card(), "customer_id", json!("")), "customer_id"),
        (Role::Checkout, ORDERS, with(card(), "customer_id", long(65)), "customer_id"),
        (Role::Checkout, ORDERS, with(card(), "product", json!("direct\u{0}1000")), "product"),
        (Role::Checkout, ORDERS, with(card(), "provider", json!("paypal")), "provider"),
        (Role::Checkout, ORDERS, with(card(), "provider", json!("Toss!")), "provider"),
        (Role::Checkout, ORDERS, without(card(), "provider"), "provider"),
        (Role::Checkout, ORDERS, with(card(), "method", json!("cash")), "method"),
        (Role::Checkout, ORDERS, with(card(), "method", json!("bank_transfer")), "method"),
        (Role::Checkout, ORDERS, with(card(), "return_url", json!("https://evil.example/")), "return_url"),
        (Role::Checkout, ORDERS, with(card(), "return_url", json!("javascript:alert(1)")), "return_url"),
        (Role::Checkout, ORDERS, with(card(), "return_url", json!("http://a:b@localhost/")), "return_url"),
        (Role::Checkout, ORDERS, with(card(), "return_url", json!(format!("{}{}", "http://localhost/", "x".repeat(2_000)))), "return_url"),
        (Role::Checkout, ORDERS, without(bank(), "depositor_name"), "depositor_name"),
        (Role::Checkout, ORDERS, with(bank(), "depositor_name", json!("()-")), "depositor_name"),
        (Role::Checkout, ORDERS, with(bank(), "depositor_name", json!("홍\n길동")), "depositor_name"),
        (Role::Checkout, ORDERS, with(bank(), "depositor_name", long(61)), "depositor_name"),
        (Role::Service, SPENDS, with(spend(), "credits", json!(-1)), "credits"),
        (Role::Service, SPENDS, with(spend(), "credits", json!(0.5)), "credits"),
        (Role::Service, SPENDS, with(spend(), "credits", json!(100_000_000_000_001_i64)), "credits"),
        (Role::Service, SPENDS, with(spend(), "meter", long(101)), "meter"),
        (Role::Service, SPENDS, with(spend(), "meter", json!(" ")), "meter"),
        (Role::Service, SPENDS, with(spend(), "reference", json!("a\u{0}b")), "reference"),
        (Role::Service, SPENDS, with(spend(), "reference", long(201)), "reference"),
        (Role::Service, HOLDS, with(hold(), "expires_in", json!(0)), "expires_in"),
        (Role::Service, HOLDS, with(hold(), "expires_in", json!(86_401)), "expires_in"),
        (Role::Service, GRANTS, with(grant(), "kind", json!("gold")), "kind"),
        (Role::Service, GRANTS, with(grant(), "reason", long(201)), "reason"),
        (Role::Service, GRANTS, with(grant(), "to", json!("c2")), "to"),
    ];
    for (role, path, body, field) in table {
        let answer = unchanged(world, world.gateway().post(role, path, &body)).await;
        let refused = answer.refused(422, "invalid_field");
        assert_eq!(refused["field"], field, "{path} {body}: {refused}");
        assert!(refused["rule"].as_str().is_some_and(|rule| !rule.is_empty()), "{path} {body}: {refused}");
    }
    let table = [
        (Role::Checkout, ORDERS, card_order("c1", "package-1000", 4), "not_for_sale"),
        (Role::Checkout, ORDERS, card_order("c1", "direct-1000", 0), "not_for_sale"),
        (Role::Checkout, ORDERS, card_order("c1", "direct-1000", -1), "not_for_sale"),
        (Role::Checkout, ORDERS, card_order("c1", "nothing", 1), "not_for_sale"),
        (Role::Service, SPENDS, with(spend(), "credits", json!(0)), "credits_below_one"),
        (Role::Service, GRANTS, with(grant(), "kind", json!("purchased")), "kind_is_paid"),
        (Role::Service, GRANTS, with(grant(), "credits", json!(0)), "credits_below_one"),
        (Role::Service, GRANTS, with(grant(), "credits", json!(100_000_000_000_000_i64)), "too_many_credits"),
    ];
    for (role, path, body, code) in table {
        unchanged(world, world.gateway().post(role, path, &body)).await.refused(422, code);
    }
    let packages = world.gateway().post(Role::Checkout, ORDERS, &card_order("c1", "package-1000", 4)).await;
    assert!(packages.text.contains("1, 2, 3, 6, 12"), "the numbers that are sold are not listed: {}", packages.text);
}

async fn a_body_that_cannot_be_read_is_refused(world: &World) {
    let post = |body: &'static str, kind: &'static str| {
        let request = world.gateway().request(Role::Service, Method::POST, SPENDS);
        send(request.header("idempotency-key", fresh_key()).header("content-type", kind).body(body))
    };
    for body in ["", "{", "[]", "null", SPEND_AND_MORE, "{\"credits\": 1,}"] {
        unchanged(world, post(body, "application/json")).await.refused(400, "malformed_json");
    }
    unchanged(world, post("credits=1", "application/x-www-form-urlencoded")).await.refused(415, "unsupported_media_type");
    let twice = r#"{"credits": 1, "credits": 2, "meter": "m", "reference": "r"}"#;
    assert_eq!(unchanged(world, post(twice, "application/json")).await.refused(422, "invalid_field")["field"], "credits");
    let large: &'static str = Box::leak(format!("{{\"meter\": \"{}\"}}", "x".repeat(64 * 1024)).into_boxed_str());
    unchanged(world, post(large, "application/json")).await.refused(413, "body_too_large");
}

async fn what_is_not_there_is_not_found(world: &World) {
    let gateway = world.gateway();
    let none = "00000000000000000000000000";
    for (role, path, code) in [
        (Role::Checkout, format!("/v1/orders/ord_{none}"), "not_found"),
        (Role::Checkout, "/v1/orders/ord_1".to_owned(), "not_an_id"),
        (Role::Checkout, format!("/v1/orders/pay_{none}"), "not_an_id"),
        (Role::Service, "/v1/customers/nobody/balance".to_owned(), "not_found"),
        (Role::Service, "/v1/customers/a%20b/balance".to_owned(), "not_an_id"),
        (Role::Service, "/v1/nothing".to_owned(), "route_not_found"),
        (Role::Support, format!("/v1/refunds/ref_{none}"), "not_found"),
    ] {
        unchanged(world, gateway.get(role, &path)).await.refused(404, code);
    }
    let refund = json!({"payment_id": format!("pay_{none}"), "quote_id": format!("quo_{none}"), "reason": "r"});
    assert_eq!(unchanged(world, gateway.post(Role::Support, "/v1/refunds", &refund)).await.problem().0, 404);
    let release = format!("/v1/holds/hld_{none}/release");
    assert_eq!(unchanged(world, gateway.post(Role::Service, &release, &Value::Null)).await.problem().0, 404);
    let wrong = send(gateway.request(Role::Checkout, Method::DELETE, ORDERS)).await;
    wrong.refused(405, "method_not_allowed");
    let order = world.open_order(&bank_order("c1", "direct-1000", "홍길동")).await;
    let (path, body) = (format!("/v1/deposits/dep_{none}/match"), json!({"order_id": order["id"], "reason": "r"}));
    assert_eq!(unchanged(world, gateway.post(Role::Support, &path, &body)).await.problem().0, 404);
}

async fn nobody_does_what_his_role_does_not_cover(world: &World) {
    let gateway = world.gateway();
    for (role, path, body) in [
        (Role::Service, ORDERS, card_order("c1", "direct-1000", 1)),
        (Role::Support, ORDERS, card_order("c1", "direct-1000", 1)),
        (Role::Checkout, SPENDS, spend()),
        (Role::Support, SPENDS, spend()),
        (Role::Admin, SPENDS, spend()),
        (Role::Checkout, GRANTS, json!({"kind": "promotional", "credits": 1, "reason": "r"})),
        (Role::Support, GRANTS, json!({"kind": "promotional", "credits": 1, "reason": "r"})),
        (Role::Service, "/v1/refunds", json!({})),
        (Role::Checkout, "/v1/refunds", json!({})),
        (Role::Service, "/v1/customers/c1/close", json!({"confirm_forfeit": true})),
    ] {
        let refused = unchanged(world, gateway.post(role, path, &body)).await.refused(403, "forbidden");
        assert!(refused["roles"].as_array().is_some_and(|roles| !roles.is_empty()), "{refused}");
    }
    let bare = || gateway.bare(Method::POST, SPENDS).header("idempotency-key", "k").json(&spend());
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
        unchanged(world, send(bare().bearer_auth(wrong))).await.refused(401, code);
    }
    unchanged(world, send(bare().header("authorization", format!("Basic {key}")))).await.refused(401, "unauthenticated");
}

async fn a_change_without_a_usable_idempotency_key_is_refused(world: &World) {
    world.grant("c1", "promotional", 10).await;
    let request = || world.gateway().request(Role::Service, Method::POST, SPENDS).json(&spend());
    unchanged(world, send(request())).await.refused(400, "idempotency_key_missing");
    let long = "k".repeat(256);
    for key in ["", "a b", "열쇠", long.as_str()] {
        let keyed = request().header("idempotency-key", key.as_bytes());
        unchanged(world, send(keyed)).await.refused(400, "idempotency_key_invalid");
    }
    let doubled = request().header("idempotency-key", "one").header("idempotency-key", "two");
    unchanged(world, send(doubled)).await.refused(400, "idempotency_key_invalid");
    let at_the_limit = request().header("idempotency-key", "k".repeat(255));
    send(at_the_limit).await.ok();
}

/// Counts before and after must differ by lines of the inbox alone.
async fn only_the_inbox_grew(world: &World, by: i64, request: impl Future<Output = Answer>) -> Answer {
    let before = world.database.counts().await;
    let answer = request.await;
    for ((table, was), (_, is)) in before.into_iter().zip(world.database.counts().await) {
        let expected = if table == "inbox" { was + by } else { was };
        assert_eq!(is, expected, "rows of {table}: {}", answer.text);
    }
    answer
}

async fn a_webhook_that_is_not_genuine_leaves_one_line_in_the_inbox(world: &World) {
    world.open_order(&bank_order("c1", "direct-1000", "홍길동")).await;
    let genuine = world.notice("mv-1", "홍길동", 10_000);
    let mut forged = genuine.clone();
    forged.signature = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned();
    let mut altered = genuine.clone();
    altered.body = String::from_utf8(genuine.body.clone()).unwrap().replace("10000", "10001").into_bytes();
    let mut renamed = genuine.clone();
    renamed.id = "msg_other".to_owned();
    let signed = |at, body: &Value| BankWebhook::signed(BANK_SECRET, "msg-x", at, body);
    let body: Value = serde_json::from_slice(&genuine.body).unwrap();
    let late = signed(world.now() - TimeDelta::seconds(301), &body);
    let early = signed(world.now() + TimeDelta::seconds(301), &body);
    let mut negative = body.clone();
    negative["data"]["amount"] = json!(-10_000);
    let mut fraction = body.clone();
    fraction["data"]["amount"] = json!(10_000.5);
    for (webhook, rule) in [
        (forged, "bad_signature"),
        (altered, "bad_signature"),
        (renamed, "bad_signature"),
        (late, "too_old"),
        (early, "too_new"),
        (signed(world.now(), &negative), "malformed"),
        (signed(world.now(), &fraction), "malformed"),
        (signed(world.now(), &json!([])), "malformed"),
    ] {
        let answer = only_the_inbox_grew(world, 1, world.gateway().bank_webhook(&webhook)).await;
        assert_eq!(answer.refused(401, "webhook_unverified")["rule"], rule);
    }
    let bare = world.gateway().bare(Method::POST, "/webhooks/bank").body("{}");
    assert_eq!(only_the_inbox_grew(world, 1, send(bare)).await.refused(401, "webhook_unverified")["rule"], "missing_header");
    let large = BankWebhook::signed(BANK_SECRET, "msg-l", world.now(), &json!({"x": "x".repeat(64 * 1024)}));
    unchanged(world, world.gateway().bank_webhook(&large)).await.refused(413, "body_too_large");
    let unknown = world.gateway().bare(Method::POST, "/webhooks/paypal").body("{}");
    unchanged(world, send(unknown)).await.refused(404, "route_not_found");
    let ignored = signed(world.now(), &json!({"type": "account.opened", "data": 7}));
    only_the_inbox_grew(world, 1, world.gateway().bank_webhook(&ignored)).await.ok();
    only_the_inbox_grew(world, 0, world.gateway().bank_webhook(&ignored)).await.ok();
    world.gateway().bank_webhook(&genuine).await.ok();
    unchanged(world, world.gateway().bank_webhook(&genuine)).await.ok();
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn a_toss_webhook_with_a_wrong_secret_is_not_believed(world: &World) {
    // Toss tells the secret of a payment with its account.
    let order = world.issue_account("c1", "direct-1000").await;
    let webhook = |id: &str, body: &Value| {
        let request = world.gateway().bare(Method::POST, "/webhooks/toss").json(body);
        send(request.header("tosspayments-webhook-transmission-id", id))
    };
    let body = json!({"createdAt": "2026-04-08T10:00:00.000000", "secret": "ps_forged", "status": "DONE",
        "transactionKey": "t", "orderId": order["id"]});
    let no_job_left = async || world.database.number("SELECT COUNT(*) FROM jobs").await == 0;
    world.wait_until("the sandbox's own webhooks are done with", no_job_left).await;
    only_the_inbox_grew(world, 1, webhook("whtrans_1", &body)).await.refused(401, "webhook_unverified");
    // A hint without a secret costs one look-up, and the look-up says that nothing is paid.
    let hint = json!({"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": "2026-04-08T10:00:00.000000",
        "data": {"orderId": order["id"], "paymentKey": "forged", "status": "DONE", "totalAmount": 10_000}});
    webhook("whtrans_2", &hint).await.ok();
    world.wait_until("the look-up is done", no_job_left).await;
    assert_eq!(world.order(&id_of(&order)).await["state"], "awaiting_deposit");
    assert_eq!(world.balance("c1").await, 0);
}

async fn a_link_that_was_altered_or_is_over_leads_nowhere(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let other = world.open_order(&card_order("c2", "direct-1000", 1)).await;
    let back = world.press(&order, "pay").await;
    let state = |url: &str| url.split("state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
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
        assert!((400..500).contains(&answer.status), "{wrong}: {} {}", answer.status, answer.text);
        assert!(!answer.text.contains("sandbox"), "leads on: {}", answer.text);
    }
    world.pass(TimeDelta::hours(3));
    let answer = unchanged(world, world.gateway().browse(callback)).await;
    assert!((400..500).contains(&answer.status), "{} {}", answer.status, answer.text);
    assert_eq!(world.sandbox_books().await["toss"]["payments"][0]["approvals"], 0);
}

async fn queries_are_read_strictly(world: &World) {
    world.grant("c1", "promotional", 10).await;
    for (query, status, code) in [
        ("balance?when=now", 400, "invalid_query"),
        ("balance?at=2026-04-08T10:00:00%2B09:00&at=2026-04-08T10:00:00%2B09:00", 400, "invalid_query"),
        ("balance?at=yesterday", 422, "invalid_field"),
        ("lots?limit=0", 422, "invalid_field"),
        ("lots?limit=101", 422, "invalid_field"),
        ("lots?limit=ten", 422, "invalid_field"),
        ("entries?cursor=%00", 400, "invalid_query"),
        ("entries?cursor=abc", 422, "invalid_field"),
    ] {
        let path = format!("/v1/customers/c1/{query}");
        let refused = unchanged(world, world.gateway().get(Role::Service, &path)).await.refused(status, code);
        assert!(refused["field"].is_string(), "{query}: {refused}");
    }
    let deposits = world.gateway().get(Role::Support, "/v1/deposits?state=lost").await;
    assert_eq!(deposits.refused(422, "invalid_field")["field"], "state");
}
