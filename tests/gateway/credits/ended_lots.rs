//! A policy that decides about credits whose lot ended while they were set aside or used.

use std::path::PathBuf;

use credit_gateway::access::Role;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{
    buyer::{bank_order, id_of},
    world::{Plan, World},
};

/// The published policy with both decisions made otherwise.
fn decided(folder: &TempDir) -> Vec<PathBuf> {
    let published = include_str!("../../../policies/2025-07-17.toml");
    let policy = format!(
        "{published}\n[holds]\nlot_ended = \"ends_with_lot\"\nreason = \"a test\"\n\n\
         [reversals]\ngrace = {{ days = 10 }}\nreason = \"a test\"\n"
    );
    let path = folder.path().join("policy.toml");
    std::fs::write(&path, policy).unwrap();
    vec![path]
}

async fn post(world: &World, path: &str, body: &Value) -> crate::support::client::Answer {
    world.gateway().post(Role::Service, path, body).await
}

async fn a_hold_ends_with_its_lot(world: &World) {
    let policy = world
        .gateway()
        .get(Role::Service, "/v1/policies/2025-07-17")
        .await
        .ok();
    assert_eq!(policy["holds"]["lot_ended"], "ends_with_lot", "{policy}");
    assert_eq!(policy["reversals"]["grace"], json!({"days": 10}));
    world.grant("c1", "membership", 10).await;
    world.grant("c1", "promotional", 100).await;
    // The membership's lot ends with 8 May.
    world.set("2026-05-08T23:59:30+09:00");
    let hold = world.hold("c1", 30, 600).await.ok();
    world.set("2026-05-09T00:00:30+09:00");
    let path = format!("/v1/holds/{}/capture", id_of(&hold));
    let refused = post(world, &path, &json!({}))
        .await
        .refused(409, "held_lot_ended");
    assert!(
        refused["detail"].as_str().unwrap().contains("20 of the 30"),
        "{refused}"
    );
    let captured = post(world, &path, &json!({"credits": 20})).await.ok();
    assert_eq!(captured["captured"], 20);
    assert_eq!(world.balance("c1").await, 80);
}

async fn a_reversal_has_its_grace(world: &World) {
    world.grant("c1", "membership", 10).await;
    let spend = world.spend("c1", 7).await.ok();
    world.set("2026-05-09T00:00:30+09:00");
    let path = format!("/v1/spends/{}/reverse", id_of(&spend));
    let reversed = post(world, &path, &Value::Null).await.ok();
    assert_eq!(reversed["balance"], 7, "{reversed}");
    let lots = world.lots("c1").await;
    let again = &lots[0];
    assert_eq!(
        (&again["kind"], &again["granted"]),
        (&json!("promotional"), &json!(7)),
        "{again}"
    );
    assert_eq!(again["expires_at"], "2026-05-20T00:00:00+09:00");
    assert!(
        again["reason"].as_str().unwrap().contains(&id_of(&spend)),
        "{again}"
    );
    assert_eq!(
        (&lots[1]["expired"], &lots[1]["expires_at"]),
        (&json!(7), &json!("2026-05-09T00:00:00+09:00")),
        "{lots:?}"
    );
}

/// The bank took the money of used credits back, so they are owed, and come back neither owed nor given.
async fn a_reversal_gives_nothing_for_money_that_went(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "package-1000", "payer"))
        .await;
    let movement = world
        .deposit("payer", order["amount"].as_i64().unwrap())
        .await;
    let spend = world.spend("c1", 400).await.ok();
    world
        .at_provider(&format!("/bank/deposits/{movement}/reverse"), &json!({}))
        .await;
    assert_eq!(world.balance("c1").await, 0);
    world.set("2026-06-09T00:00:30+09:00");
    let path = format!("/v1/spends/{}/reverse", id_of(&spend));
    post(world, &path, &Value::Null).await.ok();
    assert_eq!(
        world.balance("c1").await,
        0,
        "credits are given for money that went"
    );
    assert_eq!(world.lots("c1").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hold_ends_with_its_lot_on_sqlite() {
    let folder = TempDir::new().unwrap();
    Plan::sqlite()
        .policies(decided(&folder))
        .run(a_hold_ends_with_its_lot)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hold_ends_with_its_lot_on_postgres() {
    let folder = TempDir::new().unwrap();
    Plan::postgres()
        .policies(decided(&folder))
        .run(a_hold_ends_with_its_lot)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reversal_has_its_grace_on_sqlite() {
    let folder = TempDir::new().unwrap();
    Plan::sqlite()
        .policies(decided(&folder))
        .run(a_reversal_has_its_grace)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reversal_has_its_grace_on_postgres() {
    let folder = TempDir::new().unwrap();
    Plan::postgres()
        .policies(decided(&folder))
        .run(a_reversal_has_its_grace)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reversal_gives_nothing_for_money_that_went_on_sqlite() {
    let folder = TempDir::new().unwrap();
    Plan::sqlite()
        .policies(decided(&folder))
        .run(a_reversal_gives_nothing_for_money_that_went)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reversal_gives_nothing_for_money_that_went_on_postgres() {
    let folder = TempDir::new().unwrap();
    Plan::postgres()
        .policies(decided(&folder))
        .run(a_reversal_gives_nothing_for_money_that_went)
        .await;
}
