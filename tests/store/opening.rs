//! How a database is opened: readers cannot block a writer, and only its owner can read a file.

mod files;

use std::time::Duration;

use credit_gateway::{
    entropy::CounterEntropy,
    store::{Db, Options, Page, audit_log, db::PG_WRITERS, keys, reads},
};
use domain::id::KeyId;
use sqlx::{Connection as _, PgConnection};
use tokio::task::JoinSet;

use crate::{
    databases,
    samples::{act, at},
};

const READERS: u32 = 2;
/// Shorter than a caller's wait for a connection.
const AT_ONCE: Duration = Duration::from_secs(2);

/// Reads that wait for a lock hold every reading connection, and more of them queue.
#[tokio::test]
async fn readers_that_are_stuck_do_not_keep_a_writer_waiting() {
    let Some(url) = crate::postgres::fresh_url().await else {
        return;
    };
    let options = Options {
        connections_max: PG_WRITERS + READERS,
        durable: false,
    };
    let db = Db::open_with(&url, options).await.unwrap();
    let mut person = PgConnection::connect(&url).await.unwrap();
    let mut watch = PgConnection::connect(&url).await.unwrap();
    let mut lock = person.begin().await.unwrap();
    sqlx::query("LOCK TABLE events IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *lock)
        .await
        .unwrap();
    let mut readers = JoinSet::new();
    for _ in 0..4 * (PG_WRITERS + READERS) {
        let db = db.clone();
        readers.spawn(async move { reads::events(&db, &Page::first(1)).await.is_ok() });
    }
    loop {
        let waiting: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM pg_locks WHERE NOT granted \
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
        .fetch_one(&mut watch)
        .await
        .unwrap();
        if waiting >= i64::from(READERS) {
            break;
        }
        tokio::task::yield_now().await;
    }
    let key = keys::ApiKey {
        id: KeyId::new(at(0), &mut CounterEntropy(1)),
        role: "service".into(),
        hash: "h".into(),
        name: "n".into(),
        created_at: at(0),
        revoked_at: None,
    };
    let write = async {
        keys::add(&db, &key, None).await.unwrap();
        audit_log::add(&db, &act(1)).await.unwrap();
        db.begin().await.unwrap().commit().await.unwrap();
    };
    tokio::time::timeout(AT_ONCE, write)
        .await
        .expect("a writer has connections of its own");
    lock.rollback().await.unwrap();
    let read = readers.join_all().await;
    assert!(read.contains(&true), "nobody could read in the end");
}

/// The copy is made beside the connection that writes, which here is in the middle of a transaction.
#[tokio::test]
async fn sqlites_log_is_copied_into_its_file_while_another_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gateway.db");
    let db = Db::open(&format!("sqlite:{}", path.display()))
        .await
        .unwrap();
    db.migrate().await.unwrap();
    audit_log::add(&db, &act(1)).await.unwrap();
    let writing = db.begin().await.unwrap();
    tokio::time::timeout(AT_ONCE, db.checkpoint())
        .await
        .expect("who copies waits for nobody")
        .unwrap();
    let alone = folder.path().join("alone.db");
    std::fs::copy(&path, &alone).unwrap();
    writing.rollback().await.unwrap();
    let copy = Db::open(&format!("sqlite:{}", alone.display()))
        .await
        .unwrap();
    let audit_log = reads::audit_log(&copy, &Page::first(10)).await.unwrap();
    assert_eq!(audit_log.len(), 1);
    copy.close().await;
    db.close().await;
}

#[tokio::test]
async fn asking_what_is_missing_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/gateway.db", folder.path().display());
    let db = Db::open(&url).await.unwrap();
    let missing = db.migrations_missing().await.unwrap();
    assert!(missing > 0);
    assert_eq!(db.migrations_missing().await.unwrap(), missing);
    db.close().await;
    for test in databases().await {
        assert_eq!(test.db.migrations_missing().await.unwrap(), 0);
    }
}
