//! Disputes, and what became of them.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a dispute of another amount",
        &["disputes"],
        "UPDATE disputes SET amount = amount + 1 WHERE customer_id = 'ursula'",
        &["rows_recorded"],
    ),
    tampering(
        "a dispute of more than was paid",
        &["disputes"],
        "UPDATE disputes SET amount = 10001 WHERE customer_id = 'victor'",
        &["rows_recorded", "disputes_linked"],
    ),
    tampering(
        "a dispute by other words, of another day and person",
        &["disputes"],
        "UPDATE disputes SET reference = 'x', reason = 'x', respond_by = 1, opened_by = 'key_3', opened_at = opened_at - 1 WHERE customer_id = 'ursula'",
        &["rows_recorded"],
    ),
    tampering(
        "an open dispute that is gone",
        &["disputes"],
        "DELETE FROM disputes WHERE customer_id = 'ursula'",
        &["records_kept", "disputes_followed"],
    ),
    tampering(
        "a payment that forgets its open dispute",
        &["payments"],
        "UPDATE payments SET dispute_id = NULL WHERE customer_id = 'ursula'",
        &["disputes_followed"],
    ),
    tampering(
        "a lost dispute is said to be won",
        &["dispute_decisions"],
        "UPDATE dispute_decisions SET state = 'won', taken = NULL WHERE customer_id = 'wanda'",
        &["rows_recorded", "disputes_followed"],
    ),
    tampering(
        "a won dispute is said to be lost by a payout",
        &["dispute_decisions"],
        "UPDATE dispute_decisions SET state = 'lost', taken = 'settlement' WHERE customer_id = 'victor'",
        &["rows_recorded", "disputes_followed"],
    ),
    tampering(
        "a reinstatement that is gone",
        &["dispute_decisions"],
        "DELETE FROM dispute_decisions WHERE state = 'reinstated'",
        &["records_kept", "disputes_followed"],
    ),
    tampering(
        "a dispute reinstated that was never lost",
        &["dispute_decisions"],
        "UPDATE dispute_decisions SET state = 'reinstated', taken = 'cancel' WHERE customer_id = 'yvonne'",
        &["rows_recorded", "disputes_decided"],
    ),
    tampering(
        "a decision by other words, of another time and person",
        &["dispute_decisions"],
        "UPDATE dispute_decisions SET note = 'x', decided_by = 'key_3', decided_at = decided_at + 1 WHERE customer_id = 'wanda'",
        &["rows_recorded"],
    ),
    tampering(
        "less is charged back than disputes took",
        &["payments"],
        "UPDATE payments SET charged_back = charged_back - 1 WHERE charged_back > 0",
        &["disputes_followed"],
    ),
];
