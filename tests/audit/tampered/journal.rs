//! Events, entries, and the journal itself.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "an event tells of another amount",
        &["events"],
        "UPDATE events SET body = '{}' WHERE id = (SELECT MIN(id) FROM kept_events)",
        &["rows_recorded"],
    ),
    tampering(
        "an event of another kind",
        &["events"],
        "UPDATE events SET kind = 'order.failed' WHERE id = (SELECT MIN(id) FROM kept_events)",
        &["rows_recorded"],
    ),
    tampering(
        "an event about another subject",
        &["events"],
        "UPDATE events SET subject = 'x' WHERE id = (SELECT MIN(id) FROM kept_events)",
        &["rows_recorded"],
    ),
    tampering(
        "an event of another customer",
        &["events"],
        "UPDATE events SET customer_id = 'hal' WHERE id = (SELECT MIN(id) FROM kept_events)",
        &["rows_recorded"],
    ),
    tampering(
        "an event at another time",
        &["events"],
        "UPDATE events SET happened_at = happened_at + 1 WHERE id = (SELECT MIN(id) FROM kept_events)",
        &["rows_recorded"],
    ),
    tampering(
        "an event in the middle is gone",
        &["events"],
        "DELETE FROM events WHERE id = (SELECT MIN(id) FROM kept_events WHERE kind = 'order.completed')",
        &["records_kept"],
    ),
    tampering(
        "the last event is cut off",
        &["events"],
        "DELETE FROM events WHERE id = (SELECT MAX(id) FROM kept_events)",
        &["records_kept"],
    ),
    tampering(
        "all events are gone",
        &["events"],
        "DELETE FROM events",
        &["records_kept"],
    ),
    tampering(
        "an entry in the middle is gone",
        &["entries"],
        "DELETE FROM entries WHERE customer_id = 'busy' AND seq = 40",
        &["chain_hashes", "chain_numbers"],
    ),
    tampering(
        "an entry of another reference",
        &["entries"],
        "UPDATE entries SET reference = 'x' WHERE customer_id = 'busy' AND seq = 41",
        &["chain_hashes"],
    ),
    tampering(
        "all entries are gone",
        &["entries"],
        "DELETE FROM entries",
        &["records_kept", "chain_numbers"],
    ),
    tampering(
        "an entry names no place in the journal",
        &["entries"],
        "UPDATE entries SET journal_place = NULL WHERE customer_id = 'hal'",
        &["records_kept", "chain_heads"],
    ),
    tampering(
        "an entry has another hash and the head as well",
        &["entries", "customers"],
        "UPDATE entries SET hash = 'x' WHERE customer_id = 'hal' AND seq = (SELECT seq FROM kept_customers WHERE id = 'hal'); UPDATE customers SET head = 'x' WHERE id = 'hal'",
        &["rows_recorded", "chain_hashes"],
    ),
    tampering(
        "a block is changed",
        &["journal"],
        "UPDATE journal SET content = 'x' || SUBSTR(content, 2) WHERE id = (SELECT MAX(id) FROM kept_journal)",
        &["journal_chained"],
    ),
    tampering(
        "a block is dated otherwise",
        &["journal"],
        "UPDATE journal SET made_at = made_at + 1 WHERE id = (SELECT MIN(id) FROM kept_journal)",
        &["journal_chained"],
    ),
    tampering(
        "a block with another hash",
        &["journal"],
        "UPDATE journal SET hash = 'x' WHERE id = (SELECT MIN(id) FROM kept_journal)",
        &["journal_chained"],
    ),
    tampering(
        "a block in the middle is gone",
        &["journal"],
        "DELETE FROM journal WHERE id = (SELECT MIN(id) FROM kept_journal WHERE id > (SELECT MIN(id) FROM kept_journal))",
        &["journal_chained", "rows_recorded"],
    ),
    tampering(
        "the last block is cut off",
        &["journal"],
        "DELETE FROM journal WHERE id = (SELECT MAX(id) FROM kept_journal)",
        &["journal_chained", "rows_recorded"],
    ),
    tampering(
        "the last block is cut off, head and all",
        &["journal", "chains"],
        "DELETE FROM journal WHERE id = (SELECT MAX(id) FROM kept_journal); UPDATE chains SET blocks = blocks - 1, hash = (SELECT hash FROM journal WHERE id = (SELECT MAX(id) FROM journal)) WHERE id = (SELECT MAX(id) FROM kept_chains)",
        &["rows_recorded"],
    ),
    tampering(
        "the journal is emptied",
        &["journal"],
        "DELETE FROM journal",
        &["journal_chained", "rows_recorded"],
    ),
    tampering(
        "the journal is emptied, heads and all",
        &["journal", "chains"],
        "DELETE FROM journal; UPDATE chains SET blocks = 0, hash = ''",
        &["rows_recorded"],
    ),
    tampering(
        "a block is not whole",
        &["journal"],
        "UPDATE journal SET content = content || 'x' WHERE id = (SELECT MAX(id) FROM kept_journal)",
        &["journal_chained"],
    ),
    tampering(
        "a version before has no place",
        &["journal"],
        "UPDATE journal SET content = REPLACE(content, 'P0', 'Px')",
        &["journal_chained"],
    ),
    tampering(
        "a chain has lost its head",
        &["chains"],
        "DELETE FROM chains WHERE id = (SELECT MAX(id) FROM kept_chains)",
        &["journal_chained"],
    ),
    tampering(
        "a chain has another head",
        &["chains"],
        "UPDATE chains SET hash = 'x' WHERE id = 0",
        &["journal_chained"],
    ),
    tampering(
        "a chain is made up",
        &["chains"],
        "INSERT INTO chains (id, blocks, hash) VALUES (99, 0, '')",
        &["journal_chained"],
    ),
];
