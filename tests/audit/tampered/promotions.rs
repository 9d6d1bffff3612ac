//! Campaigns and redemptions.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a campaign with a larger budget",
        &["campaigns"],
        "UPDATE campaigns SET budget = budget * 2 WHERE code = 'GIFT'",
        &["rows_recorded"],
    ),
    tampering(
        "a campaign of another name, code, window and limit",
        &["campaigns"],
        "UPDATE campaigns SET name = 'x', code = 'OTHER', until_at = until_at + 1, per_customer = 2, redemptions_max = NULL \
         WHERE code = 'TENTH'",
        &["rows_recorded"],
    ),
    tampering(
        "a campaign that gives more",
        &["campaigns"],
        "UPDATE campaigns SET worth = worth + 1 WHERE code = 'GIFT'",
        &["rows_recorded", "campaigns_kept"],
    ),
    tampering(
        "a campaign for another product",
        &["campaigns"],
        "UPDATE campaigns SET products = '[\"direct-100\"]' WHERE code = 'TENTH'",
        &["rows_recorded", "promotions_pinned"],
    ),
    tampering(
        "a campaign for other people",
        &["campaigns"],
        "UPDATE campaigns SET audience = 'code', created_by = 'worker', created_at = 1 WHERE code IS NULL",
        &["rows_recorded"],
    ),
    tampering(
        "a campaign that somebody began again",
        &["campaigns"],
        "UPDATE campaigns SET ended_at = NULL WHERE code = 'GIFT'",
        &["rows_recorded"],
    ),
    tampering(
        "a campaign that ended before it was redeemed",
        &["campaigns"],
        "UPDATE campaigns SET ended_at = from_at - 86400000000 WHERE code = 'GIFT'",
        &["rows_recorded", "campaigns_kept"],
    ),
    tampering(
        "a campaign that gave less than it did",
        &["campaigns"],
        "UPDATE campaigns SET used = 0 WHERE code = 'GIFT'",
        &["campaigns_counted"],
    ),
    tampering(
        "a campaign that was redeemed less often",
        &["campaigns"],
        "UPDATE campaigns SET redeemed = redeemed - 1 WHERE code = 'TENTH'",
        &["campaigns_counted"],
    ),
    tampering(
        "a campaign that gave less beyond its limits",
        &["campaigns"],
        "UPDATE campaigns SET overrun = overrun - 1 WHERE overrun > 0",
        &["campaigns_counted"],
    ),
    tampering(
        "a campaign that gave less often beyond its limits",
        &["campaigns"],
        "UPDATE campaigns SET overruns = 0 WHERE overrun > 0",
        &["campaigns_counted"],
    ),
    tampering(
        "a redemption beyond the limits that is none",
        &["redemptions", "campaigns"],
        "UPDATE redemptions SET overrun_at = NULL; UPDATE campaigns SET overrun = 0, overruns = 0",
        &["overruns_promised"],
    ),
    tampering(
        "a redemption beyond the limits of an order that was paid in time",
        &["redemptions", "campaigns"],
        "UPDATE redemptions SET overrun_at = settled_at WHERE customer_id = 'petra'; \
         UPDATE campaigns SET overrun = overrun + 1000, overruns = overruns + 1 WHERE code = 'TENTH'",
        &["overruns_promised"],
    ),
    tampering(
        "a redemption beyond the limits at another time",
        &["redemptions"],
        "UPDATE redemptions SET overrun_at = overrun_at + 1 WHERE overrun_at IS NOT NULL",
        &["overruns_promised"],
    ),
    tampering(
        "an order that ended unpaid and nobody said so",
        &["events"],
        "DELETE FROM events WHERE kind = 'order.failed' AND customer_id = 'polly'",
        &["records_kept", "overruns_promised"],
    ),
    tampering(
        "a redemption that was said to be given twice",
        &["events"],
        "UPDATE events SET subject = (SELECT MIN(k.subject) FROM kept_events k WHERE k.kind = 'campaign.redeemed') \
         WHERE kind = 'campaign.redeemed'",
        &["rows_recorded", "overruns_promised"],
    ),
    tampering(
        "a campaign that is gone",
        &["campaigns"],
        "DELETE FROM campaigns WHERE code = 'GIFT'",
        &["records_kept", "redemptions_follow"],
    ),
    tampering(
        "a redemption by another customer",
        &["redemptions"],
        "UPDATE redemptions SET customer_id = 'pete' WHERE customer_id = 'prue'",
        &["rows_recorded", "campaigns_kept", "redemptions_follow"],
    ),
    tampering(
        "a redemption of more credits",
        &["redemptions"],
        "UPDATE redemptions SET credits = credits + 1 WHERE customer_id = 'prue'",
        &[
            "rows_recorded",
            "campaigns_counted",
            "campaigns_kept",
            "redemptions_follow",
        ],
    ),
    tampering(
        "a redemption of a larger discount",
        &["redemptions"],
        "UPDATE redemptions SET discount = discount + 1 WHERE customer_id = 'petra'",
        &["rows_recorded", "campaigns_counted", "promotions_pinned"],
    ),
    tampering(
        "a redemption at another time",
        &["redemptions"],
        "UPDATE redemptions SET redeemed_at = 1, settled_at = 2 WHERE customer_id = 'prue'",
        &["rows_recorded", "campaigns_kept"],
    ),
    tampering(
        "a redemption that was returned and counts",
        &["redemptions"],
        "UPDATE redemptions SET state = 'redeemed' WHERE customer_id = 'pia'",
        &["rows_recorded", "campaigns_counted", "redemptions_follow"],
    ),
    tampering(
        "a redemption of another campaign",
        &["redemptions"],
        "UPDATE redemptions SET campaign_id = 'cmp_x' WHERE customer_id = 'petra'",
        &["rows_recorded", "redemptions_follow", "promotions_pinned"],
    ),
    tampering(
        "a redemption of another order",
        &["redemptions"],
        "UPDATE redemptions SET order_id = (SELECT MAX(id) FROM orders WHERE promotion IS NULL) WHERE customer_id = 'petra'",
        &["rows_recorded", "redemptions_follow"],
    ),
    tampering(
        "a redemption of another lot",
        &["redemptions"],
        "UPDATE redemptions SET lot_id = (SELECT MIN(id) FROM lots) WHERE customer_id = 'prue'",
        &["rows_recorded", "redemptions_follow"],
    ),
    tampering(
        "a redemption that is gone",
        &["redemptions"],
        "DELETE FROM redemptions WHERE customer_id = 'paul'",
        &["records_kept", "campaigns_counted", "redemptions_follow"],
    ),
    tampering(
        "an order with a smaller discount pinned",
        &["orders"],
        "UPDATE orders SET promotion = REPLACE(promotion, '1000', '999') WHERE customer_id = 'petra'",
        &["promotions_pinned"],
    ),
    tampering(
        "an order without its promotion",
        &["orders"],
        "UPDATE orders SET promotion = NULL WHERE customer_id = 'petra'",
        &["redemptions_follow"],
    ),
];
