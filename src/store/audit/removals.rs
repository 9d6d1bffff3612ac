//! Removals of personal data: of what is on the list alone, after its time, and complete. The list and its days stand
//! here once more, so that a change of the rules is noticed.

use std::collections::BTreeMap;

use super::{
    Look,
    check::{Set, sets},
    text,
};
use crate::store::{StoreError, sql::Sql};

/// Days in microseconds: 90 (7,776,000,000,000), 400 (34,560,000,000,000) and 1,830 (158,112,000,000,000). They count at
/// least from the row's first instant, which is recorded and never changes.
pub(super) static SETS: [Set; 2] = sets! {
    removals_due "personal data was removed of what is on the list alone, after its time, and nothing of it is left in what never changes" = "\
        SELECT r.id, CASE WHEN t.id IS NULL THEN 'of nothing on the list, or of a row that is not there' \
            WHEN t.whole = 0 THEN 'of a row that still has it' ELSE 'before its time' END AS detail \
        FROM removals r \
        LEFT JOIN ( \
            SELECT id, 'unpaid_order' AS removal, customer_id, opened_at AS since, 7776000000000 AS days, CAST(NULL AS BIGINT) AS closed_days, \
                CASE WHEN depositor IS NULL AND depositor_key IS NULL AND metadata IS NULL \
                    AND COALESCE(session, '') NOT LIKE '%\"callback\"%' AND COALESCE(session, '') NOT LIKE '%\"deposit\"%' \
                    THEN 1 ELSE 0 END AS whole FROM orders \
            UNION ALL SELECT id, 'order_session', customer_id, opened_at, 34560000000000, NULL, \
                CASE WHEN COALESCE(session, '') NOT LIKE '%\"callback\"%' AND COALESCE(session, '') NOT LIKE '%\"deposit\"%' \
                    THEN 1 ELSE 0 END FROM orders WHERE payment_id IS NOT NULL \
            UNION ALL SELECT id, 'order_payer', customer_id, opened_at, 158112000000000, 7776000000000, \
                CASE WHEN depositor IS NULL AND depositor_key IS NULL AND metadata IS NULL THEN 1 ELSE 0 END FROM orders WHERE payment_id IS NOT NULL \
            UNION ALL SELECT d.id, 'deposit_name', o.customer_id, d.received_at, 158112000000000, 7776000000000, \
                CASE WHEN d.name = '' THEN 1 ELSE 0 END \
            FROM deposits d LEFT JOIN deposits m ON m.id = d.repeat_of LEFT JOIN orders o ON o.id = COALESCE(d.order_id, m.order_id) \
            UNION ALL SELECT id, 'refund_account', customer_id, requested_at, 158112000000000, 7776000000000, \
                CASE WHEN account IS NULL THEN 1 ELSE 0 END FROM refunds \
            UNION ALL SELECT id, 'contradiction_account', customer_id, opened_at, 158112000000000, 7776000000000, \
                CASE WHEN account IS NULL THEN 1 ELSE 0 END FROM contradictions \
            UNION ALL SELECT id, 'approval_accounts', customer_id, asked_at, 158112000000000, 7776000000000, 1 FROM approvals \
            UNION ALL SELECT id, 'payment_facts', customer_id, paid_at, 158112000000000, NULL, \
                CASE WHEN LENGTH(facts) = 2 THEN 1 ELSE 0 END FROM payments \
            UNION ALL SELECT id, 'receipt_number', customer_id, requested_at, 7776000000000, NULL, \
                CASE WHEN identity IS NULL THEN 1 ELSE 0 END FROM cash_receipt_requests \
            UNION ALL SELECT id, 'receipt_page', customer_id, recorded_at, 158112000000000, NULL, \
                CASE WHEN url IS NULL THEN 1 ELSE 0 END FROM cash_receipt_outcomes \
            UNION ALL SELECT id, 'inbox_content', NULL, received_at, 34560000000000, NULL, \
                CASE WHEN LENGTH(headers) = 2 AND body = '' THEN 1 ELSE 0 END FROM inbox \
            UNION ALL SELECT id, 'event_metadata', customer_id, happened_at, 34560000000000, 7776000000000, \
                CASE WHEN body LIKE '%\"metadata\":_\"%' THEN 0 ELSE 1 END FROM events \
        ) t ON t.id = r.row_id AND t.removal = r.removal \
        LEFT JOIN customers c ON c.id = t.customer_id \
        WHERE t.id IS NULL OR t.whole = 0 \
            OR NOT (r.removed_at >= t.since + t.days \
                OR (t.closed_days IS NOT NULL AND c.closed_at IS NOT NULL \
                    AND r.removed_at >= t.since + t.closed_days AND r.removed_at >= c.closed_at + t.closed_days))";

    removals_logged "each batch of removals is a line of the audit log that counts its rows, and each such line has its removals" = "\
        SELECT r.removal AS id, r.removed || ' rows at ' || r.removed_at || ', and the audit log has ' || COALESCE(l.detail, 'no line') AS detail \
        FROM (SELECT removal, removed_at, COUNT(*) AS removed FROM removals GROUP BY removal, removed_at) r \
        LEFT JOIN ( \
            SELECT subject, acted_at, COUNT(*) AS lines, MAX(detail) AS detail FROM audit_log \
            WHERE act = 'retention.remove' GROUP BY subject, acted_at \
        ) l ON l.subject = r.removal AND l.acted_at = r.removed_at \
        WHERE l.lines IS NULL OR (l.lines = 1 AND l.detail NOT LIKE r.removed || ' rows of %') \
        UNION ALL SELECT l.id, 'removals that are not there' \
        FROM audit_log l LEFT JOIN removals r ON r.removal = l.subject AND r.removed_at = l.acted_at \
        WHERE l.act = 'retention.remove' AND r.id IS NULL";
};

/// A row whose fixed part is not as it was recorded.
#[derive(Debug)]
pub(super) struct Other {
    pub(super) name: String,
    pub(super) id: String,
    /// The elements that the journal has, and that it would have of the row as it is.
    pub(super) recorded: String,
    pub(super) is: String,
}

/// What removals of these rows did to the digests of what never changes in them.
static STEPS: Sql = Sql::new(
    "SELECT row_id, digest_before, digest_after FROM removals \
     WHERE row_id = ANY($1) AND digest_before IS NOT NULL ORDER BY row_id, id",
);

/// Of rows that are not as they were recorded, those to which no removals lead.
pub(super) async fn unexplained(
    look: &mut Look<'_>,
    others: Vec<Other>,
) -> Result<Vec<Other>, StoreError> {
    let ids = others.iter().map(|other| other.id.as_str());
    let rows = look.rows_of(&STEPS, ids).await?;
    let mut steps: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for row in &rows {
        let step = (text(row, 1)?, text(row, 2)?);
        steps.entry(text(row, 0)?).or_default().push(step);
    }
    let leads = |other: &Other| {
        let steps = steps.get(other.id.as_str());
        let (mut at, is) = (other.recorded.get(1..).unwrap_or_default(), &other.is[1..]);
        // Each step is taken once at most, or two that lead to each other would never end.
        for _ in steps.into_iter().flatten() {
            let next = steps
                .into_iter()
                .flatten()
                .find(|(before, _)| *before == at);
            at = next.map_or(at, |(_, after)| *after);
            if at == is {
                return true;
            }
        }
        false
    };
    Ok(others.into_iter().filter(|other| !leads(other)).collect())
}
