//! Months that orders pay for: each asked for once, at one price, and given by one payment of it or not at all.

use serde_json::Value;

use super::{
    Check, Look,
    check::{Set, sets},
};
use crate::store::{StoreError, engine::Row, sql::Sql};

pub(super) static SETS: [Set; 2] = sets! {
    months_asked "a month that an order pays for is asked for once, from the day it is due, waits until it is given or skipped as unpaid, and no other month is" = "\
        SELECT m.id, 'asked for at ' || m.made_at || ', or the month was settled as another' AS detail \
        FROM due_months m \
        LEFT JOIN distributions d ON d.subscription_id = m.subscription_id AND d.month = m.month \
        WHERE m.made_at < m.due_at \
            OR (d.id IS NOT NULL AND (d.customer_id <> m.customer_id OR d.plan <> m.plan OR d.credits <> m.credits \
                OR d.due_at <> m.due_at OR d.made_at < m.made_at OR COALESCE(d.skipped, 'unpaid') <> 'unpaid')) \
        UNION ALL SELECT d.id, 'skipped as unpaid, and nobody was asked to pay it' \
        FROM distributions d LEFT JOIN due_months m ON m.subscription_id = d.subscription_id AND m.month = d.month \
        WHERE d.skipped = 'unpaid' AND m.id IS NULL \
        UNION ALL SELECT s.id, 'waits for ' || COALESCE(s.waiting, 'nothing') || ', and ' || COALESCE(w.id, 'nothing') || ' is not settled' \
        FROM subscriptions s LEFT JOIN ( \
            SELECT m.id, m.subscription_id FROM due_months m \
            LEFT JOIN distributions d ON d.subscription_id = m.subscription_id AND d.month = m.month WHERE d.id IS NULL \
        ) w ON w.subscription_id = s.id \
        WHERE COALESCE(s.waiting, '') <> COALESCE(w.id, '') OR (s.waiting IS NOT NULL AND s.state <> 'active') \
        UNION ALL SELECT m.subscription_id, m.asked || ' months to pay, and ' || COALESCE(e.reported, 0) || ' events' \
        FROM (SELECT subscription_id, COUNT(*) AS asked FROM due_months GROUP BY subscription_id) m \
        LEFT JOIN ( \
            SELECT subject, COUNT(*) AS reported FROM events WHERE kind = 'subscription.month_due' GROUP BY subject \
        ) e ON e.subject = m.subscription_id \
        WHERE m.asked <> COALESCE(e.reported, 0)";

    months_paid "an order of membership credits is for one month at the price that was asked, and a month that an order pays for is given by the payment of that order alone" = "\
        SELECT o.id, o.amount || ' won for ' || o.credits || ', and month ' || COALESCE(m.id, 'none') || ' is another' AS detail \
        FROM orders o LEFT JOIN due_months m ON m.id = o.product AND m.customer_id = o.customer_id \
        WHERE o.kind = 'membership' AND (m.id IS NULL OR o.quantity <> 1 OR o.amount <> m.amount OR o.tax_free <> m.tax_free \
            OR o.credits <> m.credits OR o.bonus IS NOT NULL) \
        UNION ALL SELECT o.id, 'is for a month, and of other credits' \
        FROM orders o JOIN due_months m ON m.id = o.product WHERE o.kind <> 'membership' \
        UNION ALL SELECT o.id, 'is paid, and its month was not given for it' \
        FROM orders o JOIN due_months m ON m.id = o.product \
        LEFT JOIN distributions d ON d.subscription_id = m.subscription_id AND d.month = m.month \
        LEFT JOIN lots l ON l.id = d.lot_id AND l.payment_id = o.payment_id \
        WHERE o.state = 'completed' AND l.id IS NULL \
        UNION ALL SELECT d.id, 'was given, and no order for it was paid' \
        FROM due_months m JOIN distributions d ON d.subscription_id = m.subscription_id AND d.month = m.month \
        JOIN lots l ON l.id = d.lot_id \
        LEFT JOIN orders o ON o.payment_id = l.payment_id AND o.product = m.id WHERE o.id IS NULL";
};

/// With the last event that stated the price.
static SUBSCRIPTIONS: Sql = Sql::new(
    "SELECT t.id, t.billed, e.body \
     FROM (SELECT * FROM subscriptions WHERE id > $1 ORDER BY id LIMIT 500) AS t \
     LEFT JOIN ( \
         SELECT subject, MAX(seq) AS seq FROM events \
         WHERE kind IN ('subscription.started', 'subscription.changed') GROUP BY subject \
     ) AS last ON last.subject = t.id \
     LEFT JOIN events AS e ON e.customer_id = t.customer_id AND e.seq = last.seq ORDER BY t.id",
);

/// Months with the last event that stated a price before they were asked for. A change settles the months that are due
/// before it states another price, so a change of the same instant came later.
static MONTHS: Sql = Sql::new(
    "SELECT m.id, m.credits, m.amount, m.tax_free, ( \
         SELECT e.body FROM events AS e \
         WHERE e.customer_id = m.customer_id AND e.subject = m.subscription_id \
             AND ((e.kind = 'subscription.started' AND e.happened_at <= m.made_at) \
                 OR (e.kind = 'subscription.changed' AND e.happened_at < m.made_at)) \
         ORDER BY e.seq DESC LIMIT 1) \
     FROM (SELECT * FROM due_months WHERE id > $1 ORDER BY id LIMIT 500) AS m ORDER BY m.id",
);

/// What each month and each further month costs follows from the events of the subscription.
pub(super) async fn prices(look: &mut Look<'_>) -> Result<Check, StoreError> {
    let check = Check::new(
        "months_priced",
        "what an order for a month costs is what the last event of the subscription's plan says",
    );
    let check = look.every_row(check, &MONTHS, asked_otherwise).await?;
    let fault = |row: &Row| {
        let read = |column| Ok::<_, StoreError>(row.text(column)?.map(serde_json::from_str));
        let billed: Value = read(1)?.and_then(Result::ok).unwrap_or_default();
        let event: Value = read(2)?.and_then(Result::ok).unwrap_or_default();
        let right = billed.get("amount").and_then(Value::as_i64)
            == event.get("price").and_then(Value::as_i64)
            && billed.get("tax_free").and_then(Value::as_i64)
                == event.get("tax_free").and_then(Value::as_i64);
        Ok((!right).then(|| format!("{billed} is not what its last event says")))
    };
    look.every_row(check, &SUBSCRIPTIONS, fault).await
}

/// What is wrong with a month that was asked for.
fn asked_otherwise(row: &Row) -> Result<Option<String>, StoreError> {
    let event: Value = row
        .text(4)?
        .and_then(|body| serde_json::from_str(body).ok())
        .unwrap_or_default();
    let names = ["credits", "price", "tax_free"];
    for (column, name) in (1..).zip(names) {
        let (asked, stated) = (row.int(column)?, event.get(name).and_then(Value::as_i64));
        if asked != stated {
            let asked = asked.unwrap_or_default();
            return Ok(Some(format!(
                "is asked for with {name} {asked}, and its subscription's event says {stated:?}"
            )));
        }
    }
    Ok(None)
}
