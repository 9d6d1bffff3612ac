//! Compares the books with the provider's.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::Value;

use super::{Settled, WITHIN};
use crate::{forger::FORGED, parked, shop::Shop, tally::Tally, truth};

pub(crate) async fn provider_books(shop: &Shop) -> Value {
    shop.at_provider(Method::GET, "/books", &Value::Null)
        .await
        .ok()
}

/// The verdict.
pub(crate) async fn judge(shop: &Shop, tally: &Tally, settled: &Settled) {
    audit(shop).await;
    let books = provider_books(shop).await;
    truth::agree(&shop.database, &books).await;
    once(shop, &books).await;
    charges_and_lots(shop, &books).await;
    parked::judge(shop, &books).await;
    let forged = format!("SELECT COUNT(*) FROM deposits WHERE movement_key LIKE '{FORGED}%'");
    assert_eq!(
        shop.database.number(&forged).await,
        0,
        "a forgery was believed"
    );
    assert!(tally.of("forgery sent") > 0, "nobody forged anything");
    assert!(
        settled.by_itself.is_some(),
        "in doubt {WITHIN:?} after every provider answered: {:?}",
        settled.left
    );
}

/// The audit that an operator would run.
async fn audit(shop: &Shop) {
    let now = shop.now().to_rfc3339();
    let told = shop.run(&["audit", "--json", "--at", &now], &[]).await;
    let text = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.status.success(), "the audit found: {text}");
    let checks: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert!(checks.len() >= 10, "only {} invariants", checks.len());
}

/// No money was taken twice, and none was returned twice, except by acts of buyers and of the providers' own people.
async fn once(shop: &Shop, books: &Value) {
    let sql = "SELECT payments.payment_key, CAST(COUNT(refunds.id) AS TEXT) FROM payments \
               LEFT JOIN refunds ON refunds.payment_id = payments.id AND refunds.state = 'succeeded' \
               GROUP BY payments.payment_key";
    let refunds = shop.database.rows(sql).await;
    let console = shop.console.lock().unwrap().clone();
    let paid_in = shop.paid_in.lock().unwrap().clone();
    for provider in truth::ASKED {
        for paid in books[provider]["payments"].as_array().unwrap() {
            // A payment that was never begun has no name.
            let [key, order] = ["payment_key", "order_id"].map(|name| paid[name].as_str());
            let approvals = paid["approvals"].as_u64().unwrap();
            let times = order.and_then(|order| paid_in.get(order));
            let times = times.copied().unwrap_or(1);
            assert!(approvals <= times, "taken more than {times} times: {paid}");
            let ours = refunds.iter().find(|row| key == Some(row[0].as_str()));
            let ours = ours.map_or(0, |row| row[1].parse().unwrap());
            let theirs = usize::from(key.is_some_and(|key| console.contains_key(key)));
            assert_eq!(
                paid["cancels"].as_array().unwrap().len(),
                ours + theirs,
                "went back more or less often than refunded: {paid}"
            );
        }
    }
}

/// Every paid lot has its payment, every payment its lot; a transfer is a lot or waits for a person.
async fn charges_and_lots(shop: &Shop, books: &Value) {
    let none = [
        "SELECT COUNT(*) FROM lots WHERE kind IN ('purchased', 'bulk') AND (payment_id IS NULL \
         OR payment_id NOT IN (SELECT id FROM payments))",
        "SELECT COUNT(*) FROM payments WHERE id NOT IN (SELECT payment_id FROM lots WHERE payment_id IS NOT NULL)",
        "SELECT COUNT(*) FROM orders WHERE state = 'mismatched' AND note IS NULL",
        "SELECT COUNT(*) FROM payments JOIN deposits ON deposits.movement_key = payments.payment_key \
         WHERE deposits.state = 'reversed' AND payments.cancelled_outside <> payments.amount",
        "SELECT COUNT(*) FROM jobs WHERE state = 'running'",
    ];
    for sql in none {
        assert_eq!(shop.database.number(sql).await, 0, "{sql}");
    }
    // A statement names a movement differently from the feed that the bank's books describe.
    let told: BTreeSet<&str> = books["bank"]["deposits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|deposit| deposit["movement_id"].as_str().unwrap())
        .collect();
    let sql = "SELECT payments.payment_key, deposits.movement_key FROM payments \
               LEFT JOIN deposits AS paid ON paid.movement_key = payments.payment_key \
               LEFT JOIN deposits ON deposits.id = paid.id OR deposits.repeat_of = paid.id \
               WHERE payments.provider = 'bank' ORDER BY payments.payment_key";
    let rows = shop.database.rows(sql).await;
    for payment in rows.chunk_by(|one, two| one[0] == two[0]) {
        let by_bank = payment.iter().any(|row| told.contains(row[1].as_str()));
        assert!(by_bank, "nobody transferred {payment:?}");
    }
}
