//! Cash receipts: one that lives for a payment, over no more than was paid, taken back with the money, and nothing that
//! waits is forgotten.

use super::check::{Set, sets};

pub(super) static SETS: [Set; 6] = sets! {
    receipts_linked "an outcome is of one request, and a cancel of a receipt, of the same payment and customer" = "\
        SELECT o.id, 'not of its request' AS detail \
        FROM cash_receipt_outcomes o LEFT JOIN cash_receipt_requests q ON q.id = o.request_id \
        WHERE q.id IS NULL OR q.payment_id <> o.payment_id OR q.customer_id <> o.customer_id \
        UNION ALL SELECT MIN(id), COUNT(*) || ' outcomes of one request' \
        FROM cash_receipt_outcomes GROUP BY request_id HAVING COUNT(*) > 1 \
        UNION ALL SELECT c.id, 'not of a receipt of its payment' \
        FROM cash_receipt_requests c LEFT JOIN cash_receipt_requests q ON q.id = c.receipt_id AND q.act = 'issue' \
        WHERE q.id IS NULL OR q.payment_id <> c.payment_id OR (c.act = 'issue') <> (c.id = q.id) \
        UNION ALL SELECT q.id, 'not of a payment of its customer' \
        FROM cash_receipt_requests q LEFT JOIN payments p ON p.id = q.payment_id \
        WHERE p.id IS NULL OR p.customer_id <> q.customer_id";

    receipts_alone "a payment has at most one receipt that is asked for, or issued and not taken back whole, and names it" = "\
        SELECT t.payment_id AS id, COUNT(t.id) || ' live, and the payment names ' || COALESCE(MAX(t.named), 'none') AS detail \
        FROM ( \
            SELECT p.id AS payment_id, p.cash_receipt_id AS named, CAST(NULL AS TEXT) AS id \
            FROM payments p WHERE p.cash_receipt_id IS NOT NULL \
            UNION ALL SELECT q.payment_id, NULL, q.id \
            FROM cash_receipt_requests q LEFT JOIN cash_receipt_outcomes o ON o.request_id = q.id \
            LEFT JOIN ( \
                SELECT c.receipt_id, SUM(c.amount) AS taken \
                FROM cash_receipt_requests c JOIN cash_receipt_outcomes d ON d.request_id = c.id AND d.outcome = 'done' \
                WHERE c.act = 'cancel' GROUP BY c.receipt_id \
            ) b ON b.receipt_id = q.id \
            WHERE q.act = 'issue' AND (o.id IS NULL OR (o.outcome = 'done' AND q.amount > COALESCE(b.taken, 0))) \
        ) t GROUP BY t.payment_id \
        HAVING COUNT(t.id) > 1 OR COALESCE(MAX(t.id), '') <> COALESCE(MAX(t.named), '')";

    receipts_bounded "a receipt is of no more than was paid and had not gone back, and no more is taken back than it is of" = "\
        SELECT q.id, q.amount || ' won of a payment of ' || p.amount AS detail \
        FROM cash_receipt_requests q JOIN payments p ON p.id = q.payment_id \
        LEFT JOIN ( \
            SELECT s.id, SUM(COALESCE(r.settled_amount, r.amount)) AS given \
            FROM cash_receipt_requests s JOIN refunds r ON r.payment_id = s.payment_id \
                AND r.state = 'succeeded' AND r.settled_at < s.requested_at - 300000000 \
            GROUP BY s.id \
        ) g ON g.id = q.id \
        WHERE q.act = 'issue' AND q.amount > p.amount - COALESCE(g.given, 0) \
        UNION ALL SELECT q.id, 'more is taken back than its ' || q.amount || ' won' \
        FROM cash_receipt_requests q JOIN ( \
            SELECT c.receipt_id, SUM(c.amount) AS taken \
            FROM cash_receipt_requests c LEFT JOIN cash_receipt_outcomes d ON d.request_id = c.id \
            WHERE c.act = 'cancel' AND COALESCE(d.outcome, 'done') = 'done' GROUP BY c.receipt_id \
        ) b ON b.receipt_id = q.id WHERE q.act = 'issue' AND b.taken > q.amount";

    receipts_followed "once nothing waits, no more of a receipt stands than is left of its payment" = "\
        SELECT q.id, 'more of it stands than the ' || (p.amount - p.refunded - p.cancelled_outside) || ' won that are left' AS detail \
        FROM cash_receipt_requests q \
        JOIN cash_receipt_outcomes o ON o.request_id = q.id AND o.outcome = 'done' \
        JOIN payments p ON p.id = q.payment_id \
        LEFT JOIN jobs j ON j.kind = 'settle_receipts' AND j.subject = q.payment_id \
        LEFT JOIN ( \
            SELECT c.receipt_id, SUM(c.amount) AS taken \
            FROM cash_receipt_requests c LEFT JOIN cash_receipt_outcomes d ON d.request_id = c.id \
            WHERE c.act = 'cancel' AND COALESCE(d.outcome, 'done') = 'done' GROUP BY c.receipt_id \
        ) b ON b.receipt_id = q.id \
        WHERE q.act = 'issue' AND j.id IS NULL \
            AND q.amount - COALESCE(b.taken, 0) > p.amount - p.refunded - p.cancelled_outside";

    receipts_changed "a receipt that was taken back for another number or purpose is followed by another, while money is left" = "\
        SELECT t.payment_id AS id, t.made || ' taken back for another, and ' || t.issues || ' were asked for' AS detail \
        FROM ( \
            SELECT q.payment_id, SUM(CASE WHEN q.act = 'issue' THEN 1 ELSE 0 END) AS issues, \
                SUM(CASE WHEN q.act = 'cancel' AND q.identity IS NOT NULL AND o.outcome = 'done' THEN 1 ELSE 0 END) AS made \
            FROM cash_receipt_requests q LEFT JOIN cash_receipt_outcomes o ON o.request_id = q.id GROUP BY q.payment_id \
        ) t JOIN payments p ON p.id = t.payment_id \
        LEFT JOIN ( \
            SELECT DISTINCT n.payment_id FROM ( \
                SELECT id, id AS payment_id FROM payments UNION ALL SELECT id, payment_id FROM refunds \
            ) n JOIN entries e ON e.reference = n.id AND e.unit = 'won' AND e.act IN ('restore', 'refund_bounced') \
        ) again ON again.payment_id = p.id \
        WHERE t.made > 0 AND t.issues <= t.made AND p.amount > p.refunded + p.cancelled_outside AND again.payment_id IS NULL";

    receipts_asked "what was asked for has an outcome, a job, or a place among what waits for a person" = "\
        SELECT q.id, 'waits, and nobody is asked' AS detail \
        FROM cash_receipt_requests q LEFT JOIN cash_receipt_outcomes o ON o.request_id = q.id \
        LEFT JOIN cash_receipts_waiting w ON w.id = q.id \
        LEFT JOIN jobs j ON j.kind = 'settle_receipts' AND j.subject = q.payment_id \
        WHERE o.id IS NULL AND ((q.way = 'hand' AND w.id IS NULL) OR (q.way = 'provider' AND j.id IS NULL)) \
        UNION ALL SELECT w.id, 'waits for a person, and has to wait for nobody' \
        FROM cash_receipts_waiting w LEFT JOIN cash_receipt_requests q ON q.id = w.id AND q.way = 'hand' \
        LEFT JOIN cash_receipt_outcomes o ON o.request_id = w.id \
        WHERE q.id IS NULL OR o.id IS NOT NULL";
};
