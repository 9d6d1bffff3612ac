//! Audit lines, API keys and policies.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "an act by another",
        &["audit_log"],
        "UPDATE audit_log SET actor = 'key_other' WHERE id = (SELECT MIN(id) FROM kept_audit_log)",
        &["rows_recorded"],
    ),
    tampering(
        "another act",
        &["audit_log"],
        "UPDATE audit_log SET act = 'x' WHERE id = (SELECT MIN(id) FROM kept_audit_log)",
        &["rows_recorded"],
    ),
    tampering(
        "an act on another subject",
        &["audit_log"],
        "UPDATE audit_log SET subject = 'x' WHERE id = (SELECT MIN(id) FROM kept_audit_log)",
        &["rows_recorded"],
    ),
    tampering(
        "an act with another detail",
        &["audit_log"],
        "UPDATE audit_log SET detail = 'x' WHERE id = (SELECT MIN(id) FROM kept_audit_log)",
        &["rows_recorded"],
    ),
    tampering(
        "an act at another time",
        &["audit_log"],
        "UPDATE audit_log SET acted_at = acted_at - 1 WHERE id = (SELECT MIN(id) FROM kept_audit_log)",
        &["rows_recorded"],
    ),
    tampering(
        "an act in the middle is gone",
        &["audit_log"],
        "DELETE FROM audit_log WHERE act = 'refund.request' AND subject = (SELECT MIN(id) FROM refunds)",
        &["records_kept"],
    ),
    tampering(
        "the last act is cut off",
        &["audit_log"],
        "DELETE FROM audit_log WHERE id = (SELECT MAX(id) FROM kept_audit_log)",
        &["records_kept"],
    ),
    tampering(
        "the reading of an account number is cut out",
        &["audit_log"],
        "DELETE FROM audit_log WHERE act = 'refund.payout_read'",
        &["records_kept"],
    ),
    tampering(
        "all audit_log are gone",
        &["audit_log"],
        "DELETE FROM audit_log",
        &["records_kept"],
    ),
    tampering(
        "an act is made up",
        &["audit_log"],
        "INSERT INTO audit_log SELECT * FROM kept_audit_log WHERE id = (SELECT MIN(id) FROM kept_audit_log); UPDATE audit_log SET detail = 'x' WHERE id = (SELECT MIN(id) FROM kept_audit_log); UPDATE audit_log SET id = 'act_made_up' WHERE detail = 'x'",
        &["rows_recorded"],
    ),
    tampering(
        "a support key becomes an admin's",
        &["api_keys"],
        "UPDATE api_keys SET role = 'admin' WHERE role = 'support'",
        &["rows_recorded"],
    ),
    tampering(
        "a key with another secret",
        &["api_keys"],
        "UPDATE api_keys SET hash = 'x' WHERE role = 'support'",
        &["rows_recorded"],
    ),
    tampering(
        "a key of another name",
        &["api_keys"],
        "UPDATE api_keys SET name = 'x' WHERE role = 'support'",
        &["rows_recorded"],
    ),
    tampering(
        "a revoked key lives again",
        &["api_keys"],
        "UPDATE api_keys SET revoked_at = NULL WHERE revoked_at IS NOT NULL",
        &["rows_recorded"],
    ),
    tampering(
        "a revoked key lives again, put back as it was made",
        &["api_keys"],
        "UPDATE api_keys SET revoked_at = NULL, journal_revision = NULL WHERE revoked_at IS NOT NULL",
        &["records_kept"],
    ),
    tampering(
        "a key is made up",
        &["api_keys"],
        "INSERT INTO api_keys (id, role, hash, name, created_at) VALUES ('key_x', 'admin', 'x', 'x', 0)",
        &["rows_recorded"],
    ),
    tampering(
        "a revoked key is gone",
        &["api_keys"],
        "DELETE FROM api_keys WHERE revoked_at IS NOT NULL",
        &["records_kept"],
    ),
    tampering(
        "a published policy is edited, with its hash",
        &["policies"],
        "UPDATE policies SET document = REPLACE(document, 'days = 14', 'days = 7'), hash = 'x'",
        &["rows_recorded"],
    ),
    tampering(
        "a policy is made up",
        &["policies"],
        "INSERT INTO policies (version, hash, document, published_at, effective_at, stored_at) \
         VALUES ('2019-01-01', 'x', 'x', 0, 0, 0)",
        &["rows_recorded"],
    ),
    tampering(
        "what was bought is under a made-up policy",
        &["lots"],
        "UPDATE lots SET policy_hash = 'x' WHERE customer_id = 'alice'",
        &["rows_recorded", "terms_pinned"],
    ),
];
