//! Disputes: one open for a payment, decided in an order that makes sense, with the money of lost ones in the books.

use super::check::{Set, sets};

pub(super) static SETS: [Set; 3] = sets! {
    disputes_linked "a decision is of a dispute, and a dispute of a payment, of the same customer, and no larger than it" = "\
        SELECT d.id, 'not of its dispute' AS detail \
        FROM dispute_decisions d LEFT JOIN disputes q ON q.id = d.dispute_id \
        WHERE q.id IS NULL OR q.payment_id <> d.payment_id OR q.customer_id <> d.customer_id OR d.decided_at < q.opened_at \
        UNION ALL SELECT q.id, 'not of a payment of its customer, or of more than it' \
        FROM disputes q LEFT JOIN payments p ON p.id = q.payment_id \
        WHERE p.id IS NULL OR p.customer_id <> q.customer_id OR q.amount > p.amount";

    disputes_decided "a dispute is won or lost once, and only a lost one is reinstated, once" = "\
        SELECT dispute_id AS id, MIN(state) || ' to ' || MAX(state) || ', ' || COUNT(*) || ' decisions' AS detail \
        FROM dispute_decisions GROUP BY dispute_id \
        HAVING SUM(CASE WHEN state IN ('won', 'lost') THEN 1 ELSE 0 END) <> 1 \
            OR SUM(CASE WHEN state = 'reinstated' THEN 1 ELSE 0 END) > SUM(CASE WHEN state = 'lost' THEN 1 ELSE 0 END) \
            OR SUM(CASE WHEN state = 'won' THEN 0 WHEN taken IS NULL THEN 1 ELSE 0 END) > 0 \
            OR COUNT(DISTINCT taken) > 1";

    disputes_followed "a payment names its open dispute, and counts as charged back what lost ones took out of payouts" = "\
        SELECT t.payment_id AS id, COUNT(t.id) || ' open, and the payment names ' || COALESCE(MAX(t.named), 'none') AS detail \
        FROM ( \
            SELECT p.id AS payment_id, p.dispute_id AS named, CAST(NULL AS TEXT) AS id FROM payments p WHERE p.dispute_id IS NOT NULL \
            UNION ALL SELECT q.payment_id, NULL, q.id FROM disputes q \
            LEFT JOIN dispute_decisions d ON d.dispute_id = q.id WHERE d.id IS NULL \
        ) t GROUP BY t.payment_id \
        HAVING COUNT(t.id) > 1 OR COALESCE(MAX(t.id), '') <> COALESCE(MAX(t.named), '') \
        UNION ALL SELECT p.id, p.charged_back || ' won charged back, disputes took ' || COALESCE(t.won, 0) \
            || ' of ' || p.cancelled_outside || ' that others took' \
        FROM payments p LEFT JOIN ( \
            SELECT q.payment_id, SUM(q.amount) AS won \
            FROM disputes q JOIN dispute_decisions d ON d.dispute_id = q.id AND d.state = 'lost' AND d.taken = 'settlement' \
            LEFT JOIN dispute_decisions r ON r.dispute_id = q.id AND r.state = 'reinstated' \
            WHERE r.id IS NULL GROUP BY q.payment_id \
        ) t ON t.payment_id = p.id \
        WHERE (p.charged_back > 0 OR t.won IS NOT NULL) \
            AND (p.charged_back <> COALESCE(t.won, 0) OR p.charged_back > p.cancelled_outside)";
};
