//! Whether the books are right: the audit over the rows, and the comparison with the provider's own books.

use chrono::{DateTime, Utc};
use credit_gateway::store::{self, Db};
use serde_json::Value;

use super::database::Database;

/// Evaluates every invariant over a database, whoever wrote it.
pub(crate) async fn audit(database: &Database, now: DateTime<Utc>) {
    let db = Db::open_read_only(&database.url).await.unwrap();
    let checks = store::audit::audit(&db, now).await.unwrap();
    db.close().await;
    assert!(
        checks.len() >= 10,
        "only {} invariants were evaluated",
        checks.len()
    );
    let broken: Vec<String> = checks
        .iter()
        .filter(|check| check.count > 0)
        .map(|check| format!("{}: {:?}", check.name, check.broken))
        .collect();
    assert!(broken.is_empty(), "the audit found:\n{}", broken.join("\n"));
}

/// Compares the simulators' books with the gateway's rows, won by won.
pub(crate) async fn agree(database: &Database, books: &Value) {
    let sql = "SELECT orders.id, orders.state, COALESCE(payments.payment_key, ''), \
               CAST(COALESCE(payments.amount, 0) AS TEXT), \
               CAST(COALESCE(payments.refunded + payments.cancelled_outside, 0) AS TEXT), \
               CAST(COALESCE(payments.in_flight, 0) AS TEXT) \
               FROM orders LEFT JOIN payments ON payments.order_id = orders.id WHERE orders.provider = 'toss'";
    let ours = database.rows(sql).await;
    for paid in books["toss"]["payments"].as_array().unwrap() {
        let status = paid["status"].as_str().unwrap();
        let approved = paid["approvals"].as_i64().unwrap() > 0;
        let row = ours.iter().find(|row| paid["order_id"] == row[0].as_str());
        if !approved {
            assert!(
                row.is_none_or(|row| row[2].is_empty()),
                "we have a payment that nobody made: {paid}"
            );
            continue;
        }
        let row = row.unwrap_or_else(|| {
            panic!("the provider took money for an order that we do not have: {paid}")
        });
        if row[1] == "mismatched" {
            assert!(row[2].is_empty(), "a parked order has a payment: {row:?}");
            continue;
        }
        let cancelled = if status == "WAITING_FOR_DEPOSIT" {
            &paid["amount"]
        } else {
            &paid["cancelled"]
        };
        let theirs = [&paid["amount"], cancelled].map(|won| won.as_i64().unwrap().to_string());
        assert_eq!(
            row[2],
            paid["payment_key"].as_str().unwrap(),
            "another payment: {paid}"
        );
        assert_eq!(
            row[3..5],
            theirs,
            "amount and what of it went back: {paid} and {row:?}"
        );
        assert_eq!(row[5], "0", "something is still in flight: {row:?}");
    }
    let sql = "SELECT movement_key, CAST(amount AS TEXT), CASE WHEN state = 'reversed' THEN 'true' ELSE 'false' END \
               FROM deposits";
    let ours = database.rows(sql).await;
    for deposit in books["bank"]["deposits"].as_array().unwrap() {
        let expected = [
            deposit["movement_id"].as_str().unwrap().to_owned(),
            deposit["amount"].to_string(),
            deposit["reversed"].to_string(),
        ];
        assert!(
            ours.iter().any(|row| row[..] == expected),
            "not in our books: {deposit}"
        );
    }
}
