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
