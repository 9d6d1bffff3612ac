//! The two schemas are equal, and the records cannot be rewritten.

mod plans;

use std::collections::BTreeSet;

use credit_gateway::store::{Db, Tx, engine::Engine, statements};
use sqlx::{Executor as _, Row as _, SqlSafeStr as _};

pub(crate) use self::plans::generic_plan;
use crate::{databases, prompt, samples::*, write};

/// Table, column, type and whether it may be null, of the written columns. A generated column is stored on PostgreSQL
/// and computed on SQLite.
async fn columns(db: &Db) -> BTreeSet<(String, String, String, bool)> {
    let mut tx = db.begin().await.unwrap();
    match &mut tx {
        Tx::Postgres(tx) => {
            let rows = sqlx::query(
                "SELECT table_name::text, column_name::text, data_type::text, is_nullable::text FROM information_schema.columns \
                 WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations' AND is_generated = 'NEVER'",
            );
            let rows = rows.fetch_all(&mut **tx).await.unwrap();
            rows.iter()
                .map(|row| {
                    (
                        row.get(0),
                        row.get(1),
                        row.get::<String, _>(2).to_uppercase(),
                        row.get::<String, _>(3) == "YES",
                    )
                })
                .collect()
        }
        Tx::Sqlite(tx) => {
            let rows = sqlx::query(
                "SELECT t.name, c.name, c.type, c.\"notnull\" FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c \
                 WHERE t.type = 'table' AND t.name NOT LIKE '\\_%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%' \
                 AND c.name <> 'has_remaining'", // generated on PostgreSQL, written by a trigger here
            );
            let rows = rows.fetch_all(&mut **tx).await.unwrap();
            let kind = |row: &sqlx::sqlite::SqliteRow| {
                row.get::<String, _>(2).replace("INTEGER", "BIGINT")
            };
            rows.iter()
                .map(|row| (row.get(0), row.get(1), kind(row), row.get::<i64, _>(3) == 0))
                .collect()
        }
    }
}

/// Names of the indexes we named, and of their tables, with whether they are unique.
async fn indexes(db: &Db) -> BTreeSet<(String, String, bool)> {
    let mut tx = db.begin().await.unwrap();
    match &mut tx {
        Tx::Postgres(tx) => {
            let rows = sqlx::query(
                "SELECT i.relname::text, t.relname::text, x.indisunique FROM pg_index AS x \
                 JOIN pg_class AS i ON i.oid = x.indexrelid JOIN pg_class AS t ON t.oid = x.indrelid \
                 JOIN pg_namespace AS n ON n.oid = t.relnamespace AND n.nspname = 'public' \
                 WHERE i.relname NOT LIKE '%\\_pkey' AND i.relname NOT LIKE '%\\_key'",
            );
            let rows = rows.fetch_all(&mut **tx).await.unwrap();
            rows.iter()
                .map(|row| (row.get(0), row.get(1), row.get(2)))
                .collect()
        }
        Tx::Sqlite(tx) => {
            let rows = sqlx::query(
                "SELECT x.name, t.name, x.\"unique\" FROM sqlite_schema AS t JOIN pragma_index_list(t.name) AS x \
                 WHERE t.type = 'table' AND x.name NOT LIKE 'sqlite%'",
            );
            let rows = rows.fetch_all(&mut **tx).await.unwrap();
            rows.iter()
                .map(|row| (row.get(0), row.get(1), row.get::<i64, _>(2) == 1))
                .collect()
        }
    }
}

#[tokio::test]
async fn both_engines_have_the_same_columns_and_indexes() {
    if let [lite, pg] = databases().await.as_slice() {
        assert_eq!(columns(&lite.db).await, columns(&pg.db).await);
        assert_eq!(indexes(&lite.db).await, indexes(&pg.db).await);
        assert!(columns(&lite.db).await.len() > 100);
    }
}

#[tokio::test]
async fn every_statement_prepares_on_both_engines() {
    for test in databases().await {
        let all = statements(&test.db);
        assert!(all.len() > 60, "{}", all.len());
        let mut tx = test.db.begin().await.unwrap();
        for sql in all {
            let done = match &mut tx {
                Tx::Postgres(tx) => tx.prepare(sql.into_sql_str()).await.map(drop),
                Tx::Sqlite(tx) => tx.prepare(sql.into_sql_str()).await.map(drop),
            };
            done.unwrap_or_else(|error| panic!("{error}: {sql}"));
        }
    }
}

#[tokio::test]
async fn the_records_cannot_be_rewritten() {
    for test in databases().await {
        write(&test.db, &one_of_everything()).await.unwrap();
        let removal =
            "INSERT INTO removals (id, removal, row_id, removed_at) VALUES ('x', 'y', 'z', 0)";
        prompt(&test.db, removal).await.unwrap();
        let forbidden = [
            "UPDATE entries SET amount = 1",
            "DELETE FROM entries",
            "UPDATE contracts SET document = ''",
            "DELETE FROM contracts",
            "UPDATE expiry_notices SET outcome = 'overtaken'",
            "DELETE FROM expiry_notices",
            "UPDATE policy_notices SET version = ''",
            "DELETE FROM policy_notices",
            "UPDATE cash_receipt_requests SET amount = 1",
            "UPDATE cash_receipt_requests SET identity = 'x'",
            "DELETE FROM cash_receipt_requests",
            "UPDATE cash_receipt_outcomes SET outcome = 'failed'",
            "UPDATE cash_receipt_outcomes SET url = 'x'",
            "DELETE FROM cash_receipt_outcomes",
            "UPDATE disputes SET amount = 1",
            "DELETE FROM disputes",
            "UPDATE dispute_decisions SET state = 'won'",
            "DELETE FROM dispute_decisions",
            "UPDATE tax_invoices SET supply = 1",
            "DELETE FROM tax_invoices",
            "UPDATE removals SET removed_at = 1",
            "DELETE FROM removals",
            "UPDATE audit_log SET detail = ''",
            "DELETE FROM audit_log",
            "DELETE FROM inbox",
            "UPDATE distributions SET month = 9",
            "DELETE FROM distributions",
            "UPDATE inbox SET body = ''",
            "UPDATE inbox SET verdict = 'signed'",
            "UPDATE inbox SET headers = ''",
            "UPDATE inbox SET headers = '{}', body = 'x'",
        ];
        for sql in forbidden {
            let error = prompt(&test.db, sql).await.expect_err(sql);
            assert!(error.to_string().contains("append-only"), "{sql}: {error}");
        }
        match test.db.engine() {
            Engine::Postgres => {
                for sql in ["TRUNCATE entries", "TRUNCATE audit_log", "TRUNCATE inbox"] {
                    assert!(prompt(&test.db, sql).await.is_err(), "{sql}");
                }
            }
            Engine::Sqlite => {
                let sneaky = "INSERT OR REPLACE INTO entries SELECT * FROM entries";
                assert!(prompt(&test.db, sneaky).await.is_err());
            }
        }
        for sql in [
            "UPDATE inbox SET effect = 'replayed'",
            "UPDATE cash_receipt_requests SET identity = NULL",
            "UPDATE cash_receipt_outcomes SET url = NULL",
        ] {
            prompt(&test.db, sql).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_sqlite_file_has_one_process_that_writes_and_others_that_read() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/data/gateway.db", folder.path().display());
    let db = Db::open(&url).await.unwrap();
    assert!(db.migrations_missing().await.unwrap() > 0);
    db.migrate().await.unwrap();
    assert_eq!(db.migrations_missing().await.unwrap(), 0);
    let second = Db::open(&url).await.unwrap_err();
    assert!(second.to_string().contains("another process"), "{second}");

    write(&db, &one_of_everything()).await.unwrap();
    let reader = Db::open_read_only(&url).await.unwrap();
    let order = credit_gateway::store::reads::order(&reader, order_id(1))
        .await
        .unwrap();
    assert!(order.is_some());
    assert!(
        credit_gateway::store::inbox::settle(&reader, inbox_id(1), "x", &act(7))
            .await
            .is_err()
    );
    reader.close().await;
    db.checkpoint().await.unwrap();
    db.close().await;
    drop(db);
    Db::open(&url).await.unwrap();
}

#[tokio::test]
async fn a_postgresql_that_does_not_wait_for_its_disk_is_refused() {
    if let Some(url) = crate::postgres::fresh_url().await {
        let error = Db::open(&url).await.unwrap_err();
        assert!(error.to_string().contains("off"), "{error}");
    }
}
