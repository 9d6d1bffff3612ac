//! SQLite's log, whose pages are copied into the file while the gateway runs: a commit that had to copy them all
//! would keep everybody waiting.

use sqlx::{Connection as _, SqliteConnection};

use crate::support::world::{Plan, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_committed_gets_into_sqlites_file_by_itself() {
    Plan::sqlite()
        .run(the_file_has_the_lot_without_its_log)
        .await;
}

async fn the_file_has_the_lot_without_its_log(world: &World) {
    world.grant("c1", "promotional", 10).await;
    world
        .wait_until("the file has it", async || {
            // A copy made in the middle of a page is tried again.
            lots_in_the_file_alone(&world.database.url).await.ok() == Some(1)
        })
        .await;
}

async fn lots_in_the_file_alone(url: &str) -> sqlx::Result<i64> {
    let folder = tempfile::tempdir()?;
    let alone = folder.path().join("alone.db");
    std::fs::copy(url.trim_start_matches("sqlite:"), &alone)?;
    let url = format!("sqlite:{}", alone.display());
    let mut file = SqliteConnection::connect(&url).await?;
    sqlx::query_scalar("SELECT COUNT(*) FROM lots")
        .fetch_one(&mut file)
        .await
}
