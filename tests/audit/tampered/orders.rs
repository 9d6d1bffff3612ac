//! Orders.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "an order of another product",
        &["orders"],
        "UPDATE orders SET product = 'direct-100' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "an order with another title",
        &["orders"],
        "UPDATE orders SET title = 'other' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "an order of another quantity",
        &["orders"],
        "UPDATE orders SET quantity = quantity + 1 WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "an order with another tax-free part",
        &["orders"],
        "UPDATE orders SET tax_free = 1 WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "an order with another validity",
        &["orders"],
        "UPDATE orders SET validity = '{\"days\":9999}' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "an order that sends the buyer elsewhere",
        &["orders"],
        "UPDATE orders SET return_url = 'https://evil.example/' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "an order of another payment method",
        &["orders"],
        "UPDATE orders SET method = 'virtual_account' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "hints of an order are put off",
        &["orders"],
        "UPDATE orders SET hinted_at = 9000000000000000 WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "an order with other metadata",
        &["orders"],
        "UPDATE orders SET metadata = '{\"cart\":\"8\"}' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "an order without its metadata",
        &["orders"],
        "UPDATE orders SET metadata = NULL WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "an order opened earlier",
        &["orders"],
        "UPDATE orders SET opened_at = opened_at - 86400000000 WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "an order that ran out later",
        &["orders"],
        "UPDATE orders SET expires_at = expires_at + 86400000000 WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "an order completed later",
        &["orders"],
        "UPDATE orders SET closed_at = closed_at + 1 WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "an order with another session",
        &["orders"],
        "UPDATE orders SET session = NULL WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "an order with a note",
        &["orders"],
        "UPDATE orders SET note = 'refused' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "an order that a provider refused",
        &["orders"],
        r#"UPDATE orders SET failure = '{"code":"NO","message":"no"}' WHERE customer_id = 'alice'"#,
        &["rows_recorded"],
    ),
    tampering(
        "an order of another depositor",
        &["orders"],
        "UPDATE orders SET depositor = '홍길서' WHERE customer_id = 'carol' AND amount = 1000",
        &["rows_recorded"],
    ),
    tampering(
        "an order with another depositor key",
        &["orders"],
        "UPDATE orders SET depositor_key = 'main|x' WHERE customer_id = 'carol' AND amount = 1000",
        &["rows_recorded"],
    ),
    tampering(
        "an open order is cancelled",
        &["orders"],
        "UPDATE orders SET state = 'cancelled', closed_at = opened_at WHERE state = 'open'",
        &["rows_recorded"],
    ),
    tampering(
        "an open order is gone",
        &["orders"],
        "DELETE FROM orders WHERE state = 'open'",
        &["records_kept"],
    ),
    tampering(
        "an order is put back before its completion",
        &["orders"],
        "UPDATE orders SET state = 'confirming', payment_id = NULL, closed_at = NULL, journal_revision = NULL WHERE customer_id = 'alice'",
        &["rows_recorded", "records_kept", "completed_paid"],
    ),
];
