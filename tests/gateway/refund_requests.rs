//! Refunds other than "all that is unused, now", and closings by a quote.

use chrono::{DateTime, TimeDelta};
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{client::Answer, world::World};

both_engines!(
    a_request_counts_from_when_the_buyer_asked,
    beyond_the_windows_each_role_has_its_reason,
    some_credits_go_back_by_choice,
    a_closing_names_a_quote_that_nothing_has_changed,
);

async fn quote(world: &World, role: Role, payment: &str, asked: &Value) -> Answer {
    let path = format!("/v1/payments/{payment}/refund-quotes");
    world.gateway().post(role, &path, asked).await
}

async fn refund(world: &World, quote: &Value) -> Value {
    let body =
        json!({"payment_id": quote["payment_id"], "quote_id": quote["id"], "reason": "asked"});
    let made = world.gateway().post(Role::Support, "/v1/refunds", &body);
    made.await.ok()
}

async fn a_request_counts_from_when_the_buyer_asked(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let payment = order["payment_id"].as_str().unwrap();
    let asked_at = (world.now() + TimeDelta::days(2)).to_rfc3339();
    world.pass(TimeDelta::days(20));
    assert_eq!(world.quote(payment).await["basis"], "refused");
    let asked = json!({"asked_at": asked_at, "evidence": "mail 4711"});
    let told = quote(world, Role::Support, payment, &asked).await.ok();
    assert_eq!(
        (&told["basis"], &told["amount"]),
        (&json!("by_right"), &json!(10_000))
    );
    let until = told["lines"][0]["window_until"].as_str().unwrap();
    let why = told["lines"][0]["why"].as_str().unwrap();
    assert!(why.contains(until), "{why}; {until}");
    let at = DateTime::parse_from_rfc3339(told["asked_at"].as_str().unwrap()).unwrap();
    assert_eq!(
        at.to_rfc3339(),
        asked_at
            .parse::<DateTime<chrono::Utc>>()
            .unwrap()
            .with_timezone(at.offset())
            .to_rfc3339()
    );
    let sql = "SELECT COUNT(*) FROM audit_log WHERE act = 'refund.date_back' AND detail LIKE '%mail 4711%'";
    assert_eq!(world.database.number(sql).await, 1);
    for (bad, code, field) in [
        (
            json!({"asked_at": asked_at}),
            "invalid_field",
            Some("evidence"),
        ),
        (
            json!({"evidence": "mail"}),
            "invalid_field",
            Some("asked_at"),
        ),
        (
            json!({"asked_at": "2026-01-01T00:00:00Z", "evidence": "mail"}),
            "asked_at_out_of_bounds",
            None,
        ),
        (
            json!({"asked_at": "2036-01-01T00:00:00Z", "evidence": "mail"}),
            "asked_at_out_of_bounds",
            None,
        ),
    ] {
        let refused = quote(world, Role::Support, payment, &bad)
            .await
            .refused(422, code);
        assert_eq!(refused["field"].as_str(), field, "{refused}");
    }
    let refund = refund(world, &told).await;
    assert_eq!(refund["basis"], "by_right", "{refund}");
    let id = refund["id"].as_str().unwrap();
    let done = async || world.refund_state(id).await == "succeeded";
    world.wait_until("the money is back", done).await;
}

async fn beyond_the_windows_each_role_has_its_reason(world: &World) {
    for (who, reason, role) in [
        ("c1", "seller_fault", Role::Support),
        ("c2", "goodwill", Role::Admin),
    ] {
        let order = world.buy(who, "direct-1000", 1).await;
        let payment = order["payment_id"].as_str().unwrap();
        world.pass(TimeDelta::days(100));
        let asked = json!({"beyond": reason, "credits": 400});
        if role == Role::Admin {
            let refused = quote(world, Role::Support, payment, &asked).await;
            let refused = refused.refused(422, "invalid_field");
            assert_eq!(refused["field"], "beyond", "{refused}");
        }
        let told = quote(world, role, payment, &asked).await.ok();
        assert_eq!(
            (&told["basis"], &told["amount"]),
            (&json!(reason), &json!(4_000))
        );
        let refund = refund(world, &told).await;
        assert_eq!(refund["basis"], reason, "{refund}");
        let id = refund["id"].as_str().unwrap();
        let done = async || world.refund_state(id).await == "succeeded";
        world.wait_until("the money is back", done).await;
        assert_eq!(world.balance(who).await, 600);
    }
}

async fn some_credits_go_back_by_choice(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let payment = order["payment_id"].as_str().unwrap();
    world.spend("c1", 100).await.ok();
    let above = quote(world, Role::Support, payment, &json!({"credits": 901})).await;
    above.refused(422, "credits_above_unused");
    let told = quote(world, Role::Support, payment, &json!({"credits": 300}))
        .await
        .ok();
    assert_eq!(
        (&told["credits"], &told["amount"]),
        (&json!(300), &json!(3_000))
    );
    let made = refund(world, &told).await;
    let id = made["id"].as_str().unwrap();
    let done = async || world.refund_state(id).await == "succeeded";
    world.wait_until("the money is back", done).await;
    assert_eq!(world.balance("c1").await, 600);
    assert_eq!(world.quote(payment).await["amount"], 6_000);
}

async fn a_closing_names_a_quote_that_nothing_has_changed(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let quote = world.quote_closing("c1").await;
    let body = json!({"quote_id": quote["id"], "confirm_forfeit": true});
    let close =
        async |path: &str, body: &Value| world.gateway().post(Role::Admin, path, body).await;
    world.spend("c1", 1).await.ok();
    let path = "/v1/customers/c1/close";
    close(path, &body).await.refused(409, "closing_quote_stale");
    let quote = world.quote_closing("c1").await;
    let late = json!({"quote_id": quote["id"], "confirm_forfeit": true});
    world.pass(TimeDelta::minutes(16));
    close(path, &late)
        .await
        .refused(409, "closing_quote_expired");
    let nonsense = json!({"quote_id": "x", "confirm_forfeit": true});
    close(path, &nonsense)
        .await
        .refused(404, "closing_quote_not_found");
    close("/v1/customers/nobody/close", &body)
        .await
        .refused(404, "not_found");
    let unknown = "/v1/customers/nobody/closing-quotes";
    close(unknown, &Value::Null).await.refused(404, "not_found");
    let sql = "SELECT COUNT(*) FROM customers WHERE id = 'nobody'";
    assert_eq!(world.database.number(sql).await, 0);
    world.close_account("c1", true).await.ok();
}
