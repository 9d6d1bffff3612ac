//! The ledger as a record, the keys that identify rows, and the references between rows.

use super::check::{Set, sets};

pub(super) static SETS: [Set; 9] = sets! {
    postings_whole "the entries of a posting are one act of one customer at one instant, one after the other" = "\
        SELECT posting_id AS id, 'not one act of one customer at one instant, entry after entry' AS detail \
        FROM entries GROUP BY posting_id \
        HAVING MIN(customer_id) <> MAX(customer_id) OR MIN(act) <> MAX(act) OR MIN(reference) <> MAX(reference) \
            OR MIN(posted_at) <> MAX(posted_at) OR MAX(seq) - MIN(seq) + 1 <> COUNT(*)";

    chain_numbers "a customer's entries are numbered 1, 2, 3 … without a gap, up to the number the customer's row has" = "\
        SELECT c.id, 'last is ' || c.seq || '; ' || COALESCE(e.entries, 0) || ' entries, ' || COALESCE(e.first, 0) \
            || ' to ' || COALESCE(e.last, 0) AS detail \
        FROM customers c \
        LEFT JOIN ( \
            SELECT customer_id, COUNT(*) AS entries, MIN(seq) AS first, MAX(seq) AS last FROM entries GROUP BY customer_id \
        ) e ON e.customer_id = c.id \
        WHERE c.seq <> COALESCE(e.last, 0) OR c.seq <> COALESCE(e.entries, 0) OR COALESCE(e.first, 1) <> 1";

    chain_heads "the head of a customer's chain is the hash of the customer's last entry, which is recorded in the journal" = "\
        SELECT c.id, 'not the hash of entry ' || c.seq || ', or not recorded' AS detail \
        FROM customers c LEFT JOIN entries e ON e.customer_id = c.id AND e.seq = c.seq \
        WHERE c.head <> COALESCE(e.hash, '') OR (e.hash IS NOT NULL AND e.journal_place IS NULL)";

    events_numbered "a customer's events are numbered 1, 2, 3 … without a gap, in the order in which they happened" = "\
        SELECT customer_id AS id, COUNT(*) || ' events, numbered ' || COALESCE(MIN(seq), 0) || ' to ' || COALESCE(MAX(seq), 0) AS detail \
        FROM events WHERE customer_id IS NOT NULL GROUP BY customer_id \
        HAVING COUNT(DISTINCT seq) <> COUNT(*) OR MIN(seq) <> 1 OR MAX(seq) <> COUNT(*) \
        UNION ALL SELECT id, 'of no customer, and numbered' FROM events WHERE customer_id IS NULL AND seq IS NOT NULL \
        UNION ALL SELECT later.id, 'numbered after one that happened later' \
        FROM events earlier JOIN events later ON later.customer_id = earlier.customer_id AND later.seq = earlier.seq + 1 \
        WHERE later.happened_at < earlier.happened_at - 300000000";

    keys_unique "a movement, an event and an idempotency key are stored once, each under the key made of its parts" = "\
        SELECT id, 'its key is not made of its parts' AS detail FROM deposits WHERE key <> provider || '/' || movement_key \
        UNION ALL SELECT id, 'its key is not made of its parts' FROM inbox WHERE key <> provider || '/' || event_key \
        UNION ALL SELECT key, 'its key is not made of its parts' FROM idempotency_keys WHERE key <> scope || '/' || client_key \
        UNION ALL SELECT MIN(id), COUNT(*) || ' deposits of one movement' FROM deposits \
        GROUP BY provider, movement_key HAVING COUNT(*) > 1 \
        UNION ALL SELECT MIN(id), COUNT(*) || ' rows of one event' FROM inbox GROUP BY provider, event_key HAVING COUNT(*) > 1 \
        UNION ALL SELECT MIN(key), COUNT(*) || ' answers to one key' FROM idempotency_keys GROUP BY scope, client_key HAVING COUNT(*) > 1";

    nothing_dangles "whatever a row refers to is there" = "\
        SELECT t.id, 'customer ' || t.customer_id || ' is not there' AS detail \
        FROM ( \
            SELECT id, customer_id FROM orders UNION ALL SELECT id, customer_id FROM payments \
            UNION ALL SELECT id, customer_id FROM lots UNION ALL SELECT id, customer_id FROM spends \
            UNION ALL SELECT id, customer_id FROM holds UNION ALL SELECT id, customer_id FROM quotes \
            UNION ALL SELECT id, customer_id FROM refunds UNION ALL SELECT id, customer_id FROM contradictions \
            UNION ALL SELECT id, customer_id FROM approvals UNION ALL SELECT id, customer_id FROM subscriptions UNION ALL SELECT id, customer_id FROM redemptions UNION ALL SELECT id, customer_id FROM hold_extensions \
            UNION ALL SELECT id, customer_id FROM expiry_notices \
            UNION ALL SELECT id, customer_id FROM policy_notices \
            UNION ALL SELECT id, customer_id FROM distributions UNION ALL SELECT id, customer_id FROM due_months \
            UNION ALL SELECT id, customer_id FROM contracts \
            UNION ALL SELECT id, customer_id FROM cash_receipt_requests UNION ALL SELECT id, customer_id FROM cash_receipt_outcomes \
            UNION ALL SELECT id, customer_id FROM disputes UNION ALL SELECT id, customer_id FROM dispute_decisions \
            UNION ALL SELECT id, customer_id FROM tax_invoices \
            UNION ALL SELECT id, customer_id FROM events WHERE customer_id IS NOT NULL \
            UNION ALL SELECT customer_id, customer_id FROM (SELECT DISTINCT customer_id FROM entries) owners \
        ) t LEFT JOIN customers c ON c.id = t.customer_id WHERE c.id IS NULL \
        UNION ALL SELECT t.id, 'order ' || t.order_id || ' is not there' \
        FROM (SELECT id, order_id FROM payments UNION ALL SELECT id, order_id FROM deposits WHERE order_id IS NOT NULL \
            UNION ALL SELECT id, order_id FROM contradictions \
            UNION ALL SELECT id, subject FROM jobs WHERE kind = 'settle_order') t \
        LEFT JOIN orders o ON o.id = t.order_id WHERE o.id IS NULL \
        UNION ALL SELECT t.id, 'payment ' || t.payment_id || ' is not there' \
        FROM (SELECT id, payment_id FROM orders UNION ALL SELECT id, payment_id FROM lots \
            UNION ALL SELECT id, payment_id FROM quotes UNION ALL SELECT id, payment_id FROM refunds) t \
        LEFT JOIN payments p ON p.id = t.payment_id WHERE t.payment_id IS NOT NULL AND p.id IS NULL \
        UNION ALL SELECT t.id, 'lot ' || t.lot_id || ' is not there' \
        FROM (SELECT id, lot_id FROM refunds UNION ALL SELECT customer_id || '/' || seq, lot_id FROM entries \
            UNION ALL SELECT id, lot_id FROM distributions UNION ALL SELECT id, lot_id FROM expiry_notices) t \
        LEFT JOIN lots l ON l.id = t.lot_id WHERE t.lot_id IS NOT NULL AND l.id IS NULL \
        UNION ALL SELECT r.id, 'quote ' || r.quote_id || ' is not there' \
        FROM refunds r LEFT JOIN quotes q ON q.id = r.quote_id WHERE q.id IS NULL \
        UNION ALL SELECT s.id, 'hold ' || s.hold_id || ' is not there' \
        FROM spends s LEFT JOIN holds h ON h.id = s.hold_id AND h.spend_id = s.id WHERE s.hold_id IS NOT NULL AND h.id IS NULL \
        UNION ALL SELECT d.id, 'subscription ' || d.subscription_id || ' is not there' \
        FROM (SELECT id, subscription_id FROM distributions UNION ALL SELECT id, subscription_id FROM due_months) d \
        LEFT JOIN subscriptions s ON s.id = d.subscription_id WHERE s.id IS NULL \
        UNION ALL SELECT j.id, 'refund ' || j.subject || ' is not there' \
        FROM jobs j LEFT JOIN refunds r ON r.id = j.subject WHERE j.kind = 'settle_refund' AND r.id IS NULL \
        UNION ALL SELECT j.id, 'contradiction ' || j.subject || ' is not there' \
        FROM jobs j LEFT JOIN contradictions x ON x.id = j.subject WHERE j.kind = 'settle_contradiction' AND x.id IS NULL \
        UNION ALL SELECT j.id, 'payment ' || j.subject || ' is not there' \
        FROM jobs j LEFT JOIN payments p ON p.id = j.subject WHERE j.kind = 'settle_receipts' AND p.id IS NULL \
        UNION ALL SELECT e.reference, e.act || ' of something that is not there' \
        FROM (SELECT DISTINCT act, reference FROM entries) e \
        LEFT JOIN ( \
            SELECT id, 'payment' AS kind FROM payments UNION ALL SELECT id, 'lot' FROM lots \
            UNION ALL SELECT id, 'spend' FROM spends UNION ALL SELECT id, 'hold' FROM holds \
            UNION ALL SELECT id, 'refund' FROM refunds UNION ALL SELECT id, 'customer' FROM customers \
        ) t ON t.id = e.reference AND t.kind = CASE \
            WHEN e.act IN ('mint', 'revoke', 'debt', 'restore', 'debt_undone') THEN 'payment' \
            WHEN e.act = 'grant' AND e.reference LIKE 'spd!_%' ESCAPE '!' THEN 'spend' \
            WHEN e.act IN ('grant', 'expire', 'forfeit', 'debt_paid', 'debt_returned', 'bonus_revoke', 'bonus_restore') THEN 'lot' \
            WHEN e.act = 'debt_waived' THEN 'customer' \
            WHEN e.act IN ('spend', 'reverse') THEN 'spend' \
            WHEN e.act IN ('hold', 'capture', 'release') THEN 'hold' \
            WHEN e.act IN ('refund_request', 'refund_done', 'refund_declined', 'refund_bounced', 'refund_corrected') THEN 'refund' END \
        WHERE t.id IS NULL";

    one_customer "what belongs together belongs to one customer" = "\
        SELECT p.id, 'order ' || o.id || ' is of another customer' AS detail \
        FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.customer_id <> p.customer_id \
        UNION ALL SELECT x.id, 'order ' || o.id || ' is of another customer' \
        FROM contradictions x JOIN orders o ON o.id = x.order_id WHERE o.customer_id <> x.customer_id \
        UNION ALL SELECT t.id, 'payment ' || p.id || ' is of another customer' \
        FROM (SELECT id, payment_id, customer_id FROM lots UNION ALL SELECT id, payment_id, customer_id FROM quotes \
            UNION ALL SELECT id, payment_id, customer_id FROM refunds) t \
        JOIN payments p ON p.id = t.payment_id WHERE p.customer_id <> t.customer_id \
        UNION ALL SELECT e.customer_id || '/' || e.seq, 'lot ' || l.id || ' is of another customer' \
        FROM entries e JOIN lots l ON l.id = e.lot_id WHERE l.customer_id <> e.customer_id \
        UNION ALL SELECT d.id, 'subscription ' || s.id || ' is of another customer' \
        FROM (SELECT id, subscription_id, customer_id FROM distributions \
            UNION ALL SELECT id, subscription_id, customer_id FROM due_months) d \
        JOIN subscriptions s ON s.id = d.subscription_id WHERE s.customer_id <> d.customer_id \
        UNION ALL SELECT d.id, 'lot ' || l.id || ' is of another customer' \
        FROM distributions d JOIN lots l ON l.id = d.lot_id WHERE l.customer_id <> d.customer_id \
        UNION ALL SELECT s.id, 'hold ' || h.id || ' is of another customer' \
        FROM spends s JOIN holds h ON h.id = s.hold_id WHERE h.customer_id <> s.customer_id \
        UNION ALL SELECT t.id, 'its postings are of another customer' \
        FROM (SELECT id, customer_id FROM spends UNION ALL SELECT id, customer_id FROM holds \
            UNION ALL SELECT id, customer_id FROM refunds UNION ALL SELECT id, customer_id FROM payments) t \
        JOIN (SELECT DISTINCT reference, customer_id FROM entries) e ON e.reference = t.id WHERE e.customer_id <> t.customer_id";

    approvals_kept "what was approved was approved by another than who asked, in time, and is what came of it" = "\
        SELECT id, 'decided by who asked, out of its time or by nobody' AS detail FROM approvals \
        WHERE state <> 'waiting' AND (decided_by IS NULL OR decided_by = asked_by OR decided_at IS NULL \
            OR decided_at < asked_at - 300000000 OR decided_at >= expires_at) \
        UNION ALL SELECT id, 'waits, and was decided' FROM approvals \
        WHERE state = 'waiting' AND (decided_by IS NOT NULL OR decided_at IS NOT NULL OR outcome IS NOT NULL) \
        UNION ALL SELECT a.id, 'approved, and not what came of it' \
        FROM approvals a LEFT JOIN ( \
            SELECT id, customer_id, customer_id AS subject, granted AS amount, 'grant' AS act FROM lots WHERE payment_id IS NULL \
            UNION ALL SELECT id, customer_id, payment_id, amount, 'refund' FROM refunds \
            UNION ALL SELECT id, customer_id, id, amount, 'refund_account' FROM refunds \
            WHERE account IS NOT NULL OR id IN (SELECT row_id FROM removals WHERE removal = 'refund_account') \
            UNION ALL SELECT id, customer_id, id, NULL, 'contradiction_accept' FROM contradictions WHERE state = 'accepted' \
            UNION ALL SELECT id, customer_id, id, CASE WHEN failure IS NULL THEN amount - cancelled END, 'contradiction_refund' \
            FROM contradictions WHERE refund_id IS NOT NULL \
            UNION ALL SELECT id, customer_id, id, amount - cancelled, 'contradiction_transfer' \
            FROM contradictions WHERE state = 'closed' AND failure IS NOT NULL \
            UNION ALL SELECT d.id, o.customer_id, d.id, NULL, 'deposit_match' FROM deposits d JOIN orders o ON o.id = d.order_id \
        ) t ON t.id = a.outcome AND t.customer_id = a.customer_id AND t.subject = a.subject AND t.act = a.act \
            AND (t.amount IS NULL OR t.amount = a.amount) \
        WHERE (a.state = 'approved') <> (t.id IS NOT NULL)";

    #[dated]
    nothing_ahead "nothing is dated in the future" = "\
        SELECT customer_id || '/' || seq AS id, 'posted after now' AS detail FROM entries WHERE posted_at > $2 \
        UNION ALL SELECT id, 'paid after now' FROM payments WHERE paid_at > $2 \
        UNION ALL SELECT id, 'acquired after now' FROM lots WHERE acquired_at > $2 \
        UNION ALL SELECT id, 'sent or settled after now' FROM refunds WHERE sent_at > $2 OR settled_at > $2 \
        UNION ALL SELECT id, 'asked for after now' FROM cash_receipt_requests WHERE requested_at > $2 \
        UNION ALL SELECT id, 'recorded after now' FROM cash_receipt_outcomes WHERE recorded_at > $2 \
        UNION ALL SELECT id, 'opened after now' FROM disputes WHERE opened_at > $2 \
        UNION ALL SELECT id, 'decided after now' FROM dispute_decisions WHERE decided_at > $2 \
        UNION ALL SELECT id, 'recorded after now' FROM tax_invoices WHERE recorded_at > $2 \
        UNION ALL SELECT id, 'received after now' FROM deposits WHERE received_at > $2 \
        UNION ALL SELECT id, 'made or due after now' FROM distributions WHERE made_at > $2 OR due_at > $2 \
        UNION ALL SELECT id, 'made or due after now' FROM due_months WHERE made_at > $2 OR due_at > $2";
};
