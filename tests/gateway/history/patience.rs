//! An export may take longer than a request's statement.

use std::time::{Duration, Instant};

use super::export::Desk;
use crate::support::world::{Plan, World};

/// Longer than a statement of a request may take, by the server's limit (10 s) and by ours (12 s).
const SLOW: Duration = Duration::from_secs(13);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_waits_for_a_statement_that_no_request_would_on_postgres() {
    Plan::postgres().run(an_export_waits).await;
}

async fn an_export_waits(world: &World) {
    world.grant("c1", "promotional", 10).await;
    world.spend("c1", 4).await.ok();
    // Every row of use is read slowly.
    let change = async |sql: &str| world.database.change(sql).await;
    change("ALTER TABLE spends RENAME TO kept_spends").await;
    let rows = "SELECT * FROM kept_spends WHERE pg_sleep";
    change(&format!(
        "CREATE VIEW spends AS {rows}({}) IS NOT NULL",
        SLOW.as_secs()
    ))
    .await;
    let desk = Desk::of(&world.database);
    let out = desk.file("usage.jsonl");
    let began = Instant::now();
    let (code, said) = desk.export(
        "--customer c1 --what usage --by api_key --format jsonl",
        &out,
    );
    assert_eq!(code, Some(0), "{said}");
    assert!(began.elapsed() >= SLOW, "the statement was not slow");
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.contains("\"credits\":4"), "{text}");
    change("DROP VIEW spends").await;
    change("ALTER TABLE kept_spends RENAME TO spends").await;
}
