//! Refunds.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a refund to another account",
        &["refunds"],
        "UPDATE refunds SET account = '{\"bank\":\"004\",\"account_number\":\"999999999\",\"holder\":\"Mallory\"}' WHERE state = 'sent'",
        &["rows_recorded"],
    ),
    tampering(
        "a refund with another VAT",
        &["refunds"],
        "UPDATE refunds SET vat = 0 WHERE state = 'sent'",
        &["rows_recorded"],
    ),
    tampering(
        "a refund with a tax-free part",
        &["refunds"],
        "UPDATE refunds SET tax_free = 1 WHERE state = 'sent'",
        &["rows_recorded"],
    ),
    tampering(
        "a refund on another basis",
        &["refunds"],
        "UPDATE refunds SET basis = 'through_support' WHERE state = 'sent'",
        &["rows_recorded"],
    ),
    tampering(
        "a refund for another reason",
        &["refunds"],
        "UPDATE refunds SET reason = 'other' WHERE state = 'sent'",
        &["rows_recorded"],
    ),
    tampering(
        "a refund requested by another",
        &["refunds"],
        "UPDATE refunds SET requested_by = 'key_other' WHERE state = 'sent'",
        &["rows_recorded"],
    ),
    tampering(
        "a refund requested earlier",
        &["refunds"],
        "UPDATE refunds SET requested_at = requested_at - 86400000000 WHERE state = 'sent'",
        &["rows_recorded"],
    ),
    tampering(
        "a refund due later",
        &["refunds"],
        "UPDATE refunds SET due_at = due_at + 86400000000 WHERE state = 'sent'",
        &["rows_recorded"],
    ),
    tampering(
        "a refund that expects another balance",
        &["refunds"],
        "UPDATE refunds SET expected_balance = 0 WHERE state = 'sent'",
        &["rows_recorded"],
    ),
    tampering(
        "a refund sent at another time",
        &["refunds"],
        "UPDATE refunds SET sent_at = sent_at + 1 WHERE state = 'sent'",
        &["rows_recorded"],
    ),
    tampering(
        "a refund with a note",
        &["refunds"],
        "UPDATE refunds SET note = 'ok' WHERE state = 'sent'",
        &["rows_recorded"],
    ),
    tampering(
        "a refund that a provider refused",
        &["refunds"],
        r#"UPDATE refunds SET failure = '{"code":"NO","message":"no"}' WHERE state = 'sent'"#,
        &["rows_recorded"],
    ),
    tampering(
        "a refund with another cancel",
        &["refunds"],
        "UPDATE refunds SET cancel_key = 'x' WHERE state = 'sent'",
        &["rows_recorded"],
    ),
    tampering(
        "a refund through another provider",
        &["refunds"],
        "UPDATE refunds SET provider = 'bank' WHERE state = 'sent'",
        &["rows_recorded"],
    ),
    tampering(
        "a succeeded refund settled at another time",
        &["refunds"],
        "UPDATE refunds SET settled_at = settled_at + 1 WHERE state = 'succeeded'",
        &["rows_recorded"],
    ),
    tampering(
        "a declined refund is gone",
        &["refunds"],
        "DELETE FROM refunds WHERE state = 'declined'",
        &["records_kept"],
    ),
    tampering(
        "a declined refund that succeeded",
        &["refunds"],
        "UPDATE refunds SET state = 'succeeded' WHERE state = 'declined'",
        &["rows_recorded", "refunds_posted"],
    ),
];
