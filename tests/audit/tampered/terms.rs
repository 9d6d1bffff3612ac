//! The expiry of credits, and the window of a refund.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a gift lives a day longer",
        &["lots"],
        "UPDATE lots SET expires_at = expires_at + 86400000000 WHERE customer_id = 'hal'",
        &["rows_recorded", "expiry_as_promised"],
    ),
    tampering(
        "a membership lives a day shorter",
        &["lots"],
        "UPDATE lots SET expires_at = expires_at - 86400000000 WHERE customer_id = 'erin'",
        &["rows_recorded", "expiry_as_promised"],
    ),
    tampering(
        "a bonus lives a day longer",
        &["lots"],
        "UPDATE lots SET expires_at = expires_at + 86400000000 WHERE customer_id = 'vera' AND bonus_of IS NOT NULL",
        &["rows_recorded", "expiry_as_promised"],
    ),
    tampering(
        "a gift was given a day later, and lives as much longer",
        &["lots"],
        "UPDATE lots SET acquired_at = acquired_at + 86400000000, expires_at = expires_at + 86400000000 \
         WHERE customer_id = 'hal'",
        &["rows_recorded", "acquired_as_posted"],
    ),
    tampering(
        "an order promised another year, and its lot lives it",
        &["orders", "lots"],
        "UPDATE orders SET validity = '{\"days\":730}' WHERE customer_id = 'alice'; \
         UPDATE lots SET expires_at = expires_at + 365 * 86400000000 WHERE customer_id = 'alice'",
        &[
            "rows_recorded",
            "validity_as_published",
            "expiry_as_promised",
        ],
    ),
    tampering(
        "an order promised packages that live longer",
        &["orders"],
        "UPDATE orders SET validity = '{\"months\":4}' WHERE kind = 'bulk'",
        &["rows_recorded", "validity_as_published"],
    ),
    tampering(
        "an order promised a bonus that lives longer",
        &["orders"],
        "UPDATE orders SET bonus = REPLACE(bonus, '90', '900') WHERE customer_id = 'vera'",
        &["rows_recorded", "validity_as_published"],
    ),
    tampering(
        "a window through support ends a day later",
        &["quotes"],
        "UPDATE quotes SET lines = REPLACE(lines, '\"window_until\":\"2028-01-04', '\"window_until\":\"2028-01-05') \
         WHERE basis = 'through_support'",
        &["rows_recorded", "windows_as_published"],
    ),
    tampering(
        "a window by right ends a day later",
        &["quotes"],
        "UPDATE quotes SET lines = REPLACE(lines, '\"window_until\":\"2027-12-29', '\"window_until\":\"2027-12-30') \
         WHERE customer_id = 'nils'",
        &["rows_recorded", "windows_as_published"],
    ),
    tampering(
        "a quote does not tell its window",
        &["quotes"],
        "UPDATE quotes SET lines = REPLACE(lines, '\"window_until\"', '\"until\"') WHERE customer_id = 'nils'",
        &["rows_recorded", "windows_as_published"],
    ),
    tampering(
        "what support granted was a right",
        &["quotes", "refunds"],
        "UPDATE quotes SET basis = 'by_right', lines = REPLACE(lines, 'unused_through_support', 'unused_by_right') \
         WHERE basis = 'through_support'; \
         UPDATE refunds SET basis = 'by_right' WHERE basis = 'through_support'",
        &["rows_recorded", "windows_as_published"],
    ),
    tampering(
        "a right was granted by support",
        &["quotes", "refunds"],
        "UPDATE quotes SET basis = 'through_support', lines = REPLACE(REPLACE(lines, 'unused_by_right', \
         'unused_through_support'), '\"window_until\":\"2027-12-29', '\"window_until\":\"2028-01-04') \
         WHERE customer_id = 'nils'; \
         UPDATE refunds SET basis = 'through_support' WHERE customer_id = 'nils'",
        &["rows_recorded", "windows_as_published"],
    ),
    tampering(
        "a refund beyond the windows was in one",
        &["quotes", "refunds"],
        "UPDATE quotes SET basis = 'through_support', lines = REPLACE(lines, 'unused_seller_fault', \
         'unused_through_support') WHERE basis = 'seller_fault'; \
         UPDATE refunds SET basis = 'through_support' WHERE basis = 'seller_fault'",
        &["rows_recorded", "windows_as_published"],
    ),
    tampering(
        "a refund beyond the windows was asked for in time",
        &["quotes", "refunds"],
        "UPDATE quotes SET basis = 'through_support', asked_at = asked_at - 20 * 86400000000, \
         lines = REPLACE(lines, 'unused_seller_fault', 'unused_through_support') WHERE basis = 'seller_fault'; \
         UPDATE refunds SET basis = 'through_support' WHERE basis = 'seller_fault'",
        &["rows_recorded", "quotes_reasoned"],
    ),
    tampering(
        "a request was dated back by a day less",
        &["quotes"],
        "UPDATE quotes SET asked_at = asked_at + 86400000000 WHERE customer_id = 'nils'",
        &["rows_recorded", "requests_dated_back"],
    ),
    tampering(
        "a request was dated back without what shows it",
        &["audit_log"],
        "UPDATE audit_log SET detail = REPLACE(detail, 'mail 4711', '') WHERE act = 'refund.date_back'",
        &["rows_recorded", "requests_dated_back"],
    ),
    tampering(
        "nobody dated a request back",
        &["audit_log"],
        "DELETE FROM audit_log WHERE act = 'refund.date_back'",
        &["records_kept", "quotes_reasoned"],
    ),
    tampering(
        "nobody gave back beyond the windows",
        &["audit_log"],
        "DELETE FROM audit_log WHERE act = 'refund.beyond'",
        &["records_kept", "quotes_reasoned"],
    ),
    tampering(
        "support gave back by goodwill",
        &["audit_log"],
        "UPDATE audit_log SET actor = (SELECT MIN(id) FROM api_keys WHERE role = 'support') WHERE act = 'refund.beyond'",
        &["rows_recorded", "quotes_reasoned"],
    ),
    tampering(
        "a refused quote says that the credits had expired",
        &["quotes"],
        "UPDATE quotes SET lines = REPLACE(lines, 'window_closed', 'expired') WHERE customer_id = 'nora' AND basis = 'refused'",
        &["rows_recorded", "windows_as_published"],
    ),
    tampering(
        "a quote holds for a day",
        &["quotes"],
        "UPDATE quotes SET expires_at = expires_at + 86400000000 WHERE customer_id = 'nina'",
        &["rows_recorded", "refunds_in_time"],
    ),
    tampering(
        "a refund was requested after its quote ended",
        &["refunds"],
        "UPDATE refunds SET requested_at = requested_at + 86400000000 WHERE customer_id = 'nina'",
        &["rows_recorded", "refunds_in_time"],
    ),
];
