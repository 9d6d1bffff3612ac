//! Webhook endpoints, and the numbers of events.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "an endpoint of another address",
        &["webhook_endpoints"],
        "UPDATE webhook_endpoints SET url = 'https://evil.example.com/' WHERE state = 'disabled'",
        &["rows_recorded"],
    ),
    tampering(
        "an endpoint that takes other events",
        &["webhook_endpoints"],
        "UPDATE webhook_endpoints SET types = '[]' WHERE state = 'disabled'",
        &["rows_recorded"],
    ),
    tampering(
        "an endpoint with another description",
        &["webhook_endpoints"],
        "UPDATE webhook_endpoints SET description = 'x' WHERE state = 'disabled'",
        &["rows_recorded"],
    ),
    tampering(
        "an endpoint that begins elsewhere",
        &["webhook_endpoints"],
        "UPDATE webhook_endpoints SET from_position = 7 WHERE state = 'disabled'",
        &["rows_recorded"],
    ),
    tampering(
        "an endpoint opened earlier",
        &["webhook_endpoints"],
        "UPDATE webhook_endpoints SET created_at = created_at - 1 WHERE state = 'disabled'",
        &["rows_recorded"],
    ),
    tampering(
        "an endpoint enabled again",
        &["webhook_endpoints"],
        "UPDATE webhook_endpoints SET state = 'enabled' WHERE state = 'disabled'",
        &["rows_recorded"],
    ),
    tampering(
        "an endpoint with another reason",
        &["webhook_endpoints"],
        "UPDATE webhook_endpoints SET note = 'x' WHERE state = 'disabled'",
        &["rows_recorded"],
    ),
    tampering(
        "an endpoint with a known secret",
        &["webhook_endpoints"],
        "UPDATE webhook_endpoints SET salt = 'known' WHERE state = 'disabled'",
        &["rows_recorded"],
    ),
    tampering(
        "an endpoint with another secret before",
        &["webhook_endpoints"],
        "UPDATE webhook_endpoints SET previous_salt = 'known' WHERE state = 'disabled'",
        &["rows_recorded"],
    ),
    tampering(
        "an endpoint whose secret before signs longer",
        &["webhook_endpoints"],
        "UPDATE webhook_endpoints SET previous_until_at = previous_until_at + 1 WHERE state = 'disabled'",
        &["rows_recorded"],
    ),
    tampering(
        "an endpoint enabled later",
        &["webhook_endpoints"],
        "UPDATE webhook_endpoints SET enabled_at = enabled_at + 1 WHERE state = 'disabled'",
        &["rows_recorded"],
    ),
    tampering(
        "an endpoint that vanishes",
        &["webhook_endpoints"],
        "DELETE FROM webhook_endpoints WHERE state = 'enabled'",
        &["records_kept"],
    ),
    tampering(
        "an event with a number that is skipped to",
        &["events"],
        "UPDATE events SET seq = seq + 1000 WHERE customer_id IS NOT NULL",
        &["events_numbered"],
    ),
    tampering(
        "an event without a number",
        &["events"],
        "UPDATE events SET seq = NULL WHERE customer_id IS NOT NULL AND seq = 1",
        &["events_numbered"],
    ),
];
