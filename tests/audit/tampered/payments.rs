//! Payments.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a payment under another key",
        &["payments"],
        "UPDATE payments SET payment_key = 'tgen_other' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "a payment of an earlier time",
        &["payments"],
        "UPDATE payments SET paid_at = paid_at - 86400000000 WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "a payment with another tax",
        &["payments"],
        "UPDATE payments SET tax = '{\"supplied\":10000,\"vat\":0,\"tax_free\":0}' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "a payment by another method",
        &["payments"],
        "UPDATE payments SET method = 'bank_transfer' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "a payment under another policy",
        &["payments"],
        "UPDATE payments SET policy = 'other' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "a payment with other facts",
        &["payments"],
        "UPDATE payments SET facts = '{\"receipt\":\"x\"}' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "a payment through another provider, order and all",
        &["payments", "orders"],
        "UPDATE payments SET provider = 'kakaopay' WHERE customer_id = 'alice'; UPDATE orders SET provider = 'kakaopay' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "a payment and its order of another customer",
        &["payments", "orders"],
        "UPDATE payments SET customer_id = 'bob' WHERE customer_id = 'alice'; UPDATE orders SET customer_id = 'bob' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "a payment is gone",
        &["payments"],
        "DELETE FROM payments WHERE customer_id = 'alice'",
        &["records_kept", "nothing_dangles"],
    ),
    tampering(
        "a payment with less refunded",
        &["payments"],
        "UPDATE payments SET refunded = 0 WHERE customer_id = 'rita'",
        &["refunds_summed"],
    ),
    tampering(
        "a payment with nothing under way",
        &["payments"],
        "UPDATE payments SET in_flight = 0 WHERE customer_id = 'bob'",
        &["refunds_summed"],
    ),
    tampering(
        "a payment that nobody cancelled",
        &["payments"],
        "UPDATE payments SET cancelled_outside = 0, credits_revoked = 0 WHERE customer_id = 'dave' AND cancelled_outside > 0",
        &["revoked_posted"],
    ),
];
