//! Lots.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a bonus of another purchase",
        &["lots"],
        "UPDATE lots SET bonus_of = (SELECT MIN(id) FROM kept_lots) WHERE customer_id = 'vera' AND bonus_of IS NOT NULL",
        &["rows_recorded", "bonus_follows", "bonus_minted"],
    ),
    tampering(
        "a bonus that stays with a refunded purchase",
        &["lots"],
        "UPDATE lots SET bonus_gone = 0 WHERE customer_id = 'wim' AND bonus_of IS NOT NULL",
        &["bonus_follows"],
    ),
    tampering(
        "a bonus that is to go with a purchase that stays",
        &["lots"],
        "UPDATE lots SET bonus_gone = 10 WHERE customer_id = 'vera' AND bonus_of IS NOT NULL",
        &["bonus_follows"],
    ),
    tampering(
        "a lot lives a day longer",
        &["lots"],
        "UPDATE lots SET expires_at = expires_at + 86400000000 WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "a lot lives for ever",
        &["lots"],
        "UPDATE lots SET expires_at = 9007199254740991 WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "a lot was acquired later, so that its refund window is open",
        &["lots"],
        "UPDATE lots SET acquired_at = acquired_at + 86400000000 WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "a purchased lot becomes a bulk lot of the same rank",
        &["lots"],
        "UPDATE lots SET kind = 'bulk' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "a lot is under another policy",
        &["lots"],
        "UPDATE lots SET policy = '2019-01-01' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "a lot has another reason",
        &["lots"],
        "UPDATE lots SET reason = 'goodwill' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "a lot goes to another customer",
        &["lots"],
        "UPDATE lots SET customer_id = 'bob' WHERE customer_id = 'alice'",
        &["rows_recorded", "one_customer"],
    ),
    tampering(
        "a lot belongs to another payment",
        &["lots"],
        "UPDATE lots SET payment_id = 'pay_other' WHERE customer_id = 'alice'",
        &["rows_recorded", "nothing_dangles"],
    ),
    tampering(
        "a lot has another id",
        &["lots"],
        "UPDATE lots SET id = 'lot_other' WHERE customer_id = 'alice'",
        &["rows_recorded"],
    ),
    tampering(
        "a lot is gone",
        &["lots"],
        "DELETE FROM lots WHERE customer_id = 'alice'",
        &["records_kept", "nothing_dangles"],
    ),
    tampering(
        "a promotional lot becomes a membership",
        &["lots"],
        "UPDATE lots SET kind = 'membership', rank = 1 WHERE customer_id = 'hal'",
        &["rows_recorded"],
    ),
    tampering(
        "a grant is larger, with the sums right",
        &["lots"],
        "UPDATE lots SET granted = granted + 5, remaining = remaining + 5 WHERE customer_id = 'hal'",
        &["rows_recorded", "lot_entries"],
    ),
    tampering(
        "credits are put back from used",
        &["lots"],
        "UPDATE lots SET remaining = remaining + 10, spent = spent - 10 WHERE customer_id = 'alice'",
        &["lot_entries"],
    ),
    tampering(
        "expired credits come back",
        &["lots"],
        "UPDATE lots SET remaining = remaining + expired, expired = 0 WHERE customer_id = 'gail'",
        &["lot_entries"],
    ),
    tampering(
        "a lot is made up",
        &["lots"],
        "INSERT INTO lots SELECT * FROM kept_lots WHERE customer_id = 'hal'; UPDATE lots SET id = 'lot_made_up' WHERE id = (SELECT MIN(id) FROM lots WHERE customer_id = 'hal') AND customer_id = 'hal'",
        &["rows_recorded"],
    ),
    tampering(
        "a lot names the place of another in the journal",
        &["lots"],
        "UPDATE lots SET journal_place = (SELECT MIN(journal_place) FROM kept_lots WHERE customer_id = 'hal') WHERE customer_id = 'alice'",
        &["rows_recorded", "records_kept"],
    ),
    tampering(
        "a lot names no place in the journal",
        &["lots"],
        "UPDATE lots SET journal_place = NULL WHERE customer_id = 'alice'",
        &["rows_recorded", "records_kept"],
    ),
    tampering(
        "a lot names a place that does not exist",
        &["lots"],
        "UPDATE lots SET journal_place = journal_place + 1099511627776 WHERE customer_id = 'alice'",
        &["rows_recorded", "records_kept"],
    ),
    tampering(
        "an order that promised more bonus",
        &["orders"],
        "UPDATE orders SET bonus = NULL WHERE customer_id = 'vera'",
        &["rows_recorded", "bonus_minted"],
    ),
];
