//! Notices of a version of the policy, and drafts that a second person decided about.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a notice to another customer",
        &["policy_notices"],
        "UPDATE policy_notices SET customer_id = 'carol'",
        &["rows_recorded", "policy_notices_in_time"],
    ),
    tampering(
        "a notice to somebody who is not there",
        &["policy_notices"],
        "UPDATE policy_notices SET customer_id = 'mallory'",
        &["rows_recorded", "nothing_dangles"],
    ),
    tampering(
        "a notice of another version",
        &["policy_notices"],
        "UPDATE policy_notices SET version = '2025-07-17'",
        &["rows_recorded", "policy_notices_in_time"],
    ),
    tampering(
        "a notice of another document",
        &["policy_notices"],
        "UPDATE policy_notices SET hash = 'x'",
        &["rows_recorded", "policy_notices_in_time"],
    ),
    tampering(
        "a notice that is said to have come earlier",
        &["policy_notices"],
        "UPDATE policy_notices SET noticed_at = noticed_at - 86400000000",
        &["rows_recorded", "policy_notices_in_time"],
    ),
    tampering(
        "a notice that is gone",
        &["policy_notices"],
        "DELETE FROM policy_notices",
        &["records_kept", "policy_notices_in_time"],
    ),
    tampering(
        "a draft that was approved by who sent it",
        &["policy_decisions"],
        "UPDATE policy_decisions SET decided_by = (SELECT asked_by FROM policy_drafts WHERE id = draft_id)",
        &["rows_recorded", "policy_drafts_decided"],
    ),
    tampering(
        "a draft that was decided after its end, for another reason",
        &["policy_decisions"],
        "UPDATE policy_decisions SET reason = 'x', decided_at = decided_at + 8 * 86400000000",
        &["rows_recorded", "policy_drafts_decided"],
    ),
    tampering(
        "a rejected draft that is said to be approved",
        &["policy_decisions"],
        "UPDATE policy_decisions SET decision = 'approved'",
        &["rows_recorded", "policy_drafts_decided"],
    ),
    tampering(
        "a decision about a draft that is not there",
        &["policy_drafts"],
        "DELETE FROM policy_drafts WHERE version = 'rejected'",
        &["records_kept", "policy_drafts_decided"],
    ),
    tampering(
        "a decision that is gone",
        &["policy_decisions"],
        "DELETE FROM policy_decisions WHERE decision = 'rejected'",
        &["records_kept"],
    ),
    tampering(
        "a draft of another document by another person",
        &["policy_drafts"],
        "UPDATE policy_drafts SET document = 'x', asked_by = 'key_3', asked_at = 1, effective_at = 2, expires_at = expires_at + 1",
        &["rows_recorded"],
    ),
    tampering(
        "a draft of another version",
        &["policy_drafts"],
        "UPDATE policy_drafts SET version = 'other', hash = 'x' WHERE version = 'cut'",
        &["rows_recorded", "policy_drafts_decided"],
    ),
];
