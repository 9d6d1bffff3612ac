//! Frozen accounts, and closings that give back first.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, card_order, id_of},
    client::Answer,
    world::World,
};

both_engines!(
    a_frozen_customer_uses_buys_and_is_given_nothing,
    money_that_arrives_at_a_frozen_account_is_kept_and_refunded,
    a_closing_gives_back_by_right_and_closes_when_that_has_ended,
    a_closing_repeated_under_its_key_requests_nothing_twice,
    a_closing_that_is_refused_freezes_nothing,
    a_closing_with_nothing_to_give_back_closes_at_once,
);

async fn freeze(world: &World, customer: &str, how: &str) -> Answer {
    let path = format!("/v1/customers/{customer}/{how}");
    let body = json!({"reason": "a stolen key"});
    world.gateway().post(Role::Support, &path, &body).await
}

async fn a_frozen_customer_uses_buys_and_is_given_nothing(world: &World) {
    freeze(world, "c1", "freeze")
        .await
        .refused(404, "not_found");
    world.grant("c1", "promotional", 100).await;
    let hold = world.hold("c1", 10, 600).await.ok();
    let frozen = freeze(world, "c1", "freeze").await;
    assert_eq!(frozen.header("credits-balance"), Some("90"));
    assert_eq!(frozen.ok(), json!({"customer_id": "c1", "state": "frozen"}));
    let gateway = world.gateway();
    world.spend("c1", 1).await.refused(409, "customer_frozen");
    world
        .hold("c1", 1, 600)
        .await
        .refused(409, "customer_frozen");
    let grant = json!({"kind": "promotional", "credits": 1, "reason": "r"});
    let path = "/v1/customers/c1/grants";
    let granted = gateway.post(Role::Service, path, &grant).await;
    granted.refused(409, "customer_frozen");
    let order = card_order("c1", "direct-1000", 1);
    let ordered = gateway.post(Role::Checkout, "/v1/orders", &order).await;
    ordered.refused(409, "customer_frozen");
    let path = "/v1/customers/c1/spends/preview?credits=1";
    gateway
        .get(Role::Service, path)
        .await
        .refused(409, "customer_frozen");
    freeze(world, "c1", "freeze")
        .await
        .refused(409, "customer_frozen");
    let path = format!("/v1/holds/{}/capture", id_of(&hold));
    gateway
        .post(Role::Service, &path, &json!({"credits": 4}))
        .await
        .ok();
    freeze(world, "c1", "unfreeze").await.ok();
    freeze(world, "c1", "unfreeze")
        .await
        .refused(409, "customer_not_frozen");
    world.spend("c1", 1).await.ok();
    assert_eq!(world.balance("c1").await, 95);
    let empty = json!({"reason": " "});
    let path = "/v1/customers/c1/freeze";
    let refused = gateway.post(Role::Support, path, &empty).await;
    refused.refused(422, "invalid_field");
    let told = "SELECT COUNT(*) FROM events WHERE kind IN ('customer.frozen', 'customer.unfrozen')";
    assert_eq!(world.database.number(told).await, 2);
}

async fn money_that_arrives_at_a_frozen_account_is_kept_and_refunded(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "payer"))
        .await;
    freeze(world, "c1", "freeze").await.ok();
    world.deposit("payer", 10_000).await;
    let paid = world.wait_for_order(&id_of(&order), "completed").await;
    assert_eq!(world.balance("c1").await, 1_000);
    world.spend("c1", 1).await.refused(409, "customer_frozen");
    let account = json!({"bank": "088", "account_number": "110123456789", "holder": "payer"});
    let payment = paid["payment_id"].as_str().unwrap();
    let refund = world.request_refund(payment, Some(account)).await.ok();
    assert_eq!(refund["state"], "by_hand", "{refund}");
    assert_eq!(world.balance("c1").await, 0);
}

async fn closing(world: &World, quote: &Value, confirm: bool, key: &str) -> Answer {
    let body = json!({"quote_id": quote["id"], "confirm_forfeit": confirm, "refund": true});
    let path = "/v1/customers/c1/close";
    world
        .gateway()
        .post_under(key, Role::Support, path, &body)
        .await
}

async fn ended(world: &World, refund: &Value) {
    let id = id_of(refund);
    world
        .wait_until("the refund ends", async || {
            world.refund_state(&id).await == "succeeded"
        })
        .await;
}

async fn a_closing_gives_back_by_right_and_closes_when_that_has_ended(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    world.grant("c1", "promotional", 7).await;
    let quote = world.quote_closing("c1").await;
    let listed = &quote["payments"][0];
    assert_eq!(
        (&listed["amount"], &listed["credits"]),
        (&json!(10_000), &json!(1_000)),
        "{quote}"
    );
    assert_eq!(listed["basis"], "by_right");
    assert!(
        listed["until"].as_str().unwrap().ends_with("+09:00"),
        "{quote}"
    );
    let waits = closing(world, &quote, true, "k1").await.ok();
    assert_eq!(
        (&waits["state"], &waits["closed_at"]),
        (&json!("frozen"), &Value::Null),
        "{waits}"
    );
    let refund = &waits["refunds"][0];
    assert_eq!(
        (&refund["amount"], &refund["basis"]),
        (&json!(10_000), &json!("by_right"))
    );
    world.spend("c1", 1).await.refused(409, "customer_frozen");
    ended(world, refund).await;
    let quote = world.quote_closing("c1").await;
    assert_eq!(
        (&quote["refundable"], &quote["forfeited"]),
        (&json!(0), &json!(7)),
        "{quote}"
    );
    closing(world, &quote, false, "k2")
        .await
        .refused(409, "forfeit_not_confirmed");
    let closed = closing(world, &quote, true, "k3").await.ok();
    assert_eq!(
        (&closed["state"], &closed["forfeited"]),
        (&json!("closed"), &json!(7)),
        "{closed}"
    );
    assert_eq!(closed["refunds"], json!([]));
    let again = closing(world, &quote, true, "k3").await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.ok(), closed);
}

async fn a_closing_repeated_under_its_key_requests_nothing_twice(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    world.buy("c1", "direct-100", 3).await;
    let quote = world.quote_closing("c1").await;
    let first = closing(world, &quote, true, "k1").await.ok();
    assert_eq!(first["refunds"].as_array().unwrap().len(), 2, "{first}");
    closing(world, &quote, true, "k1").await;
    let refunds = "SELECT COUNT(*) FROM refunds";
    assert_eq!(world.database.number(refunds).await, 2);
    for refund in first["refunds"].as_array().unwrap() {
        ended(world, refund).await;
    }
    closing(world, &quote, true, "k1")
        .await
        .refused(409, "closing_quote_stale");
    assert_eq!(world.database.number(refunds).await, 2);
    let quote = world.quote_closing("c1").await;
    let closed = closing(world, &quote, false, "k2").await.ok();
    assert_eq!(closed["state"], "closed");
}

async fn a_closing_that_is_refused_freezes_nothing(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    world.grant("c1", "promotional", 7).await;
    let quote = world.quote_closing("c1").await;
    closing(world, &quote, false, "k1")
        .await
        .refused(409, "forfeit_not_confirmed");
    world.spend("c1", 1).await.ok();
    let refunds = "SELECT COUNT(*) FROM refunds";
    assert_eq!(world.database.number(refunds).await, 0);
}

async fn a_closing_with_nothing_to_give_back_closes_at_once(world: &World) {
    world.grant("c1", "promotional", 7).await;
    let quote = world.quote_closing("c1").await;
    let mut other = quote.clone();
    other["id"] = json!("clq_1_x");
    closing(world, &other, true, "k1")
        .await
        .refused(409, "closing_quote_expired");
    let closed = closing(world, &quote, true, "k2").await.ok();
    assert_eq!(
        (&closed["state"], &closed["forfeited"]),
        (&json!("closed"), &json!(7)),
        "{closed}"
    );
}
