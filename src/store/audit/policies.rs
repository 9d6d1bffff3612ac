//! Notices of versions of the policy, and drafts that a second person decided about.

use super::check::{Set, sets};

pub(super) static SETS: [Set; 2] = sets! {
    policy_notices_in_time "a notice of a version is of a published one, was sent after its publication and before it took effect, and its customer was told once" = "\
        SELECT n.id, 'version ' || n.version || ', noticed at ' || n.noticed_at AS detail \
        FROM policy_notices n LEFT JOIN policies p ON p.version = n.version AND p.hash = n.hash \
        WHERE p.version IS NULL OR n.noticed_at < p.stored_at - 300000000 OR n.noticed_at >= p.effective_at \
        UNION ALL SELECT t.customer_id, 'version ' || t.version || ', ' || SUM(t.noticed) || ' notices and ' || SUM(t.told) || ' events' \
        FROM (SELECT customer_id, version, 1 AS noticed, 0 AS told FROM policy_notices \
            UNION ALL SELECT customer_id, subject, 0, 1 FROM events WHERE kind = 'policy.notice') t \
        GROUP BY t.customer_id, t.version HAVING SUM(t.noticed) <> 1 OR SUM(t.told) <> 1";

    policy_drafts_decided "a draft of the policy was decided in time by another than who asked, and what was approved was published" = "\
        SELECT d.id, 'decided by who asked, or out of its time' AS detail \
        FROM policy_drafts d JOIN policy_decisions x ON x.draft_id = d.id \
        WHERE x.decided_by = d.asked_by OR x.decided_at < d.asked_at - 300000000 OR x.decided_at >= d.expires_at \
        UNION ALL SELECT x.draft_id, 'a decision about no draft' \
        FROM policy_decisions x LEFT JOIN policy_drafts d ON d.id = x.draft_id WHERE d.id IS NULL \
        UNION ALL SELECT d.id, 'approved, and not published then' \
        FROM policy_drafts d JOIN policy_decisions x ON x.draft_id = d.id \
        LEFT JOIN policies p ON p.version = d.version AND p.hash = d.hash AND p.stored_at = x.decided_at \
        WHERE x.decision = 'approved' AND p.version IS NULL";
};
