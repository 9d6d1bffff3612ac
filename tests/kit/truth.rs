//! Whether the books are right: the audit over the rows, and the comparison with the provider's own books.

use chrono::{DateTime, Utc};
use credit_gateway::store::{self, Db};
use serde_json::Value;

use crate::database::Database;

/// Evaluates every invariant over a database. Panics with the rows that break one.
pub async fn audit(database: &Database, now: DateTime<Utc>) {
    let db = Db::open_read_only(&database.url).await.unwrap();
    let checks = store::audit::audit(&db, now, &days_off()).await.unwrap();
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

/// The holidays that are built in.
pub fn days_off() -> store::audit::DaysOff {
    store::audit::DaysOff::parse(include_str!("../../policies/kr-holidays.csv")).unwrap()
}

/// Providers with look-ups, whose books the simulators keep by payment.
pub const ASKED: [&str; 4] = ["toss", "kakaopay", "naverpay", "portone"];

/// Compares the simulators' books with the gateway's rows, won by won.
pub async fn agree(database: &Database, books: &Value) {
    for provider in ASKED {
        payments_agree(database, provider, &books[provider]["payments"]).await;
    }
    deposits_agree(database, &books["bank"]["deposits"]).await;
}

/// Every provider that took money took it for one order of ours, and every payment of ours exists at its provider.
async fn payments_agree(database: &Database, provider: &str, books: &Value) {
    let sql = format!(
        "SELECT orders.id, orders.state, COALESCE(payments.payment_key, ''), \
         CAST(COALESCE(payments.amount, 0) AS TEXT), \
         CAST(CAST(COALESCE(payments.refunded + payments.cancelled_outside - COALESCE(( \
             SELECT SUM(refunds.amount) FROM refunds WHERE refunds.payment_id = payments.id \
             AND refunds.state = 'succeeded' AND refunds.sent_at IS NULL), 0), 0) AS BIGINT) AS TEXT), \
         CAST(COALESCE(payments.in_flight, 0) AS TEXT), CAST(COALESCE(payments.cancelled_outside, 0) AS TEXT), \
         (SELECT CAST(COUNT(*) AS TEXT) FROM contradictions WHERE order_id = orders.id \
          AND contradictions.state = 'closed' AND failure IS NOT NULL) \
         FROM orders LEFT JOIN payments ON payments.order_id = orders.id WHERE orders.provider = '{provider}'"
    );
    let ours = database.rows(&sql).await;
    let theirs = books.as_array().unwrap();
    let made = |paid: &&Value| paid["approvals"].as_i64().unwrap() > 0;
    for row in ours.iter().filter(|row| !row[2].is_empty()) {
        let same = |paid: &&Value| paid["payment_key"] == row[2].as_str();
        assert!(
            theirs.iter().filter(made).any(|paid| same(&paid)),
            "{provider}: we have a payment that nobody made: {row:?}"
        );
    }
    for paid in theirs.iter().filter(made) {
        let row = ours
            .iter()
            .find(|row| paid["order_id"] == row[0].as_str())
            .unwrap_or_else(|| {
                panic!("{provider} took money for an order that we do not have: {paid}")
            });
        if row[1] == "mismatched" {
            assert!(row[2].is_empty(), "a parked order has a payment: {row:?}");
            continue;
        }
        let reversed = paid["status"] == "WAITING_FOR_DEPOSIT";
        // The bank took the deposit back before we learned that it had come.
        if reversed && row[2].is_empty() {
            continue;
        }
        // It was in no books, and all of it was returned, at the provider or by a person's transfer of the amount it
        // refused.
        if row[1] == "cancelled" && (paid["cancelled"] == paid["amount"] || row[7] != "0") {
            assert!(
                row[2].is_empty(),
                "a cancelled order has a payment: {row:?}"
            );
            continue;
        }
        let (gone, cancelled) = if reversed {
            (&row[6], &paid["amount"])
        } else {
            (&row[4], &paid["cancelled"])
        };
        let theirs = [&paid["amount"], cancelled].map(|won| won.as_i64().unwrap().to_string());
        assert_eq!(
            row[2],
            paid["payment_key"].as_str().unwrap(),
            "{provider}: another payment: {paid}"
        );
        assert_eq!(
            [&row[3], gone],
            [&theirs[0], &theirs[1]],
            "{provider}: amount and what of it went back: {paid} and {row:?}"
        );
        assert_eq!(row[5], "0", "something is still in flight: {row:?}");
    }
}

/// Every movement on the account is a deposit of ours, reversed where the bank took it back. A movement that other
/// sources reported before has a deposit of its own, in the state of its money's deposit.
async fn deposits_agree(database: &Database, books: &Value) {
    let sql = "SELECT told.movement_key, CAST(told.amount AS TEXT), \
               CASE WHEN COALESCE(money.state, told.state) = 'reversed' THEN 'true' ELSE 'false' END \
               FROM deposits AS told LEFT JOIN deposits AS money ON money.id = told.repeat_of";
    let ours = database.rows(sql).await;
    for deposit in books.as_array().unwrap() {
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
