//! Campaigns against their redemptions, and redemptions against their orders and lots.

use serde_json::{Value, json};

use super::{
    Check, Look,
    check::{Set, sets},
    int, text,
};
use crate::store::{StoreError, engine::Row, sql::Sql};

/// The gateway whose clock ended a campaign may be five minutes (300,000,000 µs) behind the one that redeemed it.
pub(super) static SETS: [Set; 4] = sets! {
    campaigns_counted "a campaign has given what its redemptions say, within its budget and its number, and beyond them what it says" = "\
        SELECT c.id, 'used ' || c.used || ' and redeemed ' || c.redeemed || ', its redemptions say ' \
            || COALESCE(r.gifts, 0) || ' and ' || COALESCE(r.number, 0) || '; beyond its limits ' || c.overrun || ' and ' \
            || c.overruns || ', they say ' || COALESCE(r.beyond, 0) || ' and ' || COALESCE(r.beyond_number, 0) AS detail \
        FROM campaigns c LEFT JOIN ( \
            SELECT campaign_id, SUM(CASE WHEN state <> 'returned' THEN credits + discount ELSE 0 END) AS gifts, \
                SUM(CASE WHEN state <> 'returned' THEN 1 ELSE 0 END) AS number, \
                SUM(CASE WHEN overrun_at IS NULL THEN 0 ELSE credits + discount END) AS beyond, \
                SUM(CASE WHEN overrun_at IS NULL THEN 0 ELSE 1 END) AS beyond_number \
            FROM redemptions GROUP BY campaign_id \
        ) r ON r.campaign_id = c.id \
        WHERE c.used <> COALESCE(r.gifts, 0) OR c.redeemed <> COALESCE(r.number, 0) OR c.used > c.budget \
            OR c.redeemed > c.redemptions_max OR c.overrun <> COALESCE(r.beyond, 0) \
            OR c.overruns <> COALESCE(r.beyond_number, 0)";

    campaigns_kept "a customer redeems a campaign as often as it admits, in its time, for what it gives" = "\
        SELECT MIN(r.id) AS id, r.customer_id || ' redeemed ' || r.campaign_id || ' ' || COUNT(*) || ' times' AS detail \
        FROM redemptions r JOIN campaigns c ON c.id = r.campaign_id WHERE r.state <> 'returned' \
        GROUP BY r.customer_id, r.campaign_id, c.per_customer HAVING COUNT(*) > c.per_customer \
        UNION ALL SELECT r.id, 'redeemed out of the time of ' || c.id \
        FROM redemptions r JOIN campaigns c ON c.id = r.campaign_id \
        WHERE r.redeemed_at < c.from_at OR r.redeemed_at >= c.until_at OR r.redeemed_at > c.ended_at + 300000000 \
        UNION ALL SELECT r.id, 'gives other than ' || c.gives \
        FROM redemptions r JOIN campaigns c ON c.id = r.campaign_id \
        WHERE (c.gives = 'credits') <> (r.lot_id IS NOT NULL) \
            OR (c.gives IN ('credits', 'bonus') AND (r.credits <> c.worth OR r.discount <> 0)) \
            OR (c.gives IN ('discount_won', 'discount_percent') AND (r.credits <> 0 OR r.discount = 0)) \
            OR (c.gives = 'discount_won' AND r.discount > c.worth)";

    redemptions_follow "a redemption stands as its order does, and its credits are a lot of its customer's" = "\
        SELECT r.id, r.state || ', and its order is ' || COALESCE(o.state, 'not there') AS detail \
        FROM redemptions r LEFT JOIN orders o ON o.id = r.order_id AND o.customer_id = r.customer_id \
        WHERE r.order_id IS NOT NULL AND (o.id IS NULL OR o.promotion IS NULL \
            OR (r.state = 'reserved' AND o.state NOT IN ('open', 'confirming', 'awaiting_deposit', 'mismatched')) \
            OR (r.state = 'redeemed' AND o.state <> 'completed') \
            OR (r.state = 'returned' AND o.state IN ('open', 'confirming', 'awaiting_deposit'))) \
        UNION ALL SELECT o.id, 'has a promotion, and no redemption of it' \
        FROM orders o LEFT JOIN redemptions r ON r.order_id = o.id WHERE o.promotion IS NOT NULL AND r.id IS NULL \
        UNION ALL SELECT r.id, 'its lot is not there, or of other credits or of another customer' \
        FROM redemptions r LEFT JOIN lots l ON l.id = r.lot_id \
            AND l.customer_id = r.customer_id AND l.granted = r.credits AND l.kind = 'promotional' \
        WHERE r.order_id IS NULL AND (l.id IS NULL OR r.state <> 'redeemed') \
        UNION ALL SELECT r.id, 'campaign ' || r.campaign_id || ' is not there' \
        FROM redemptions r LEFT JOIN campaigns c ON c.id = r.campaign_id WHERE c.id IS NULL";

    overruns_promised "a redemption is given beyond the limits exactly when its order had ended unpaid and was paid after all, and each that is given is said to be once" = "\
        SELECT r.id, 'given beyond the limits at ' || COALESCE(CAST(r.overrun_at AS TEXT), 'no time') || ', ' || r.state \
            || ', and its order is ' || COALESCE(o.state, 'not there') AS detail \
        FROM redemptions r LEFT JOIN orders o ON o.id = r.order_id \
        WHERE (r.overrun_at IS NOT NULL) <> (r.state = 'returned' AND COALESCE(o.state, '') = 'completed') \
            OR r.overrun_at <> o.closed_at \
        UNION ALL SELECT r.id, 'returned, and its order did not end unpaid then' \
        FROM redemptions r LEFT JOIN ( \
            SELECT subject, happened_at FROM events WHERE kind IN ('order.failed', 'order.cancelled', 'order.expired') \
        ) e ON e.subject = r.order_id AND e.happened_at = r.settled_at \
        WHERE r.state = 'returned' AND e.subject IS NULL \
        UNION ALL SELECT e.subject, 'said to be given, and is not' \
        FROM events e LEFT JOIN redemptions r ON r.id = e.subject AND (r.state = 'redeemed' OR r.overrun_at IS NOT NULL) \
        WHERE e.kind = 'campaign.redeemed' AND r.id IS NULL \
        UNION ALL SELECT subject, 'said to be given ' || COUNT(*) || ' times' FROM events \
        WHERE kind = 'campaign.redeemed' GROUP BY subject HAVING COUNT(*) > 1";
};

static PROMISED: Sql = Sql::new(
    "SELECT r.id, r.campaign_id, r.credits, r.discount, o.promotion, o.amount, o.product, c.products, c.gives, c.worth \
     FROM (SELECT * FROM redemptions WHERE id > $1 ORDER BY id LIMIT 500) AS r \
     LEFT JOIN orders AS o ON o.id = r.order_id LEFT JOIN campaigns AS c ON c.id = r.campaign_id ORDER BY r.id",
);

/// What an order pinned of its campaign is what its redemption says. A share of the price was rounded up, or cut at the
/// least that can be paid.
pub(super) async fn pinned(look: &mut Look<'_>) -> Result<Check, StoreError> {
    let check = Check::new(
        "promotions_pinned",
        "an order pins what its redemption says, for a product of the campaign",
    );
    let faults = |row: &Row| {
        let mut faults = Vec::new();
        let Some(pinned) = row.text(4)? else {
            return Ok(faults);
        };
        let (credits, discount) = (int(row, 2)?, int(row, 3)?);
        let due = json!({ "campaign": text(row, 1)?, "redemption": text(row, 0)?, "discount": discount, "bonus": credits });
        if serde_json::from_str::<Value>(pinned).ok() != Some(due) {
            faults.push(format!("its order pins {pinned}"));
        }
        let products: Value = serde_json::from_str(text(row, 7)?).unwrap_or_default();
        let product = text(row, 6)?;
        let of_campaign = |known: &Value| known.as_str() == Some(product);
        if !products
            .as_array()
            .is_some_and(|list| list.iter().any(of_campaign))
        {
            faults.push(format!("its order is of {product}"));
        }
        let price = i128::from(int(row, 5)?) + i128::from(discount);
        let share = (price * i128::from(int(row, 9)?) + 99) / 100;
        if text(row, 8)? == "discount_percent" && i128::from(discount) > share {
            faults.push(format!("{discount} won off a price of {price}"));
        }
        Ok(faults)
    };
    look.every_row(check, &PROMISED, faults).await
}
