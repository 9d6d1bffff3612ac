//! Deposits.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a deposit of another name",
        &["deposits"],
        "UPDATE deposits SET name = '홍길서' WHERE movement_key = 'm-3'",
        &["rows_recorded"],
    ),
    tampering(
        "a deposit on another account",
        &["deposits"],
        "UPDATE deposits SET account = 'other' WHERE movement_key = 'm-3'",
        &["rows_recorded"],
    ),
    tampering(
        "a deposit of another amount",
        &["deposits"],
        "UPDATE deposits SET amount = 4000 WHERE movement_key = 'm-3'",
        &["rows_recorded"],
    ),
    tampering(
        "a deposit of another time",
        &["deposits"],
        "UPDATE deposits SET moved_at = moved_at - 1 WHERE movement_key = 'm-3'",
        &["rows_recorded"],
    ),
    tampering(
        "an unmatched deposit was sent back",
        &["deposits"],
        "UPDATE deposits SET state = 'returned', settled_at = received_at WHERE movement_key = 'm-3'",
        &["rows_recorded"],
    ),
    tampering(
        "a deposit matched for another reason",
        &["deposits"],
        "UPDATE deposits SET reason = 'x' WHERE movement_key = 'm-4'",
        &["rows_recorded"],
    ),
    tampering(
        "a deposit received earlier",
        &["deposits"],
        "UPDATE deposits SET received_at = received_at - 1 WHERE movement_key = 'm-3'",
        &["rows_recorded"],
    ),
    tampering(
        "a deposit settled at another time",
        &["deposits"],
        "UPDATE deposits SET settled_at = settled_at + 1 WHERE movement_key = 'm-1'",
        &["rows_recorded"],
    ),
    tampering(
        "a deposit is made up",
        &["deposits"],
        "INSERT INTO deposits SELECT * FROM kept_deposits WHERE movement_key = 'm-3'; UPDATE deposits SET id = 'dep_made_up', movement_key = 'm-9', key = 'bank/m-9' WHERE id = (SELECT MAX(id) FROM kept_deposits WHERE movement_key = 'm-3')",
        &["rows_recorded"],
    ),
];
