//! The auditor on both engines: it reports nothing for a sound database, and names each damage by the check it
//! breaks.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod copies;
mod damages;
mod drill;
mod found;
mod online;
mod removed;
mod rotated;
mod sealed;
mod story;
mod tampered;
mod upgraded;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use credit_gateway::store::{
    Db, Tx,
    audit::{Check, audit},
    engine::Engine,
};
use kit::{database::Database, truth::days_off};
use sqlx::{AssertSqlSafe, Executor as _};

/// A database in which every kind of event has happened.
struct TestDatabase {
    db: Db,
    now: DateTime<Utc>,
    database: Database,
}

/// One of each engine.
async fn databases() -> Vec<TestDatabase> {
    databases_with(story::BUSY).await
}

async fn databases_with(busy_spends: i64) -> Vec<TestDatabase> {
    let mut databases = empty_databases().await;
    for test in &mut databases {
        test.now = story::tell(&test.db, busy_spends).await;
    }
    databases
}

/// The one of an engine.
async fn database_of(engine: Engine, busy_spends: i64) -> TestDatabase {
    let mut made = empty_databases().await.into_iter();
    let mut test = made.find(|test| test.db.engine() == engine).unwrap();
    test.now = story::tell(&test.db, busy_spends).await;
    test
}

/// The same before anything happened.
async fn empty_databases() -> Vec<TestDatabase> {
    let made = kit::database::databases().await;
    made.into_iter()
        .map(|made| TestDatabase {
            db: made.db,
            now: story::beginning(),
            database: made.database,
        })
        .collect()
}

impl TestDatabase {
    /// Runs statements, like a person at the database's own prompt.
    async fn prompt(&self, sql: &str) {
        let mut tx = self.db.begin().await.unwrap();
        for statement in sql
            .split(';')
            .filter(|statement| !statement.trim().is_empty())
        {
            let text = AssertSqlSafe(statement.to_owned());
            let done = match &mut tx {
                Tx::Postgres(tx) => tx.execute(text).await.map(|done| done.rows_affected()),
                Tx::Sqlite(tx) => tx.execute(text).await.map(|done| done.rows_affected()),
            };
            done.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        tx.commit().await.unwrap();
    }

    async fn broken(&self) -> Vec<Check> {
        audit(&self.db, self.now, &days_off())
            .await
            .unwrap()
            .into_iter()
            .filter(|check| !check.holds())
            .collect()
    }

    /// Puts the table aside, and a copy without any constraint, trigger or index in its place.
    async fn strip(&self, table: &str) {
        self.prompt(&format!(
            "ALTER TABLE {table} RENAME TO kept_{table};
             CREATE TABLE {table} AS SELECT * FROM kept_{table}"
        ))
        .await;
    }

    async fn restore(&self, table: &str) {
        self.prompt(&format!(
            "DROP TABLE {table}; ALTER TABLE kept_{table} RENAME TO {table}"
        ))
        .await;
    }

    /// The checks that a change of these tables breaks. Afterwards the tables are restored.
    async fn suffer(&self, tables: &[&str], sql: &str) -> BTreeSet<&'static str> {
        for table in tables {
            self.strip(table).await;
        }
        self.prompt(sql).await;
        let broken = self.broken().await;
        for table in tables {
            self.restore(table).await;
        }
        for check in &broken {
            assert!(
                check
                    .broken
                    .iter()
                    .all(|row| !row.id.is_empty() && !row.detail.is_empty()),
                "{check:?}"
            );
        }
        broken.iter().map(|check| check.name).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sound_database_breaks_nothing() {
    for test in databases().await {
        assert_eq!(test.broken().await, Vec::new());
    }
}
