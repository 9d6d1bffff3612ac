//! How often the provider of a payment in doubt is asked.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::fake::fake_kakao;
use super::{gateway_with, live};
use crate::support::{
    buyer::{card_order, id_of, wallet_order},
    client::send,
    world::{Plan, World},
};

/// A buyer's own return link, opened again and again: calls to a provider are limited.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_buyers_link_costs_few_look_ups() {
    let plan = Plan::sqlite().without_workers();
    plan.run(async |world: &World| {
        let (kakao, base) = fake_kakao(world).await;
        let (_app, client) = gateway_with(world, Some(&base), &[], false).await;
        let order = wallet_order("kakaopay", "c1");
        let opened = client.post(Role::Checkout, "/v1/orders", &order).await.ok();
        let back = kakao
            .lock()
            .unwrap()
            .approval_url
            .replace("/success?", "/fail?");
        for _ in 0..20 {
            client.browse(&back).await;
        }
        assert_eq!(kakao.lock().unwrap().asks, 1);
        world.pass(TimeDelta::seconds(10));
        client.browse(&back).await;
        assert_eq!(kakao.lock().unwrap().asks, 2);
        let path = format!("/v1/orders/{}/cancel", id_of(&opened));
        client.post(Role::Checkout, &path, &Value::Null).await.ok();
        world.pass(TimeDelta::seconds(10));
        client.browse(&back).await;
        assert_eq!(kakao.lock().unwrap().asks, 2, "it has ended");
    })
    .await;
}

/// The buyer closed Naver Pay's window while look-ups failed until the session was over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_nobody_can_have_paid_is_ended() {
    Plan::sqlite()
        .run(async |world: &World| {
            let order = world.open_order(&wallet_order("naverpay", "c1")).await;
            let id = id_of(&order);
            let back = world.press(&order, "close").await;
            let down = json!([
                {"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "lookup"},
            ]);
            world.faults("naverpay", down).await;
            world.gateway().browse(&back).await;
            let app = world.apps[0].clone();
            live(world, &app, TimeDelta::minutes(2), 75).await;
            world.faults("naverpay", json!([])).await;
            live(world, &app, TimeDelta::hours(6), 16).await;
            assert_ne!(world.order(&id).await["state"], "confirming");
            let path = "/v1/customers/c1/closing-quotes";
            let quote = world
                .gateway()
                .post(Role::Support, path, &Value::Null)
                .await;
            quote.ok();
        })
        .await;
}

/// Unsigned hints while the provider is down.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hints_do_not_use_up_the_tries_of_a_payment_in_doubt() {
    Plan::sqlite()
        .run(async |world: &World| {
            let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
            let id = id_of(&order);
            let back = world.press(&order, "pay").await;
            let down = json!([
                {"kind": "lost_answer_after_effect", "probability_percent": 100, "operation": "confirm"},
                {"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "lookup"},
                {"kind": "webhook_lost", "probability_percent": 100, "operation": "webhook"},
            ]);
            world.faults("toss", down).await;
            world.gateway().browse(&back).await;
            let app = world.apps[0].clone();
            for nth in 0..25 {
                let body = json!({"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": "2026-04-08T10:00:00.000000",
                    "data": {"orderId": id, "paymentKey": format!("forged{nth}")}});
                let hint = world.gateway().bare(Method::POST, "/webhooks/toss");
                let hint = hint.header("content-type", "application/json").body(body.to_string());
                send(hint).await;
                live(world, &app, TimeDelta::seconds(11), 1).await;
                tokio::time::sleep(std::time::Duration::from_millis(60)).await;
            }
            let tried = "SELECT COUNT(*) FROM jobs WHERE attempts >= 14";
            assert_eq!(world.database.number(tried).await, 1, "the hints were followed");
            let parked = "SELECT COUNT(*) FROM jobs WHERE state = 'parked'";
            assert_eq!(world.database.number(parked).await, 0);
            world.faults("toss", json!([])).await;
            live(world, &app, TimeDelta::hours(6), 8).await;
            assert_eq!(world.order(&id).await["state"], "completed");
        })
        .await;
}

/// A purchase whose provider is unreachable for days, and that is cancelled at its console months later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_is_asked_about_again_after_a_long_outage() {
    Plan::sqlite()
        .run(async |world: &World| {
            let order = world.open_order(&wallet_order("kakaopay", "c1")).await;
            world.pay(&order).await;
            let app = world.apps[0].clone();
            let down = json!([
                {"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "lookup"},
            ]);
            world.faults("kakaopay", down).await;
            live(world, &app, TimeDelta::minutes(30), 240).await;
            let parked = "SELECT COUNT(*) FROM jobs WHERE state = 'parked'";
            assert_eq!(world.database.number(parked).await, 1);
            world.faults("kakaopay", json!([])).await;
            live(world, &app, TimeDelta::days(1), 95).await;
            assert_eq!(world.database.number(parked).await, 0);
            let key = &world.sandbox_books().await["kakaopay"]["payments"][0]["payment_key"];
            let cancel = json!({"paymentKey": key, "amount": 10_000});
            world.at_provider("/kakaopay/console/cancel", &cancel).await;
            live(world, &app, TimeDelta::days(1), 60).await;
            assert_eq!(world.balance("c1").await, 0, "the buyer has the money");
        })
        .await;
}
