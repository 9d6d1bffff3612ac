//! The two schemas are equal, and the records cannot be rewritten.

use std::collections::BTreeSet;

use credit_gateway::store::{Db, Tx, engine::Engine, statements};
use sqlx::{Executor as _, Row as _, SqlSafeStr as _};

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
                 WHERE t.type = 'table' AND t.name NOT LIKE '\\_%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%'",
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
async fn no_statement_reads_a_whole_table() {
    let databases = databases().await;
    let db = &databases[0].db;
    assert_eq!(db.engine(), Engine::Sqlite);
    let Tx::Sqlite(mut tx) = db.begin().await.unwrap() else {
        unreachable!()
    };
    for sql in statements(db) {
        let plan = sqlx::query(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
            .fetch_all(&mut *tx)
            .await
            .unwrap();
        for step in plan.iter().map(|row| row.get::<String, _>(3)) {
            let scanned = step
                .strip_prefix("SCAN ")
                .and_then(|rest| rest.split_whitespace().next());
            let fine = scanned.is_none_or(|what| {
                // Sets given as JSON, rows given as values and results of inner queries, or an index of the few
                // unfinished rows; and the two sides of an entry.
                ["json_each", "CONSTANT", "(subquery-", "sides"]
                    .iter()
                    .any(|fine| what.starts_with(fine))
                    || step.ends_with("-ROW VALUES CLAUSE")
                    || sql.contains(&format!(") AS {what}"))
                    // A set that a statement makes itself.
                    || sql.contains(&format!("RECURSIVE {what}("))
                    || step.contains("USING INDEX")
                    || step.contains("USING COVERING INDEX")
            });
            assert!(fine, "{step}: {sql}");
        }
    }
}

/// Planners without statistics prefer an index on a state, and every order that waits for its deposit has the same
/// state.
#[tokio::test]
async fn what_is_found_by_a_key_is_not_looked_for_by_its_state() {
    let databases = databases().await;
    let Tx::Sqlite(mut tx) = databases[0].db.begin().await.unwrap() else {
        unreachable!()
    };
    let mut seen = 0;
    for sql in statements(&databases[0].db) {
        if !["depositor_key IN (", "customer_id IN (", " id IN ("]
            .iter()
            .any(|by_key| sql.contains(by_key))
        {
            continue;
        }
        seen += 1;
        let plan = sqlx::query(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
            .fetch_all(&mut *tx)
            .await
            .unwrap();
        for step in plan.iter().map(|row| row.get::<String, _>(3)) {
            assert!(
                !["_by_state", "_unfinished", "_lapsing"]
                    .iter()
                    .any(|index| step.contains(index)),
                "{step}: {sql}"
            );
        }
    }
    assert!(seen > 15, "{seen}");
}

/// A planner with outdated statistics treats two indexes with the same condition as equal. It then reads all live
/// rows of all customers to find those of one. Jobs are few: finished ones are deleted.
#[tokio::test]
async fn no_index_of_everybody_shares_its_condition_with_one_that_finds_by_key() {
    let databases = databases().await;
    let Some(test) = databases
        .iter()
        .find(|test| test.db.engine() == Engine::Postgres)
    else {
        return;
    };
    let Tx::Postgres(mut tx) = test.db.begin().await.unwrap() else {
        unreachable!()
    };
    let rows = sqlx::query(
        "SELECT x.indrelid::regclass::text, pg_get_expr(x.indpred, x.indrelid), a.attname::text, i.relname::text \
         FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid \
         JOIN pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0] \
         WHERE x.indpred IS NOT NULL AND x.indrelid <> 'jobs'::regclass",
    );
    let mut first = std::collections::BTreeMap::new();
    for row in rows.fetch_all(&mut *tx).await.unwrap() {
        let [table, condition, column, index] = [0, 1, 2, 3].map(|at| row.get::<String, _>(at));
        let before = first.insert((table, condition), (column.clone(), index.clone()));
        if let Some((other, beside)) = before {
            assert_eq!(other, column, "{index} and {beside}");
        }
    }
    assert!(first.len() > 5, "{first:?}");
}

/// A plan is kept as long as its session. The plan made while every table was empty is the worst case of a statement.
/// The rows it reads then are the rows it reads when the table holds a million.
#[tokio::test]
async fn a_plan_made_while_the_tables_were_empty_goes_by_the_keys() {
    let databases = databases().await;
    let Some(test) = databases
        .iter()
        .find(|test| test.db.engine() == Engine::Postgres)
    else {
        return;
    };
    let Tx::Postgres(mut tx) = test.db.begin().await.unwrap() else {
        unreachable!()
    };
    let mut wrong = Vec::new();
    let mut seen = 0;
    for sql in statements(&test.db) {
        // A list for people names states, uses the index on them, and stops after a page.
        if !sql.contains("= ANY(") || sql.contains(" LIMIT ") {
            continue;
        }
        seen += 1;
        let plan = generic_plan(&mut tx, sql).await;
        let mut steps = plan.iter().map(|step| step.trim()).peekable();
        while let Some(step) = steps.next() {
            let by_index = step.contains("Index Scan") || step.contains("Index Only Scan");
            let next = steps.peek().copied().unwrap_or_default();
            // Parked jobs are the few that wait for a person.
            let few = step.contains("jobs_parked_of");
            let keyed = !by_index || next.starts_with("Index Cond") || few;
            let every = ["_by_state", "_unfinished", "_lapsing"];
            let lists = every.iter().any(|index| step.contains(index));
            if !keyed || lists || step.contains("Seq Scan") {
                wrong.push(format!("{sql}\n{}", plan.join("\n")));
                break;
            }
        }
    }
    assert!(seen > 15, "{seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The lines of the plan that a session of ours keeps for a statement, whatever its arguments are.
pub(crate) async fn generic_plan(tx: &mut sqlx::PgConnection, sql: &str) -> Vec<String> {
    let arguments = (1..=9).filter(|at| sql.contains(&format!("${at}"))).count();
    let nulls = vec!["NULL"; arguments].join(", ");
    let prepare = format!("SET LOCAL plan_cache_mode = force_generic_plan; PREPARE asked AS {sql}");
    tx.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(prepare)))
        .await
        .unwrap();
    let explain = format!("EXPLAIN (COSTS OFF) EXECUTE asked({nulls})");
    let rows = tx.fetch_all(sqlx::raw_sql(sqlx::AssertSqlSafe(explain)));
    let plan = rows.await.unwrap().iter().map(|row| row.get(0)).collect();
    tx.execute("DEALLOCATE asked").await.unwrap();
    plan
}

#[tokio::test]
async fn the_records_cannot_be_rewritten() {
    for test in databases().await {
        write(&test.db, &one_of_everything()).await.unwrap();
        let forbidden = [
            "UPDATE entries SET amount = 1",
            "DELETE FROM entries",
            "UPDATE audit_log SET detail = ''",
            "DELETE FROM audit_log",
            "DELETE FROM inbox",
            "UPDATE inbox SET body = ''",
            "UPDATE inbox SET verdict = 'signed'",
            "UPDATE inbox SET headers = ''",
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
        prompt(&test.db, "UPDATE inbox SET effect = 'replayed'")
            .await
            .unwrap();
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
