//! Confirmations with an unknown outcome: the outcome is found out, whatever arrives meanwhile and whoever asks.

mod fake;
mod retries;

use std::path::PathBuf;

use chrono::TimeDelta;
use credit_gateway::{
    access::Role,
    app::Shared,
    compose::{self, Parts},
    config::EdgeSettings,
    http, workers,
};
use tempfile::TempDir;

use self::fake::{Kakao, fake_kakao};
use crate::support::{
    buyer::{id_of, wallet_order},
    client::Client,
    settings::settings,
    world::{Plan, World, entropy, listen},
};

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
