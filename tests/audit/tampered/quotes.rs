//! Quotes of refunds.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a quote of another amount",
        &["quotes"],
        "UPDATE quotes SET amount = amount - 1 WHERE customer_id = 'bob'",
        &["rows_recorded"],
    ),
    tampering(
        "a quote of other credits",
        &["quotes"],
        "UPDATE quotes SET credits = credits - 1 WHERE customer_id = 'bob'",
        &["rows_recorded"],
    ),
    tampering(
        "a quote on another basis",
        &["quotes"],
        "UPDATE quotes SET basis = 'through_support' WHERE customer_id = 'bob'",
        &["rows_recorded"],
    ),
    tampering(
        "a quote with other lines",
        &["quotes"],
        "UPDATE quotes SET lines = '[]' WHERE customer_id = 'bob'",
        &["rows_recorded"],
    ),
    tampering(
        "a quote under another policy",
        &["quotes"],
        "UPDATE quotes SET policy = 'other' WHERE customer_id = 'bob'",
        &["rows_recorded"],
    ),
    tampering(
        "a quote of another time",
        &["quotes"],
        "UPDATE quotes SET quoted_at = quoted_at + 1 WHERE customer_id = 'bob'",
        &["rows_recorded"],
    ),
    tampering(
        "a quote that lives longer",
        &["quotes"],
        "UPDATE quotes SET expires_at = expires_at + 86400000000 WHERE customer_id = 'bob'",
        &["rows_recorded"],
    ),
    tampering(
        "a quote that no refund names is gone",
        &["quotes"],
        "DELETE FROM quotes WHERE id = (SELECT MAX(id) FROM kept_quotes)",
        &["records_kept"],
    ),
    tampering(
        "a quote that was asked for earlier",
        &["quotes"],
        "UPDATE quotes SET asked_at = asked_at - 86400000000 WHERE customer_id = 'bob'",
        &["rows_recorded"],
    ),
    tampering(
        "a quote that was asked for ahead",
        &["quotes"],
        "UPDATE quotes SET asked_at = quoted_at + 1 WHERE customer_id = 'bob'",
        &["rows_recorded", "refunds_as_quoted"],
    ),
    tampering(
        "a quote by goodwill that nobody asked for",
        &["quotes", "refunds"],
        "UPDATE quotes SET basis = 'goodwill' WHERE customer_id = 'bob'",
        &["rows_recorded", "refunds_as_quoted"],
    ),
];
