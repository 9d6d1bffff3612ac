//! A figure of thirty days does not read the years before them.

use std::collections::BTreeSet;

use credit_gateway::store::{Tx, statements};
use sqlx::{Executor as _, Row as _};

use crate::{databases, schema::generic_plan};

/// A part of a statement, and the index that finds its rows, on SQLite and on PostgreSQL.
const FOUND_BY: [(&str, &str, &str); 5] = [
    (
        "FROM payments WHERE paid_at >= $1",
        "payments_by_time",
        "payments_by_time",
    ),
    (
        "FROM refunds WHERE settled_at IS NOT NULL AND settled_at >= $1",
        "refunds_by_end",
        "refunds_by_end",
    ),
    (
        "FROM payments WHERE outside_at IS NOT NULL",
        "payments_taken_back",
        "payments_taken_back",
    ),
    (
        "WHERE orders.id >= $1 ORDER BY orders.id DESC LIMIT $2",
        "sqlite_autoindex_orders",
        "orders_pkey",
    ),
    (
        "WHERE lots.has_remaining + 0 = 1 AND lots.expires_at > $1",
        "lots_lapsing",
        "lots_lapsing",
    ),
];

#[tokio::test]
async fn each_figure_goes_by_its_index() {
    for test in databases().await {
        let mut seen = BTreeSet::new();
        for sql in statements(&test.db) {
            let found = FOUND_BY.iter().find(|(part, ..)| sql.contains(part));
            let Some((part, lite, pg)) = found else {
                continue;
            };
            seen.insert(part);
            let (plan, index) = match test.db.begin().await.unwrap() {
                Tx::Sqlite(mut tx) => {
                    let asked = format!("EXPLAIN QUERY PLAN {sql}");
                    let rows = tx.fetch_all(sqlx::raw_sql(sqlx::AssertSqlSafe(asked)));
                    let rows = rows.await.unwrap();
                    let steps = rows.iter().map(|row| row.get::<String, _>(3));
                    (steps.collect::<Vec<_>>().join("\n"), lite)
                }
                Tx::Postgres(mut tx) => (generic_plan(&mut tx, sql).await.join("\n"), pg),
            };
            assert!(plan.contains(index), "{sql}\n{plan}");
        }
        assert_eq!(seen.len(), FOUND_BY.len());
    }
}
