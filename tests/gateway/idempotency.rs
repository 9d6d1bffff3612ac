//! The same request twice gives the same answer once; the same key with another request is refused.

mod keys;
mod stored;

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, card_order, id_of},
    client::fresh_key,
    world::World,
};

both_engines!(
    every_change_of_credits_is_answered_again_from_memory,
    every_change_about_money_is_answered_again_from_memory,
    a_replayed_answer_tells_the_balance_of_now,
    a_refusal_is_not_remembered,
    a_replayed_order_shows_what_has_become_of_it,
    an_order_whose_provider_failed_is_begun_by_the_repetition,
);

/// Sends it twice under one key, and expects one change and two equal answers.
async fn twice(world: &World, role: Role, path: &str, body: &Value) -> Value {
    let key = fresh_key();
    let first = world.gateway().post_under(&key, role, path, body).await;
    let before = world.database.counts().await;
    let second = world.gateway().post_under(&key, role, path, body).await;
    assert_eq!(world.database.counts().await, before, "{path} wrote again");
    assert_eq!(first.header("idempotent-replayed"), None, "{path}");
    assert_eq!(
        (first.status, first.ok()),
        (second.status, second.ok()),
        "{path}"
    );
    first.json()
}

async fn every_change_of_credits_is_answered_again_from_memory(world: &World) {
    let ask = async |path: &str, body: Value| twice(world, Role::Service, path, &body).await;
    let gift = json!({"kind": "promotional", "credits": 500, "reason": "r"});
    ask("/v1/customers/c1/grants", gift).await;
    let (spends, holds) = ("/v1/customers/c1/spends", "/v1/customers/c1/holds");
    let mut wanted = json!({"credits": 10, "meter": "m", "reference": "r"});
    let paid = id_of(&ask(spends, wanted.clone()).await);
    ask(&format!("/v1/spends/{paid}/reverse"), Value::Null).await;
    wanted["expires_in"] = json!(60);
    let hold = id_of(&ask(holds, wanted.clone()).await);
    ask(&format!("/v1/holds/{hold}/capture"), json!({"credits": 4})).await;
    let hold = id_of(&ask(holds, wanted).await);
    ask(&format!("/v1/holds/{hold}/release"), Value::Null).await;
    assert_eq!(world.balance("c1").await, 496);
    let subscriptions = "/v1/customers/c1/subscriptions";
    let begun = id_of(&ask(subscriptions, json!({"plan": "membership-basic"})).await);
    for (act, body) in [
        ("pause", json!({"reason": "r"})),
        ("resume", Value::Null),
        ("change", json!({"plan": "membership-pro"})),
        ("end", Value::Null),
    ] {
        ask(&format!("/v1/subscriptions/{begun}/{act}"), body).await;
    }
    let quotes = "/v1/customers/c1/closing-quotes";
    let quote = twice(world, Role::Support, quotes, &Value::Null).await;
    let confirmed = json!({"quote_id": quote["id"], "confirm_forfeit": true});
    twice(world, Role::Support, "/v1/customers/c1/close", &confirmed).await;
}

async fn every_change_about_money_is_answered_again_from_memory(world: &World) {
    let order = bank_order("c1", "direct-100", "홍길동");
    let order = id_of(&twice(world, Role::Checkout, "/v1/orders", &order).await);
    let path = format!("/v1/orders/{order}/cancel");
    twice(world, Role::Checkout, &path, &Value::Null).await;

    let send = async |path: &str, body: Value| twice(world, Role::Support, path, &body).await;
    let order = world.buy_by_transfer("c2", "direct-1000", "김철수").await;
    let payment = order["payment_id"].as_str().unwrap();
    let path = format!("/v1/payments/{payment}/refund-quotes");
    let quote = id_of(&send(&path, Value::Null).await);
    let account = json!({"bank": "004", "account_number": "99887766554433", "holder": "김철수"});
    let mut body = json!({"payment_id": payment, "quote_id": quote, "reason": "r"});
    body["refund_account"] = account;
    let refund = id_of(&send("/v1/refunds", body).await);
    let path = format!("/v1/refunds/{refund}/paid");
    send(&path, json!({"evidence": "done"})).await;

    world.deposit("아무개", 700).await;
    let path = "/v1/deposits?state=unmatched";
    let deposits = world.gateway().get(Role::Support, path).await.ok();
    let path = format!("/v1/deposits/{}/return", id_of(&deposits["items"][0]));
    send(&path, json!({"reason": "r"})).await;
}

async fn a_replayed_answer_tells_the_balance_of_now(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let (key, path) = (fresh_key(), "/v1/customers/c1/spends");
    let body = json!({"credits": 30, "meter": "m", "reference": "r"});
    let ask = async || {
        world
            .gateway()
            .post_under(&key, Role::Service, path, &body)
            .await
    };
    assert_eq!(ask().await.header("credits-balance"), Some("70"));
    world.spend("c1", 50).await.ok();
    assert_eq!(ask().await.header("credits-balance"), Some("20"));
    let refused = world.spend("c1", 21).await;
    refused.refused(402, "insufficient_credits");
    assert_eq!(refused.header("credits-balance"), Some("20"));
}

async fn a_refusal_is_not_remembered(world: &World) {
    world.grant("c1", "promotional", 1).await;
    let (key, body) = (
        fresh_key(),
        json!({"credits": 5, "meter": "m", "reference": "r"}),
    );
    let path = "/v1/customers/c1/spends";
    let early = world
        .gateway()
        .post_under(&key, Role::Service, path, &body)
        .await;
    early.refused(402, "insufficient_credits");
    world.grant("c1", "promotional", 10).await;
    world
        .gateway()
        .post_under(&key, Role::Service, path, &body)
        .await
        .ok();
    assert_eq!(world.balance("c1").await, 6);
}

async fn a_replayed_order_shows_what_has_become_of_it(world: &World) {
    let (key, body) = (fresh_key(), card_order("c1", "direct-1000", 1));
    let order = world
        .gateway()
        .post_under(&key, Role::Checkout, "/v1/orders", &body)
        .await
        .ok();
    world.pay(&order).await;
    let again = world
        .gateway()
        .post_under(&key, Role::Checkout, "/v1/orders", &body)
        .await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let again = again.ok();
    assert_eq!(
        (&again["id"], &again["state"]),
        (&order["id"], &json!("completed"))
    );
}

async fn an_order_whose_provider_failed_is_begun_by_the_repetition(world: &World) {
    let broken = json!([{"kind": "lost_answer_after_effect", "probability_percent": 100, "operation": "create", "times": 1}]);
    world.faults("toss", broken).await;
    let (key, body) = (fresh_key(), card_order("c1", "direct-1000", 1));
    let lost = world
        .gateway()
        .post_under(&key, Role::Checkout, "/v1/orders", &body)
        .await;
    assert!(lost.status >= 500, "{}: {}", lost.status, lost.text);
    let order = world
        .gateway()
        .post_under(&key, Role::Checkout, "/v1/orders", &body)
        .await
        .ok();
    world.pay(&order).await;
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM orders").await,
        1
    );
    assert_eq!(
        world.sandbox_books().await["toss"]["payments"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
