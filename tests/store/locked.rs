//! Locks that others hold: a person at a console, a tool that copies the file.

use std::time::{Duration, Instant};

use credit_gateway::store::{Tx, WriteError, writer::Settings};
use futures_util::future::join_all;
use sqlx::{Connection as _, Executor as _, SqliteConnection};

use crate::{
    TestDatabase, databases, postgres,
    writer::{grant, spend, start},
};

/// The statement that waits for the lock waits a second, alone and with others.
const WAITED_AT_MOST: Duration = Duration::from_secs(6);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_whose_row_is_locked_stops_nobody_else() {
    let Some(db) = postgres::fresh().await else {
        return;
    };
    let (writer, _tracker) = start(&db, Settings::of(db.engine()));
    for who in ["xena", "yuri"] {
        writer.submit(grant(who, 100)).await.unwrap();
    }
    let mut held = db.begin().await.unwrap();
    let Tx::Postgres(tx) = &mut held else {
        panic!("a PostgreSQL");
    };
    tx.execute("SELECT id FROM customers WHERE id = 'xena' FOR UPDATE")
        .await
        .unwrap();
    // A service that keeps asking, a person who keeps the lock, and another customer.
    let asking = join_all((0..3).map(|nth| {
        let writer = &writer;
        async move {
            tokio::time::sleep(Duration::from_millis(50 * nth)).await;
            writer.submit(spend("xena", 1)).await
        }
    }));
    let other = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let began = Instant::now();
        writer.submit(spend("yuri", 1)).await.unwrap();
        began.elapsed()
    };
    let (refused, waited) = tokio::join!(asking, other);
    assert!(waited < WAITED_AT_MOST, "{waited:?}");
    for refused in refused {
        assert!(
            matches!(refused, Err(WriteError::Locked(_))),
            "nothing was done, and may be asked again: {refused:?}"
        );
    }
    held.rollback().await.unwrap();
    writer.submit(spend("xena", 1)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_others_hold_is_an_outage() {
    let TestDatabase { db, database } = databases().await.remove(0);
    let (writer, _tracker) = start(&db, Settings::of(db.engine()));
    writer.submit(grant("xena", 100)).await.unwrap();
    let mut person = SqliteConnection::connect(&database.url).await.unwrap();
    person.execute("BEGIN IMMEDIATE").await.unwrap();
    let refused = writer.submit(spend("xena", 1)).await;
    assert!(matches!(refused, Err(WriteError::Outage(_))), "{refused:?}");
    person.execute("ROLLBACK").await.unwrap();
    writer.submit(spend("xena", 1)).await.unwrap();
}
