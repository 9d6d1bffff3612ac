//! The months after the storm, without faults: all clocks move on. Deposits are taken back and made again, holds
//! outlive their lots, and the feed's secret is replaced. On day 100 people at the providers' consoles cancel
//! payments without any notice.

mod transfers;

use chrono::{DateTime, TimeDelta, Utc};
use credit_gateway::access::Role;
use domain::calendar::rfc3339_seoul;
use serde_json::json;

use self::transfers::{BOTH, cancel, found, nobody_knows, refused, transfer};
use crate::{
    again, books,
    buyer::text,
    kinds::{HOLD_OUTLIVED_LOT, NEXT_SECRET_TAKEN, OLD_SECRET_REFUSED},
    process::Process,
    shop::{FIRST_SECRET, Feed, NEXT_SECRET, Shop},
    swarm::PROVIDERS,
    tally::Tally,
    truth,
};

/// The longest hold, in seconds.
const HOLD_SECONDS: i64 = 86_400;
/// How long before the first end of lots credits are set aside.
const BEFORE_THE_END: TimeDelta = TimeDelta::minutes(30);
/// When people cancel at the providers' own consoles.
pub(crate) const CONSOLE_DAY: i64 = 100;
/// After the next look-up of every provider: day 113 at Toss Payments and PortOne, day 127 at those that send no webhooks.
const FOUND_BY_DAY: i64 = 129;

/// Passes the days. Returns the gateways that run at their end.
pub(crate) async fn pass(
    shop: &Shop,
    tally: &Tally,
    began: DateTime<Utc>,
    gateways: Vec<Process>,
) -> Vec<Process> {
    let gateways = paid_again(shop, began, gateways).await;

    let sql = "SELECT CAST(MIN(expires_at) AS TEXT) FROM lots WHERE kind = 'membership' AND remaining > 0";
    let end: i64 = shop.database.rows(sql).await[0][0].parse().unwrap();
    let end = DateTime::from_timestamp_micros(end).unwrap();
    let feed = |signs, believed| Feed { signs, believed };

    let then = end - BEFORE_THE_END;
    let gateways = shop.later(gateways, then, feed(FIRST_SECRET, BOTH)).await;
    let held = hold_over(shop, end).await;
    transfer(shop, "old").await;
    books::done(shop).await;

    let then = began + TimeDelta::days(CONSOLE_DAY);
    let gateways = shop.later(gateways, then, feed(NEXT_SECRET, BOTH)).await;
    lapsed(shop, tally, &held).await;
    transfer(shop, "next").await;
    tally.count(NEXT_SECRET_TAKEN);
    books::done(shop).await;
    let bought = truth::ASKED.iter().filter(|it| PROVIDERS.contains(it));
    for provider in bought {
        cancel(shop, provider).await;
    }
    nobody_knows(shop).await;

    let then = began + TimeDelta::days(FOUND_BY_DAY);
    let only = feed(NEXT_SECRET, &[NEXT_SECRET]);
    let gateways = shop.later(gateways, then, only).await;
    books::done(shop).await;
    found(shop, tally).await;
    refused(shop).await;
    transfer(shop, "only").await;
    tally.count(OLD_SECRET_REFUSED);
    books::done(shop).await;
    months_given(shop).await;
    gateways
}

/// No month of a membership stays due: the gateways made up what they missed while they were stopped.
async fn months_given(shop: &Shop) {
    let given = async || {
        let now = shop.now().timestamp_micros();
        let sql = format!("SELECT COUNT(*) FROM subscriptions WHERE next_due_at <= {now}");
        shop.database.number(&sql).await == 0
    };
    let given = crate::within(books::WITHIN, given).await;
    assert!(given.is_some(), "months of memberships stay due");
}

/// Deposits that their banks take back on day 1, and that are made again on day 2: within the days for which Toss's
/// accounts accept money.
async fn paid_again(shop: &Shop, began: DateTime<Utc>, gateways: Vec<Process>) -> Vec<Process> {
    let kept = "SELECT order_id, id FROM payments WHERE provider = 'toss' AND method = 'virtual_account' AND refunded = 0 AND in_flight = 0 \
                AND cancelled_outside = 0 ORDER BY id LIMIT 3";
    let kept = shop.database.rows(kept).await;
    let gone = async |expected: &str| {
        for row in &kept {
            let sql = format!(
                "SELECT COUNT(*) FROM payments WHERE id = '{}' AND cancelled_outside = {expected}",
                row[1]
            );
            let known = async || shop.database.number(&sql).await == 1;
            let known = crate::within(books::WITHIN, known).await;
            assert!(known.is_some(), "not {expected} of {row:?} is gone");
        }
    };
    let then = began + TimeDelta::days(1);
    let gateways = shop.later(gateways, then, shop.feed()).await;
    for row in &kept {
        again::take_back(shop, &row[0]).await;
    }
    gone("amount").await;
    let then = began + TimeDelta::days(2);
    let gateways = shop.later(gateways, then, shop.feed()).await;
    for row in &kept {
        again::pay_in(shop, "toss", &row[0]).await;
    }
    gone("0").await;
    books::done(shop).await;
    gateways
}

/// Credits set aside from lots that end before the hold does: the ids of the lots, and the amount of each.
async fn hold_over(shop: &Shop, end: DateTime<Utc>) -> Vec<(String, i64)> {
    let micros = end.timestamp_micros();
    let sql = format!(
        "SELECT customer_id, CAST(CAST(SUM(remaining) AS BIGINT) AS TEXT) FROM lots \
         WHERE expires_at = {micros} AND remaining > 0 GROUP BY customer_id"
    );
    let mut parts = Vec::new();
    for row in shop.database.rows(&sql).await {
        let path = format!("/v1/customers/{}/holds", row[0]);
        let credits: i64 = row[1].parse().unwrap();
        let body = json!({
            "credits": credits, "meter": "video.generate", "reference": "a long answer", "expires_in": HOLD_SECONDS,
        });
        let key = format!("hold-over-{}", row[0]);
        let hold = shop.post(&key, Role::Service, &path, &body).await.ok();
        for part in hold["parts"].as_array().unwrap() {
            if part["expires_at"] == rfc3339_seoul(end) {
                parts.push((text(part, "lot"), part["credits"].as_i64().unwrap()));
            }
        }
    }
    parts
}

/// The holds ran out long after their lots: their credits are expired, belong to nobody, and are not held.
async fn lapsed(shop: &Shop, tally: &Tally, held: &[(String, i64)]) {
    let open = async || {
        let sql = "SELECT COUNT(*) FROM holds WHERE state = 'open'";
        shop.database.number(sql).await == 0
    };
    let lapsed = crate::within(books::WITHIN, open).await;
    assert!(lapsed.is_some(), "holds are open months after their time");
    for (lot, credits) in held {
        let sql = format!(
            "SELECT COUNT(*) FROM lots WHERE id = '{lot}' AND held = 0 AND remaining = 0 AND expired >= {credits}"
        );
        let right = shop.database.number(&sql).await;
        assert_eq!(right, 1, "{credits} credits of {lot} are not expired");
        tally.count(HOLD_OUTLIVED_LOT);
    }
}
