//! Notices that credits end.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a notice of another customer",
        &["expiry_notices"],
        "UPDATE expiry_notices SET customer_id = 'bob'",
        &["rows_recorded", "notices_in_time"],
    ),
    tampering(
        "a notice of another lot",
        &["expiry_notices"],
        "UPDATE expiry_notices SET lot_id = (SELECT id FROM lots WHERE customer_id = 'gail')",
        &["rows_recorded", "notices_in_time"],
    ),
    tampering(
        "a notice of other days",
        &["expiry_notices"],
        "UPDATE expiry_notices SET days = 3 WHERE days = 7",
        &["rows_recorded", "notices_in_time"],
    ),
    tampering(
        "a notice that is said to have been sent",
        &["expiry_notices"],
        "UPDATE expiry_notices SET outcome = 'sent'",
        &["rows_recorded"],
    ),
    tampering(
        "a notice that is said to have come earlier",
        &["expiry_notices"],
        "UPDATE expiry_notices SET noticed_at = noticed_at - 86400000000 * 30",
        &["rows_recorded", "notices_in_time"],
    ),
    tampering(
        "a notice that is gone",
        &["expiry_notices"],
        "DELETE FROM expiry_notices",
        &["records_kept"],
    ),
];
