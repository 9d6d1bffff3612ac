//! The plans of statements.

use credit_gateway::store::{Tx, engine::Engine, statements};
use sqlx::{Executor as _, Row as _};

use crate::databases;

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
                // What waits for a person is a table of its own, so that it is short.
                ["json_each", "CONSTANT", "(subquery-", "sides", "cash_receipts_waiting", "tax_amendments_due"]
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
