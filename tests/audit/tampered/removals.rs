//! Changes that pass themselves off as removals of personal data.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a depositor's name is emptied, and nothing says so",
        &["orders"],
        "UPDATE orders SET depositor = NULL, depositor_key = NULL WHERE depositor IS NOT NULL",
        &["rows_recorded"],
    ),
    tampering(
        "a refund's account is emptied, and nothing says so",
        &["refunds"],
        "UPDATE refunds SET account = NULL WHERE account IS NOT NULL",
        &["rows_recorded"],
    ),
    tampering(
        "the content of the inbox is emptied, and nothing says so",
        &["inbox"],
        "UPDATE inbox SET headers = '{}', body = ''",
        &["rows_recorded"],
    ),
    tampering(
        "a line of the audit log about removals that are not there",
        &["audit_log"],
        "INSERT INTO audit_log (id, actor, act, subject, detail, acted_at) \
         VALUES ('x', 'gateway', 'retention.remove', 'order_payer', '1 rows of orders: depositor', 1)",
        &["rows_recorded", "removals_logged"],
    ),
    tampering(
        "a removal of something that is not on the list",
        &["removals"],
        "INSERT INTO removals (id, removal, row_id, removed_at) \
         SELECT 'x', 'order_amount', id, opened_at + 864000000000000 FROM orders ORDER BY id LIMIT 1",
        &["rows_recorded", "removals_due", "removals_logged"],
    ),
    tampering(
        "a removal from a row that is not there",
        &["removals"],
        "INSERT INTO removals (id, removal, row_id, removed_at) VALUES ('x', 'order_payer', 'ord_x', 1)",
        &["rows_recorded", "removals_due", "removals_logged"],
    ),
    tampering(
        "a removal before its time",
        &["removals", "deposits"],
        "INSERT INTO removals (id, removal, row_id, removed_at) \
         SELECT 'x', 'deposit_name', id, received_at + 86400000000 FROM kept_deposits ORDER BY id LIMIT 1; \
         UPDATE deposits SET name = ''",
        &["rows_recorded", "removals_due", "removals_logged"],
    ),
];
