//! Lots that end together.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::support::world::{Plan, World};

/// A policy under which every kind of credits is valid for 30 days, so that lots of all kinds end together.
fn one_expiry(folder: &TempDir) -> Vec<PathBuf> {
    let published = include_str!("../../../policies/2025-07-17.toml");
    let policy = published
        .replace("period = { days = 90 }", "period = { days = 30 }")
        .replace("period = { days = 365 }", "period = { days = 30 }");
    let path = folder.path().join("policy.toml");
    std::fs::write(&path, policy).unwrap();
    vec![path]
}

/// Each makes one lot. Whatever the order of making, the order of spending is that of the policy.
async fn spent_by_kind(world: &World) {
    let makings = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ];
    for (at, making) in makings.into_iter().enumerate() {
        let customer = format!("c{at}");
        for kind in making {
            match kind {
                0 => drop(world.grant(&customer, "promotional", 100).await),
                1 => drop(world.grant(&customer, "membership", 100).await),
                _ => drop(world.buy(&customer, "direct-100", 3).await),
            }
            world.pass(chrono::TimeDelta::seconds(1));
        }
        let spend = world.spend(&customer, 201).await.ok();
        let parts = spend["parts"].as_array().unwrap();
        let kinds: Vec<&str> = parts
            .iter()
            .map(|part| part["kind"].as_str().unwrap())
            .collect();
        assert_eq!(
            kinds,
            ["promotional", "membership", "purchased"],
            "made in the order {making:?}: {spend}"
        );
        assert!(
            parts
                .iter()
                .all(|part| part["expires_at"] == parts[0]["expires_at"]),
            "{spend}"
        );
        assert!(
            parts[1]["why"]
                .as_str()
                .unwrap()
                .contains("promotional before membership"),
            "{spend}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lots_that_end_together_are_spent_by_kind_on_sqlite() {
    let folder = TempDir::new().unwrap();
    Plan::sqlite()
        .policies(one_expiry(&folder))
        .run(spent_by_kind)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lots_that_end_together_are_spent_by_kind_on_postgres() {
    let folder = TempDir::new().unwrap();
    Plan::postgres()
        .policies(one_expiry(&folder))
        .run(spent_by_kind)
        .await;
}
