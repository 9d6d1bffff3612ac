//! Acts that waited for a second person.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "an approval by who asked",
        &["approvals"],
        "UPDATE approvals SET decided_by = asked_by WHERE state = 'approved'",
        &["rows_recorded", "approvals_kept"],
    ),
    tampering(
        "an approval by somebody else",
        &["approvals"],
        "UPDATE approvals SET decided_by = 'key_3' WHERE state = 'approved'",
        &["rows_recorded"],
    ),
    tampering(
        "an approval of more",
        &["approvals"],
        "UPDATE approvals SET amount = 701 WHERE state = 'approved'",
        &["rows_recorded", "approvals_kept"],
    ),
    tampering(
        "an approval of another lot",
        &["approvals"],
        "UPDATE approvals SET outcome = (SELECT MIN(id) FROM lots WHERE payment_id IS NOT NULL) WHERE state = 'approved'",
        &["rows_recorded", "approvals_kept"],
    ),
    tampering(
        "an approval after its time",
        &["approvals"],
        "UPDATE approvals SET decided_at = expires_at WHERE state = 'approved'",
        &["rows_recorded", "approvals_kept"],
    ),
    tampering(
        "an approval for another reason",
        &["approvals"],
        "UPDATE approvals SET reason = 'x' WHERE state = 'approved'",
        &["rows_recorded"],
    ),
    tampering(
        "an approval asked for by another",
        &["approvals"],
        "UPDATE approvals SET asked_by = 'key_3' WHERE state = 'approved'",
        &["rows_recorded"],
    ),
    tampering(
        "an approval that lives longer",
        &["approvals"],
        "UPDATE approvals SET expires_at = expires_at + 1 WHERE state = 'waiting'",
        &["rows_recorded"],
    ),
    tampering(
        "an approval of another request",
        &["approvals"],
        "UPDATE approvals SET request = '{}' WHERE state = 'waiting'",
        &["rows_recorded"],
    ),
    tampering(
        "a rejection taken back",
        &["approvals"],
        "UPDATE approvals SET state = 'waiting' WHERE state = 'rejected'",
        &["rows_recorded", "approvals_kept"],
    ),
    tampering(
        "an approval of another customer",
        &["approvals"],
        "UPDATE approvals SET customer_id = 'zoe' WHERE state = 'approved'",
        &["rows_recorded", "approvals_kept"],
    ),
    tampering(
        "an approval about another subject",
        &["approvals"],
        "UPDATE approvals SET subject = 'mallory' WHERE state = 'approved'",
        &["rows_recorded", "approvals_kept"],
    ),
    tampering(
        "an account approved for another amount",
        &["approvals"],
        "UPDATE approvals SET amount = amount - 1 WHERE act = 'refund_account' AND state = 'approved'",
        &["rows_recorded", "approvals_kept"],
    ),
    tampering(
        "an account approved for another refund",
        &["approvals"],
        "UPDATE approvals SET outcome = (SELECT MIN(id) FROM refunds WHERE account IS NULL) \
         WHERE act = 'refund_account' AND state = 'approved'",
        &["rows_recorded", "approvals_kept"],
    ),
    tampering(
        "an approved account that is taken away",
        &["refunds"],
        "UPDATE refunds SET account = NULL \
         WHERE id IN (SELECT outcome FROM approvals WHERE act = 'refund_account' AND state = 'approved')",
        &["rows_recorded", "approvals_kept"],
    ),
    tampering(
        "a payment given back for another amount than was approved",
        &["approvals"],
        "UPDATE approvals SET amount = amount - 1 \
         WHERE act = 'contradiction_refund' AND state = 'approved' AND customer_id = 'lena'",
        &["rows_recorded", "approvals_kept"],
    ),
    tampering(
        "an approved return of a payment that nobody had given back",
        &["approvals"],
        "UPDATE approvals SET outcome = (SELECT MIN(id) FROM contradictions WHERE refund_id IS NULL) \
         WHERE act = 'contradiction_refund' AND state = 'approved'",
        &["rows_recorded", "approvals_kept"],
    ),
    tampering(
        "an approved return whose key is taken away",
        &["contradictions"],
        "UPDATE contradictions SET refund_id = NULL WHERE customer_id = 'lena'",
        &["rows_recorded", "approvals_kept"],
    ),
    tampering(
        "an approval that vanishes",
        &["approvals"],
        "DELETE FROM approvals WHERE state = 'rejected'",
        &["records_kept"],
    ),
];
