//! An encrypted account is read in its own row alone.

use credit_gateway::store::Tx;
use sqlx::{AssertSqlSafe, Executor as _};

use super::{by_hand, payout, refund_at};
use crate::support::world::World;

both_engines!(an_account_that_was_moved_or_altered_is_not_read);

const FIRST: &str = "271828182845";
const SECOND: &str = "314159265358";

/// Like a person at the database's own prompt.
async fn set_account(world: &World, refund: &str, text: &str) {
    let sql = format!("UPDATE refunds SET account = '{text}' WHERE id = '{refund}'");
    let mut tx = world.apps[0].db.begin().await.unwrap();
    match &mut tx {
        Tx::Postgres(tx) => tx.execute(AssertSqlSafe(sql)).await.map(drop),
        Tx::Sqlite(tx) => tx.execute(AssertSqlSafe(sql)).await.map(drop),
    }
    .unwrap();
    tx.commit().await.unwrap();
}

async fn account_of(world: &World, refund: &str) -> String {
    let sql = format!("SELECT account FROM refunds WHERE id = '{refund}'");
    world.database.rows(&sql).await[0][0].clone()
}

async fn an_account_that_was_moved_or_altered_is_not_read(world: &World) {
    let mine = by_hand(world, "c1", FIRST).await;
    let other = by_hand(world, "c2", SECOND).await;
    let (stored, others) = (
        account_of(world, &mine).await,
        account_of(world, &other).await,
    );
    assert!(stored.starts_with("v1."), "{stored}");
    let mut altered = stored.clone();
    let last = altered.pop().unwrap();
    altered.pop();
    altered.push('_');
    altered.push(last);
    for wrong in [&others, &altered, &stored[..stored.len() - 8].to_owned()] {
        set_account(world, &mine, wrong).await;
        let told = payout(world.gateway(), &mine).await;
        assert_eq!(
            told.status, 500,
            "an account of another place was read: {}",
            told.text
        );
        assert!(
            !told.text.contains(FIRST) && !told.text.contains(SECOND),
            "{}",
            told.text
        );
    }
    set_account(world, &mine, &stored).await;
    assert_eq!(
        payout(world.gateway(), &mine).await.ok()["account_number"],
        FIRST
    );
    let shown = refund_at(world.gateway(), &mine).await;
    assert_eq!(
        shown["refund_account"]["account_number"], "********2845",
        "{shown}"
    );
}
