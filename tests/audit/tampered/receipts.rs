//! Cash receipts, and what became of them.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a receipt for another number",
        &["cash_receipt_requests"],
        "UPDATE cash_receipt_requests SET identity = 'x' WHERE customer_id = 'rosa' AND act = 'issue'",
        &["rows_recorded"],
    ),
    tampering(
        "a receipt for another purpose, by somebody else",
        &["cash_receipt_requests"],
        "UPDATE cash_receipt_requests SET purpose = 'expense_proof', requested_by = 'key_3', requested_at = 1, provider = 'x', tax_free = 3",
        &["rows_recorded"],
    ),
    tampering(
        "a receipt over more than was paid",
        &["cash_receipt_requests"],
        "UPDATE cash_receipt_requests SET amount = amount + 1 WHERE act = 'issue' AND customer_id = 'tina'",
        &["rows_recorded", "receipts_bounded"],
    ),
    tampering(
        "more is taken back than a receipt is of",
        &["cash_receipt_requests"],
        "UPDATE cash_receipt_requests SET amount = 10001 WHERE act = 'cancel'",
        &["rows_recorded", "receipts_bounded"],
    ),
    tampering(
        "a cancel that is gone, and its job with it",
        &["cash_receipt_requests", "jobs"],
        "DELETE FROM cash_receipt_requests WHERE act = 'cancel'; DELETE FROM jobs WHERE kind = 'settle_receipts'",
        &["records_kept", "receipts_followed", "receipts_asked"],
    ),
    tampering(
        "a receipt that others refused is said to be issued",
        &["cash_receipt_outcomes"],
        "UPDATE cash_receipt_outcomes SET outcome = 'done' WHERE outcome = 'failed'",
        &["rows_recorded", "receipts_alone"],
    ),
    tampering(
        "an issued receipt is said to be refused",
        &["cash_receipt_outcomes"],
        "UPDATE cash_receipt_outcomes SET outcome = 'failed' WHERE customer_id = 'tina'",
        &["rows_recorded", "receipts_alone"],
    ),
    tampering(
        "another number of the tax office, key, page, words and time",
        &["cash_receipt_outcomes"],
        "UPDATE cash_receipt_outcomes SET issue_number = 'x', receipt_key = 'x', url = 'x', failure = 'x', note = 'x', recorded_by = 'x', recorded_at = 1",
        &["rows_recorded"],
    ),
    tampering(
        "an outcome of another request",
        &["cash_receipt_outcomes"],
        "UPDATE cash_receipt_outcomes SET request_id = (SELECT MIN(id) FROM cash_receipt_requests)",
        &["rows_recorded", "receipts_linked"],
    ),
    tampering(
        "an outcome that is gone",
        &["cash_receipt_outcomes"],
        "DELETE FROM cash_receipt_outcomes WHERE customer_id = 'tina'",
        &["records_kept", "receipts_asked"],
    ),
    tampering(
        "a receipt of another customer's payment",
        &["cash_receipt_requests", "cash_receipt_outcomes"],
        "UPDATE cash_receipt_requests SET customer_id = 'alice', payment_id = (SELECT MIN(id) FROM payments), receipt_id = id, way = 'hand' \
         WHERE customer_id = 'sam'; UPDATE cash_receipt_outcomes SET customer_id = 'alice', payment_id = 'x' WHERE customer_id = 'sam'",
        &["rows_recorded", "receipts_linked"],
    ),
    tampering(
        "a receipt that is gone after another was taken back for it",
        &["cash_receipt_requests", "payments"],
        "DELETE FROM cash_receipt_requests WHERE customer_id = 'una' AND purpose = 'expense_proof' AND act = 'issue'; \
         UPDATE payments SET cash_receipt_id = NULL WHERE customer_id = 'una'",
        &["records_kept", "receipts_changed"],
    ),
    tampering(
        "a payment that names no receipt any more",
        &["payments"],
        "UPDATE payments SET cash_receipt_id = NULL WHERE customer_id = 'rosa'",
        &["receipts_alone"],
    ),
];
