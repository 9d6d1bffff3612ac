//! The index of each search.

use credit_gateway::store::{Tx, statements};
use sqlx::Row as _;

use crate::{databases, schema::generic_plan};

/// The condition that identifies a search, and the index that serves it on PostgreSQL and on SQLite.
const LED_BY: &[(&str, &str, &str)] = &[
    (
        "AND api_key = $5",
        "spends_of_customer",
        "spends_of_customer",
    ),
    (
        "FROM redemptions WHERE campaign_id",
        "redemptions_of_campaign",
        "redemptions_of_campaign",
    ),
    // A batch must not read all of a campaign's for a customer's.
    (
        "AND campaign_id || ''",
        "Index Cond: (customer_id = ANY",
        "(customer_id=?",
    ),
    (
        "FROM spends WHERE customer_id = $1 AND reference",
        "spends_of_reference",
        "spends_of_reference",
    ),
    (
        "FROM holds WHERE customer_id = $1 AND reference",
        "holds_of_reference",
        "holds_of_reference",
    ),
    (
        "FROM orders WHERE state = $7",
        "orders_by_state",
        "orders_by_state",
    ),
    (
        "FROM orders WHERE amount = $5",
        "orders_of_amount",
        "orders_of_amount",
    ),
    (
        "FROM orders WHERE customer_id = $3",
        "orders_of_customer",
        "orders_of_customer",
    ),
    (
        "FROM orders WHERE depositor_key = $4",
        "orders_of_depositor",
        "orders_of_depositor",
    ),
    (
        "FROM payments WHERE amount = $5",
        "payments_of_amount",
        "payments_of_amount",
    ),
    (
        "FROM payments WHERE order_id IN (SELECT id FROM orders WHERE customer_id = $3",
        "orders_of_customer",
        "orders_of_customer",
    ),
    (
        "AND payment_key = $1) FROM of_provider",
        "payments_provider_payment_key_key",
        "sqlite_autoindex_payments_3",
    ),
    (
        "state || '' = 'held'",
        "webhook_deliveries_of_lane",
        "webhook_deliveries_of_lane",
    ),
    (
        "state || '' = 'waiting'",
        "webhook_deliveries_of_lane",
        "webhook_deliveries_of_lane",
    ),
    (
        "id > $2 AND id < $6",
        "AND (id > $2) AND (id < $6))",
        "(customer_id=? AND id>? AND id<?)",
    ),
    ("($8)", "orders_pkey", "sqlite_autoindex_orders_1"),
    ("($7)", "payments_pkey", "sqlite_autoindex_payments_1"),
];

async fn plan(tx: &mut Tx, sql: &str) -> Vec<String> {
    match tx {
        Tx::Postgres(tx) => generic_plan(tx, sql).await,
        Tx::Sqlite(tx) => {
            let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
            let rows = sqlx::query(explain).fetch_all(&mut **tx).await.unwrap();
            rows.iter().map(|row| row.get(3)).collect()
        }
    }
}

/// While the tables are empty, when PostgreSQL has no statistics: a session keeps the plan for its lifetime.
#[tokio::test]
async fn each_search_goes_by_its_index() {
    for test in databases().await {
        let mut tx = test.db.begin().await.unwrap();
        let mut seen = Vec::new();
        for sql in statements(&test.db) {
            let led_by = LED_BY.iter().find(|(words, ..)| sql.contains(words));
            let Some((words, pg, lite)) = led_by else {
                // A customer's open holds have an index of their own, and they are few.
                if sql.contains("FROM holds") && sql.contains("state = 'open'") {
                    let whole = plan(&mut tx, sql).await.join("\n");
                    assert!(!whole.contains("_of_reference"), "{sql}\n{whole}");
                }
                continue;
            };
            let whole = plan(&mut tx, sql).await.join("\n");
            seen.push(*words);
            let index = match test.db.engine() {
                credit_gateway::store::engine::Engine::Postgres => pg,
                credit_gateway::store::engine::Engine::Sqlite => lite,
            };
            assert!(whole.contains(index), "{sql}\n{whole}");
            // All ids from the newest on, each row read: this reads a whole table when little is found.
            for every in [
                "Index Cond: (id < ",
                "Index Cond: (payment_key = ",
                "(id<?)",
                "Seq Scan",
                "SCAN orders",
                "SCAN payments",
                "hashed SubPlan",
            ] {
                assert!(!whole.contains(every), "{every} {sql}\n{whole}");
            }
            let steps: Vec<&str> = whole.lines().collect();
            for (step, next) in steps.iter().zip(steps.iter().skip(1)) {
                let led = next.contains("Index Cond");
                let by_index = step.contains("-> ") && step.contains("Index");
                assert!(led || !by_index, "{step} {sql}\n{whole}");
            }
        }
        // A depositor's payments are found by the depositor's orders.
        assert_eq!(seen.len(), LED_BY.len() + 1, "{seen:?}");
    }
}
