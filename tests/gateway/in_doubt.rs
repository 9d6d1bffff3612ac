//! Confirmations with an unknown outcome: the outcome is found out, whatever arrives meanwhile and whoever asks.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

use axum::{Json, Router, extract::State, http::StatusCode, response::IntoResponse, routing::post};
use chrono::TimeDelta;
use credit_gateway::{
    access::Role,
    app::Shared,
    compose::{self, Parts},
    config::EdgeSettings,
    http, workers,
};
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{
    buyer::{card_order, id_of, wallet_order},
    client::{Client, send},
    settings::settings,
    world::{Plan, World, entropy, listen},
};

/// A fake Kakao Pay for this test, because the simulator cannot behave like this. Its answers follow the documented
/// codes (`-780` with `BANK_FIRM_UNKNOWN`, `-785`, `-723`). The refusal of a used token with `-708` is inferred.
#[derive(Default)]
struct Fake {
    approves: u32,
    /// The fifteen minutes are over.
    late: bool,
    /// The bank's late answer: paid.
    paid: bool,
    order: String,
    approval_url: String,
    amount: i64,
    /// How often the payment was looked up.
    asks: u32,
    /// The refusal of every approval but the first, where it is not about time.
    second: Option<i64>,
}

type Kakao = Arc<Mutex<Fake>>;
const TID: &str = "T1234567890abcdef123";

fn refusal(code: i64, detail: Option<&str>) -> axum::response::Response {
    let mut body = json!({"error_code": code, "error_message": "refused"});
    if let Some(detail) = detail {
        body["extras"] = json!({"method_result_code": detail, "method_result_message": "x"});
    }
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}

async fn ready(State(kakao): State<Kakao>, Json(asked): Json<Value>) -> Json<Value> {
    let mut fake = kakao.lock().unwrap();
    fake.order = asked["partner_order_id"].as_str().unwrap().into();
    fake.approval_url = asked["approval_url"].as_str().unwrap().into();
    fake.amount = asked["total_amount"].as_i64().unwrap();
    Json(json!({
        "tid": TID, "next_redirect_pc_url": "http://127.0.0.1:9/pc",
        "next_redirect_mobile_url": "http://127.0.0.1:9/m", "next_redirect_app_url": "http://127.0.0.1:9/a",
        "created_at": "2026-04-08T10:00:00",
    }))
}

async fn approve(State(kakao): State<Kakao>) -> axum::response::Response {
    let mut fake = kakao.lock().unwrap();
    fake.approves += 1;
    if let Some(code) = fake.second.filter(|_| fake.approves > 1) {
        return refusal(code, None);
    }
    match (fake.approves, fake.late) {
        // "The bank's answer is pending, for about 20 minutes".
        (1, _) => refusal(-780, Some("BANK_FIRM_UNKNOWN")),
        // "The same request is still running".
        (_, false) => refusal(-785, None),
        // "The fifteen minutes were over".
        (_, true) => refusal(-723, None),
    }
}

async fn order(State(kakao): State<Kakao>) -> Json<Value> {
    let mut fake = kakao.lock().unwrap();
    fake.asks += 1;
    let amount = |total: i64| json!({"total": total, "tax_free": 0, "vat": total / 11, "point": 0, "discount": 0, "green_deposit": 0});
    let mut body = json!({
        "tid": TID, "cid": "TC0ONETIME", "partner_order_id": fake.order, "partner_user_id": fake.order,
        "status": if fake.paid { "SUCCESS_PAYMENT" } else { "AUTH_PASSWORD" },
        "amount": amount(fake.amount), "canceled_amount": amount(0), "quantity": 1, "item_name": "x",
        "cancel_available_amount": amount(if fake.paid { fake.amount } else { 0 }),
        "created_at": "2026-04-08T10:00:00", "payment_method_type": "MONEY",
    });
    if fake.paid {
        body["approved_at"] = json!("2026-04-08T10:30:00");
    }
    Json(body)
}

/// The address at which the buyer comes back with a token.
fn way_back(kakao: &Kakao) -> String {
    let url = kakao.lock().unwrap().approval_url.clone();
    format!("{url}&pg_token=ad950e97794abfef4ce0")
}

/// Another gateway over the same database, which does all the work; Kakao Pay is the fake.
async fn gateway_with(
    world: &World,
    kakao: Option<&str>,
    policies: &[PathBuf],
    work: bool,
) -> (Shared, Client) {
    let (listener, base) = listen().await;
    let parts = Parts {
        db: world.apps[0].db.clone(),
        clock: world.clock.clone(),
        entropy,
        tasks: world.tasks.clone(),
        stop: world.stop.clone(),
    };
    let mut settings = settings(policies, &world.database.url, &base, &world.sandbox.base);
    settings.edge = EdgeSettings::default();
    settings.edge.requests_per_second = 0;
    if let Some(url) = kakao {
        settings.providers.kakaopay.kakaopay_url = url.parse().unwrap();
    }
    let app = compose::gateway(settings, parts).await.unwrap();
    if work {
        workers::start(&app);
    }
    let router = http::router(&app);
    world
        .tasks
        .spawn(http::server::serve(app.clone(), listener, router));
    (app, Client::new(base, world.gateway().keys.clone()))
}

/// Lets time pass in steps while the workers work.
async fn live(world: &World, app: &Shared, step: TimeDelta, steps: u32) {
    for _ in 0..steps {
        world.pass(step);
        app.writer.promised().notify_one();
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
}

async fn fake_kakao(world: &World) -> (Kakao, String) {
    let kakao = Kakao::default();
    let router = Router::new()
        .route("/online/v1/payment/ready", post(ready))
        .route("/online/v1/payment/approve", post(approve))
        .route("/online/v1/payment/order", post(order))
        .with_state(kakao.clone());
    let (listener, base) = listen().await;
    world
        .tasks
        .spawn(async move { drop(axum::serve(listener, router).await) });
    (kakao, base)
}

/// The bank's answer is pending, the job asks again, and Kakao Pay answers the second call that the time is over. The
/// bank then accepts the first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_of_a_confirmation_in_doubt_is_found() {
    let plan = Plan::sqlite().without_workers().with_another("kakaopay");
    plan.run(async |world: &World| {
        let (kakao, base) = fake_kakao(world).await;
        let (app, client) = gateway_with(world, Some(&base), &[], true).await;
        let order = wallet_order("kakaopay", "c1");
        let opened = client.post(Role::Checkout, "/v1/orders", &order).await.ok();
        let path = format!("/v1/orders/{}", id_of(&opened));
        let state = async || client.get(Role::Checkout, &path).await.ok()["state"].clone();
        live(world, &app, TimeDelta::minutes(1), 10).await;
        client.browse(&way_back(&kakao)).await;
        live(world, &app, TimeDelta::seconds(10), 30).await;
        assert_eq!(state().await, "confirming");
        kakao.lock().unwrap().late = true;
        live(world, &app, TimeDelta::seconds(10), 60).await;
        assert_eq!(state().await, "confirming", "nobody knows yet");
        kakao.lock().unwrap().paid = true;
        live(world, &app, TimeDelta::hours(6), 8).await;
        assert_eq!(
            state().await,
            "completed",
            "its money was taken, and nobody asks again"
        );
    })
    .await;
}

/// The buyer reloads the return address while the bank's answer is pending: the one-time token was used.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reload_does_not_lose_a_confirmation_in_doubt() {
    let plan = Plan::sqlite().without_workers().with_another("kakaopay");
    plan.run(async |world: &World| {
        let (kakao, base) = fake_kakao(world).await;
        let (app, client) = gateway_with(world, Some(&base), &[], true).await;
        kakao.lock().unwrap().second = Some(-708);
        let order = wallet_order("kakaopay", "c1");
        let opened = client.post(Role::Checkout, "/v1/orders", &order).await.ok();
        let path = format!("/v1/orders/{}", id_of(&opened));
        for _ in 0..2 {
            client.browse(&way_back(&kakao)).await;
        }
        kakao.lock().unwrap().paid = true;
        live(world, &app, TimeDelta::hours(6), 8).await;
        let later = client.get(Role::Checkout, &path).await.ok()["state"].clone();
        assert_eq!(later, "completed");
    })
    .await;
}

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

const PUBLISHED: &str = include_str!("../../policies/2025-07-17.toml");

/// `sync` and `import` by an operator whose shell sets the database and the keys, but not the policies.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_without_its_policies_changes_no_terms() {
    let own = [
        ("version = \"2025-07-17\"", "version = \"2025-01-01\""),
        ("published_at = \"2025-07-17", "published_at = \"2025-01-01"),
        ("effective_at = \"2025-07-17", "effective_at = \"2025-01-01"),
        ("{ days = 365 }", "{ days = 180 }"),
    ];
    let own = own.iter().fold(PUBLISHED.to_owned(), |text, (was, is)| {
        text.replacen(was, is, 1)
    });
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("own.toml");
    std::fs::write(&path, own).unwrap();
    let policies = vec![path];
    let plan = Plan::sqlite().policies(policies.clone());
    plan.run(async |world: &World| {
        let policy = async |client: &Client| {
            let products = client.get(Role::Checkout, "/v1/products").await.ok();
            products["policy"].clone()
        };
        assert_eq!(policy(world.gateway()).await, "2025-01-01");
        let (_, client) = gateway_with(world, None, &[], false).await;
        assert_eq!(policy(&client).await, "2025-01-01");
        let (_, client) = gateway_with(world, None, &policies, false).await;
        assert_eq!(policy(&client).await, "2025-01-01");
    })
    .await;
}
