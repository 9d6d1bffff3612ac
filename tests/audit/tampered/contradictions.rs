//! Statements of providers that differ from the books.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a contradiction closed by nobody",
        &["contradictions"],
        "UPDATE contradictions SET state = 'closed', settled_at = opened_at, decided_by = 'key_1', reason = 'x' WHERE customer_id = 'zoe'",
        &["rows_recorded", "contradictions_kept"],
    ),
    tampering(
        "a contradiction that vanishes",
        &["contradictions"],
        "DELETE FROM contradictions WHERE customer_id = 'zoe'",
        &["contradictions_kept", "records_kept"],
    ),
    tampering(
        "a contradiction of another kind",
        &["contradictions"],
        "UPDATE contradictions SET kind = 'order_cancelled' WHERE customer_id = 'zoe'",
        &["rows_recorded"],
    ),
    tampering(
        "a contradiction about another amount",
        &["contradictions"],
        "UPDATE contradictions SET amount = 9980 WHERE customer_id = 'xena' AND state = 'accepted'",
        &["rows_recorded", "contradictions_kept", "paid_as_ordered"],
    ),
    tampering(
        "a contradiction that another person accepted",
        &["contradictions"],
        "UPDATE contradictions SET decided_by = 'key_2' WHERE state = 'accepted'",
        &["rows_recorded"],
    ),
    tampering(
        "a contradiction accepted for another reason",
        &["contradictions"],
        "UPDATE contradictions SET reason = 'x' WHERE state = 'accepted'",
        &["rows_recorded"],
    ),
    tampering(
        "a contradiction whose provider refused",
        &["contradictions"],
        r#"UPDATE contradictions SET failure = '{"code":"NO","message":"no"}' WHERE state = 'accepted'"#,
        &["rows_recorded"],
    ),
    tampering(
        "a contradiction's money sent to another account",
        &["contradictions"],
        "UPDATE contradictions SET account = '{}' WHERE state = 'refunded'",
        &["rows_recorded"],
    ),
    tampering(
        "a contradiction given back under another key",
        &["contradictions"],
        "UPDATE contradictions SET refund_id = 'ref_1' WHERE state = 'refunded'",
        &["rows_recorded"],
    ),
    tampering(
        "a contradiction of another payment",
        &["contradictions"],
        "UPDATE contradictions SET payment_key = 'x' WHERE state = 'accepted'",
        &["rows_recorded", "contradictions_kept"],
    ),
    tampering(
        "a refund that gave back all of it after all",
        &["refunds"],
        "UPDATE refunds SET settled_amount = NULL WHERE settled_amount IS NOT NULL",
        &["rows_recorded", "refunds_summed"],
    ),
];
