//! Rows that wait for a person. A person settles garbled signed notices after the storm. At the end only cases remain
//! that the rules cannot decide, because money really moved in an unexpected way. Months have passed then, so nothing
//! else waits.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::{buyer::text, shop::Shop, tally::Tally};

/// They sign what they send, so what is garbled below a right signature is a person's to look at.
const SIGN: [&str; 2] = ["bank", "portone"];
/// Rows that nothing may wait in after months.
const NONE: [&str; 7] = [
    "SELECT COUNT(*) FROM jobs WHERE state = 'parked'",
    "SELECT COUNT(*) FROM orders WHERE state IN ('open', 'confirming', 'awaiting_deposit')",
    "SELECT COUNT(*) FROM holds WHERE state = 'open'",
    "SELECT COUNT(*) FROM lots WHERE held > 0",
    "SELECT COUNT(*) FROM refunds WHERE state NOT IN ('succeeded', 'declined')",
    "SELECT COUNT(*) FROM deposits WHERE state IN ('unmatched', 'ambiguous', 'overpaid', 'late', 'duplicate', 'early', \
     'possible_repeat')",
    "SELECT COUNT(*) FROM inbox WHERE verdict IN ('unreadable', 'contradictory') AND settled_at IS NULL",
];

/// A person who compared the sender's own list with the books has settled the notices that it signed garbled.
pub(crate) async fn settle_notices(shop: &Shop, tally: &Tally) {
    let path = "/v1/inbox?open=true&limit=100";
    loop {
        let listed = shop.get(Some(Role::Support), path).await.ok();
        let notices = listed["items"].as_array().unwrap();
        if notices.is_empty() {
            return;
        }
        settle_each(shop, tally, notices).await;
    }
}

/// A person who compared the bank's own list with the deposits settles possible repeats as repeats: no bank transfer
/// here is made again. A statement reports a transfer that was taken back meanwhile, without the balance that would
/// show that it is the same.
pub(crate) async fn settle_repeats(shop: &Shop, tally: &Tally) {
    let path = "/v1/deposits?state=possible_repeat&limit=100";
    loop {
        let listed = shop.get(Some(Role::Support), path).await.ok();
        let doubtful = listed["items"].as_array().unwrap();
        if doubtful.is_empty() {
            return;
        }
        for deposit in doubtful {
            let id = text(deposit, "id");
            let path = format!("/v1/deposits/{id}/repeat");
            let reason = json!({"reason": "once in the bank's own list"});
            shop.post(&id, Role::Support, &path, &reason).await.ok();
            tally.count("statement of a deposit taken back, compared by a person");
        }
    }
}

async fn settle_each(shop: &Shop, tally: &Tally, notices: &[Value]) {
    for notice in notices {
        // A message that was garbled in transit and sent again contradicts the first.
        let garbled =
            ["unreadable", "contradictory"].contains(&notice["verdict"].as_str().unwrap());
        let provider = notice["provider"].as_str().unwrap();
        assert!(garbled && SIGN.contains(&provider), "{notice}");
        let id = text(notice, "id");
        let path = format!("/v1/inbox/{id}/settle");
        let reason = json!({"reason": "everything of the sender's own list is here"});
        let settled = shop.post(&id, Role::Support, &path, &reason).await;
        settled.ok();
        tally.count("garbled notice settled");
    }
}

pub(crate) async fn judge(shop: &Shop, books: &Value) {
    for sql in NONE {
        assert_eq!(shop.database.number(sql).await, 0, "{sql}");
    }
    underpaid(shop).await;
    contradicted(shop, books).await;
}

/// Buyers who transferred too little.
async fn underpaid(shop: &Shop) {
    let opened = shop.opened.lock().unwrap().clone();
    let sql = "SELECT name, CAST(amount AS TEXT) FROM deposits WHERE state = 'underpaid'";
    for row in shop.database.rows(sql).await {
        let order = opened.iter().find(|order| order.depositor == row[0]);
        let asked = order.unwrap().amount;
        let came: i64 = row[1].parse().unwrap();
        assert!(came < asked, "{came} won are enough for {asked}");
    }
}

/// Each open contradiction is a real one: the simulators' books confirm it.
async fn contradicted(shop: &Shop, books: &Value) {
    let sql = "SELECT contradictions.kind, contradictions.provider, contradictions.payment_key, \
               CAST(orders.amount AS TEXT), orders.state, contradictions.note \
               FROM contradictions JOIN orders ON orders.id = contradictions.order_id \
               WHERE contradictions.state IN ('open', 'refunding')";
    for row in shop.database.rows(sql).await {
        let theirs = theirs(books, &row[1], &row[2]);
        let asked: i64 = row[3].parse().unwrap();
        let known = match row[0].as_str() {
            // Its simulator charged less than the order costs.
            "other_amount" => row[4] == "mismatched" && theirs.amount != asked,
            // Its simulator returned less than requested.
            "cancel_differs" => differs(shop, &row[2], &theirs.cancels).await,
            // Its bank took back money that a person had returned already.
            "gave_back_twice" => theirs.reversed || reversed(shop, &row[2]).await,
            _ => false,
        };
        assert!(known, "the provider agrees and it is still open: {row:?}");
    }
    let sql = "SELECT COUNT(*) FROM orders WHERE state = 'mismatched' AND id NOT IN \
               (SELECT order_id FROM contradictions WHERE state IN ('open', 'refunding'))";
    let alone = shop.database.number(sql).await;
    assert_eq!(alone, 0, "orders are parked and nobody is told why");
}

/// A payment or movement as its provider has it.
#[derive(Default)]
struct Theirs {
    amount: i64,
    cancels: Vec<i64>,
    reversed: bool,
}

fn theirs(books: &Value, provider: &str, key: &str) -> Theirs {
    if provider == "bank" {
        return Theirs::default();
    }
    let payments = books[provider]["payments"].as_array().unwrap();
    let paid = payments.iter().find(|paid| paid["payment_key"] == key);
    let paid = paid.unwrap_or_else(|| panic!("{provider} has no payment {key}"));
    let cancels = paid["cancels"].as_array().unwrap().iter();
    Theirs {
        amount: paid["amount"].as_i64().unwrap(),
        cancels: cancels
            .map(|line| line["amount"].as_i64().unwrap())
            .collect(),
        reversed: paid["status"] == "WAITING_FOR_DEPOSIT",
    }
}

/// Whether a bank took a deposit back; our books agree with the bank's on that (`truth`).
async fn reversed(shop: &Shop, key: &str) -> bool {
    let sql = format!(
        "SELECT COUNT(*) FROM deposits WHERE movement_key = '{key}' AND state = 'reversed'"
    );
    shop.database.number(&sql).await == 1
}

/// Whether our refunds of a payment requested other amounts than were returned.
async fn differs(shop: &Shop, key: &str, given: &[i64]) -> bool {
    let sql = format!(
        "SELECT CAST(refunds.amount AS TEXT) FROM refunds JOIN payments ON payments.id = refunds.payment_id \
         WHERE payments.payment_key = '{key}' AND refunds.state = 'succeeded'"
    );
    let rows = shop.database.rows(&sql).await;
    let asked = rows.iter().map(|row| row[0].parse::<i64>().unwrap());
    asked.into_iter().any(|asked| !given.contains(&asked))
}
