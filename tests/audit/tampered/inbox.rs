//! Received webhooks and idempotency keys.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a webhook was not signed",
        &["inbox"],
        "UPDATE inbox SET verdict = 'unsigned' WHERE body LIKE '%\"m-3\"%'",
        &["rows_recorded"],
    ),
    tampering(
        "a webhook told of another amount",
        &["inbox"],
        "UPDATE inbox SET body = REPLACE(body, '5000', '9000') WHERE body LIKE '%\"m-3\"%'",
        &["rows_recorded"],
    ),
    tampering(
        "a webhook with other headers",
        &["inbox"],
        "UPDATE inbox SET headers = '{\"x\":\"y\"}' WHERE body LIKE '%\"m-3\"%'",
        &["rows_recorded"],
    ),
    tampering(
        "a webhook with another note",
        &["inbox"],
        "UPDATE inbox SET note = 'x' WHERE body LIKE '%\"m-3\"%'",
        &["rows_recorded"],
    ),
    tampering(
        "a webhook with another effect",
        &["inbox"],
        "UPDATE inbox SET effect = 'nothing' WHERE body LIKE '%\"m-3\"%'",
        &["rows_recorded"],
    ),
    tampering(
        "an unreadable webhook is passed off as not believed",
        &["inbox"],
        "UPDATE inbox SET verdict = 'rejected' WHERE verdict = 'unreadable'",
        &["rows_recorded"],
    ),
    tampering(
        "a webhook that waits for a person is said to be settled",
        &["inbox"],
        "UPDATE inbox SET settled_at = received_at WHERE verdict IN ('unreadable', 'contradictory') AND settled_at IS NULL",
        &["rows_recorded"],
    ),
    tampering(
        "a settled webhook waits again, put back as it was received",
        &["inbox"],
        "UPDATE inbox SET settled_at = NULL, effect = '', journal_revision = NULL WHERE settled_at IS NOT NULL",
        &["records_kept"],
    ),
    tampering(
        "a webhook received at another time",
        &["inbox"],
        "UPDATE inbox SET received_at = received_at + 1 WHERE body LIKE '%\"m-3\"%'",
        &["rows_recorded"],
    ),
    tampering(
        "a webhook of another event",
        &["inbox"],
        "UPDATE inbox SET event_key = 'msg_x', key = 'bank/msg_x' WHERE body LIKE '%\"m-3\"%'",
        &["rows_recorded"],
    ),
    tampering(
        "a webhook is gone",
        &["inbox"],
        "DELETE FROM inbox WHERE body LIKE '%\"m-3\"%'",
        &["records_kept"],
    ),
    tampering(
        "the last webhook is cut off",
        &["inbox"],
        "DELETE FROM inbox WHERE id = (SELECT MAX(id) FROM kept_inbox)",
        &["records_kept"],
    ),
    tampering(
        "the inbox is emptied",
        &["inbox"],
        "DELETE FROM inbox",
        &["records_kept"],
    ),
    tampering(
        "an answer to another request",
        &["idempotency_keys"],
        "UPDATE idempotency_keys SET fingerprint = 'x'",
        &["rows_recorded"],
    ),
    tampering(
        "an answer of another key",
        &["idempotency_keys"],
        "UPDATE idempotency_keys SET scope = 'key_2', key = 'key_2/k1'",
        &["rows_recorded"],
    ),
    tampering(
        "another answer, that can be read",
        &["idempotency_keys"],
        "UPDATE idempotency_keys SET reply = REPLACE(reply, '\"v\":1', '\"v\":1,\"x\":1'), answered_at = answered_at + 1",
        &["rows_recorded"],
    ),
    tampering(
        "an answer is forgotten",
        &["idempotency_keys"],
        "DELETE FROM idempotency_keys",
        &["records_kept"],
    ),
];
