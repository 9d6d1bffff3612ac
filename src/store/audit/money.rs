//! Orders, payments, refunds and deposits: the amounts paid, the credits minted for them, and the amounts returned.
//! Reports of movements: which of them are of the same movement, and that each movement is counted once.

use super::check::{Set, sets};

pub(super) static SETS: [Set; 15] = sets! {
    minted_once "an order has one payment, a payment one lot and one mint, and a provider's payment is booked once" = "\
        SELECT payment_id AS id, COUNT(*) || ' lots' AS detail FROM lots \
        WHERE payment_id IS NOT NULL GROUP BY payment_id HAVING COUNT(*) > 1 \
        UNION ALL SELECT order_id, COUNT(*) || ' payments' FROM payments GROUP BY order_id HAVING COUNT(*) > 1 \
        UNION ALL SELECT MIN(id), COUNT(*) || ' payments of one key' FROM payments \
        GROUP BY provider, payment_key HAVING COUNT(*) > 1 \
        UNION ALL SELECT reference, COUNT(*) || ' mints' \
        FROM (SELECT DISTINCT reference, posting_id FROM entries WHERE act = 'mint') m \
        GROUP BY reference HAVING COUNT(*) > 1";

    minted_as_ordered "the credits minted are those ordered: as many, of the kind, under the policy of the order" = "\
        SELECT l.id, l.granted || ' ' || l.kind || ' under ' || l.policy || '; order ' || o.id || ' says ' \
            || o.credits || ' ' || o.kind || ' under ' || o.policy AS detail \
        FROM lots l JOIN payments p ON p.id = l.payment_id JOIN orders o ON o.id = p.order_id \
        WHERE l.granted <> o.credits OR l.kind <> o.kind OR l.policy <> o.policy OR p.policy <> o.policy";

    paid_as_ordered "what was paid is the order's price, or another amount that a person matched or accepted" = "\
        SELECT p.id, p.amount || ' won through ' || p.provider || '; order ' || o.id || ' asks ' || o.amount \
            || ' through ' || o.provider AS detail \
        FROM payments p JOIN orders o ON o.id = p.order_id \
        LEFT JOIN deposits d ON d.key = p.provider || '/' || p.payment_key AND d.order_id = o.id AND d.amount = p.amount \
        LEFT JOIN contradictions x ON x.order_id = o.id AND x.payment_key = p.payment_key AND x.amount = p.amount \
            AND x.state = 'accepted' \
        WHERE p.provider <> o.provider OR (p.amount <> o.amount AND d.id IS NULL AND x.id IS NULL)";

    contradictions_kept "a parked order waits for a person with a contradiction that is open, and what a person accepted is booked" = "\
        SELECT o.id, 'parked, and nothing says why' AS detail \
        FROM orders o LEFT JOIN (SELECT DISTINCT order_id FROM contradictions WHERE state IN ('open', 'refunding')) x \
            ON x.order_id = o.id \
        WHERE o.state = 'mismatched' AND x.order_id IS NULL \
        UNION ALL SELECT x.id, 'accepted, and no payment of its order has its key and amount' \
        FROM contradictions x LEFT JOIN payments p ON p.order_id = x.order_id AND p.payment_key = x.payment_key \
            AND p.amount = x.amount \
        WHERE x.state = 'accepted' AND p.id IS NULL \
        UNION ALL SELECT x.id, state || ' without who decided, why, and under which key' \
        FROM contradictions x \
        WHERE (state IN ('refunding', 'refunded') AND refund_id IS NULL) \
            OR (state IN ('refunding', 'refunded', 'accepted', 'closed') AND (decided_by IS NULL OR reason IS NULL)) \
            OR (state IN ('open', 'refunding')) = (settled_at IS NOT NULL) \
        UNION ALL SELECT p.id, 'gave back ' || p.refunded || ' and ' || p.cancelled_outside || ' of ' || p.amount \
            || ' won, and nothing says so' \
        FROM payments p LEFT JOIN contradictions x ON x.order_id = p.order_id AND x.kind = 'gave_back_twice' \
        WHERE p.refunded + p.cancelled_outside > p.amount AND x.id IS NULL";

    completed_paid "every completed order has its payment and its lot, and nothing else has either" = "\
        SELECT o.id, 'completed without a payment that names it' AS detail \
        FROM orders o LEFT JOIN payments p ON p.id = o.payment_id AND p.order_id = o.id \
        WHERE o.state = 'completed' AND p.id IS NULL \
        UNION ALL SELECT id, 'names a payment, but is ' || state FROM orders \
        WHERE state <> 'completed' AND payment_id IS NOT NULL \
        UNION ALL SELECT p.id, 'no completed order names it' \
        FROM payments p LEFT JOIN orders o ON o.id = p.order_id AND o.payment_id = p.id AND o.state = 'completed' \
        WHERE o.id IS NULL \
        UNION ALL SELECT p.id, 'no lot was minted for it' FROM payments p LEFT JOIN lots l ON l.payment_id = p.id \
        WHERE l.id IS NULL \
        UNION ALL SELECT id, kind || ' credits that nobody paid' FROM lots \
        WHERE kind IN ('purchased', 'bulk') AND payment_id IS NULL";

    refunds_bounded "refunds done and under way are never more than was paid, nor is what others cancelled" = "\
        SELECT id, 'of ' || amount || ' won: ' || refunded || ' refunded, ' || in_flight || ' under way, ' \
            || cancelled_outside || ' cancelled by others' AS detail \
        FROM payments \
        WHERE refunded + in_flight > amount OR cancelled_outside > amount \
            OR refunded < 0 OR in_flight < 0 OR cancelled_outside < 0";

    refunds_summed "a payment's sums of refunds are those of its refund rows, of which at most one is open" = "\
        SELECT p.id, p.refunded || ' refunded, ' || p.in_flight || ' under way; its refunds say ' \
            || COALESCE(r.done, 0) || ' and ' || COALESCE(r.under_way, 0) || ', ' || COALESCE(r.open, 0) || ' open' AS detail \
        FROM payments p \
        LEFT JOIN ( \
            SELECT payment_id, SUM(CASE state WHEN 'succeeded' THEN COALESCE(settled_amount, amount) ELSE 0 END) AS done, \
                SUM(CASE WHEN state IN ('requested', 'sent', 'by_hand', 'bounced') THEN amount ELSE 0 END) AS under_way, \
                SUM(CASE WHEN state IN ('requested', 'sent', 'by_hand', 'bounced') THEN 1 ELSE 0 END) AS open \
            FROM refunds GROUP BY payment_id \
        ) r ON r.payment_id = p.id \
        WHERE COALESCE(r.done, 0) <> p.refunded OR COALESCE(r.under_way, 0) <> p.in_flight OR COALESCE(r.open, 0) > 1";

    refunds_as_quoted "a refund is of what its quote says, which was asked for at most 30 days before and not ahead" = "\
        SELECT r.id, r.amount || ' won for ' || r.credits || ' credits ' || r.basis || '; quote ' || q.id || ' says ' \
            || q.amount || ' for ' || q.credits || ' ' || q.basis AS detail \
        FROM refunds r JOIN quotes q ON q.id = r.quote_id \
        WHERE r.amount <> q.amount OR r.credits <> q.credits OR r.basis <> q.basis OR r.payment_id <> q.payment_id \
        UNION ALL SELECT id, 'asked at ' || asked_at || ', quoted at ' || quoted_at FROM quotes \
        WHERE asked_at > quoted_at OR asked_at < quoted_at - 2592000000000 \
        UNION ALL SELECT id, basis || ', and nobody asked for that' FROM quotes \
        WHERE basis IN ('seller_fault', 'goodwill') AND (beyond IS NULL OR beyond <> basis) \
        UNION ALL SELECT id, 'more credits than were asked for' FROM quotes WHERE credits > wanted \
        UNION ALL SELECT quote_id, COUNT(*) || ' refunds by one quote' FROM refunds WHERE state <> 'declined' \
        GROUP BY quote_id HAVING COUNT(*) > 1";

    refunds_posted "a refund's credits and won stand in the ledger where its state says, taken from the payment's own lot" = "\
        SELECT r.id, r.state || ', ' || r.credits || ' credits for ' || r.amount || ' won; entries say ' \
            || COALESCE(e.refunding, 0) || ' under way, ' || COALESCE(e.refunded, 0) || ' gone, ' \
            || COALESCE(e.due, 0) || ' won due' AS detail \
        FROM refunds r \
        LEFT JOIN ( \
            SELECT reference, MIN(lot_id) AS first_lot, MAX(lot_id) AS last_lot, \
                SUM(CASE account WHEN 'refunding' THEN amount ELSE 0 END) AS refunding, \
                SUM(CASE account WHEN 'refunded' THEN amount ELSE 0 END) AS refunded, \
                SUM(CASE account WHEN 'refunds_due' THEN -amount ELSE 0 END) AS due \
            FROM {lines} AS t WHERE act IN ('refund_request', 'refund_done', 'refund_declined', 'refund_bounced', 'refund_corrected') GROUP BY reference \
        ) e ON e.reference = r.id \
        LEFT JOIN lots l ON l.id = r.lot_id AND l.payment_id = r.payment_id \
            AND ((l.id = e.first_lot AND l.id = e.last_lot) OR (r.credits = 0 AND e.first_lot IS NULL)) \
        WHERE l.id IS NULL \
            OR COALESCE(e.refunding, 0) <> CASE WHEN r.state IN ('requested', 'sent', 'by_hand', 'bounced') THEN r.credits ELSE 0 END \
            OR COALESCE(e.refunded, 0) <> CASE r.state WHEN 'succeeded' THEN r.credits ELSE 0 END \
            OR COALESCE(e.due, 0) <> CASE WHEN r.state IN ('requested', 'sent', 'by_hand', 'bounced') THEN r.amount ELSE 0 END";

    revoked_posted "what others cancelled, and did not pay again, took credits with it: revoked or owed, as the ledger and the payment both say" = "\
        SELECT p.id, p.cancelled_outside || ' won and ' || p.credits_revoked || ' credits; entries say ' \
            || COALESCE(e.won, 0) || ' won, ' || COALESCE(e.revoked, 0) || ' revoked, ' || COALESCE(e.owed, 0) || ' owed' AS detail \
        FROM payments p JOIN lots l ON l.payment_id = p.id \
        LEFT JOIN ( \
            SELECT reference, SUM(CASE account WHEN 'revoked' THEN amount ELSE 0 END) AS revoked, \
                SUM(CASE account WHEN 'owed' THEN amount ELSE 0 END) AS owed, \
                SUM(CASE account WHEN 'receivable' THEN -amount ELSE 0 END) AS won \
            FROM {lines} AS t WHERE act IN ('revoke', 'debt', 'restore', 'debt_undone') GROUP BY reference \
        ) e ON e.reference = p.id \
        WHERE COALESCE(e.won, 0) <> p.cancelled_outside \
            OR COALESCE(e.revoked, 0) + COALESCE(e.owed, 0) <> p.credits_revoked OR p.credits_revoked > l.granted";

    won_summed "per customer, the won accounts are payments less refunds less what others cancelled" = "\
        SELECT c.id, 'entries say receivable ' || COALESCE(e.receivable, 0) || ', prepaid ' || COALESCE(e.prepaid, 0) \
            || ', refunds due ' || COALESCE(e.due, 0) || '; payments say ' || COALESCE(p.kept, 0) || ', ' \
            || (COALESCE(p.kept, 0) - COALESCE(p.in_flight, 0)) || ', ' || COALESCE(p.in_flight, 0) AS detail \
        FROM customers c \
        LEFT JOIN ( \
            SELECT customer_id, SUM(CASE account WHEN 'receivable' THEN amount ELSE 0 END) AS receivable, \
                SUM(CASE account WHEN 'prepaid' THEN -amount ELSE 0 END) AS prepaid, \
                SUM(CASE account WHEN 'refunds_due' THEN -amount ELSE 0 END) AS due \
            FROM {lines} AS t WHERE unit = 'won' GROUP BY customer_id \
        ) e ON e.customer_id = c.id \
        LEFT JOIN ( \
            SELECT customer_id, SUM(amount - refunded - cancelled_outside) AS kept, SUM(in_flight) AS in_flight \
            FROM payments GROUP BY customer_id \
        ) p ON p.customer_id = c.id \
        WHERE COALESCE(e.receivable, 0) <> COALESCE(p.kept, 0) OR COALESCE(e.due, 0) <> COALESCE(p.in_flight, 0) \
            OR COALESCE(e.prepaid, 0) <> COALESCE(p.kept, 0) - COALESCE(p.in_flight, 0)";

    deposits_paid "a matched deposit is one payment of its order, a bank transfer one such deposit; of a reversed one nothing is kept" = "\
        SELECT d.id, 'matched, but no payment of its order has its key and amount' AS detail \
        FROM deposits d \
        LEFT JOIN payments p ON p.order_id = d.order_id AND p.amount = d.amount \
            AND ((p.provider = d.provider AND p.payment_key = d.movement_key) OR EXISTS ( \
                SELECT 1 FROM deposits f WHERE f.key = p.provider || '/' || p.payment_key AND f.state = 'reversed')) \
        WHERE d.state = 'matched' AND p.id IS NULL \
        UNION ALL SELECT MIN(id), COUNT(*) || ' matched deposits of one order' FROM deposits \
        WHERE state = 'matched' GROUP BY order_id HAVING COUNT(*) > 1 \
        UNION ALL SELECT p.id, 'a bank transfer without its deposit' \
        FROM payments p LEFT JOIN deposits d ON d.key = p.provider || '/' || p.payment_key AND d.state IN ('matched', 'reversed') \
        WHERE p.method = 'bank_transfer' AND d.id IS NULL \
        UNION ALL SELECT p.id, 'deposit ' || d.id || ' was reversed, ' || p.cancelled_outside || ' won were taken off' \
        FROM deposits d JOIN payments p ON p.provider = d.provider AND p.payment_key = d.movement_key \
        WHERE d.state = 'reversed' AND p.cancelled_outside <> p.amount \
            AND NOT EXISTS (SELECT 1 FROM deposits a WHERE a.order_id = p.order_id AND a.state = 'matched')";

    work_promised "an order being confirmed and a refund that is not by hand have a job, waiting, running or parked" = "\
        SELECT o.id, 'being confirmed, and nobody is to find out' AS detail \
        FROM orders o LEFT JOIN jobs j ON j.subject = o.id AND j.kind = 'settle_order' \
        WHERE o.state = 'confirming' AND j.id IS NULL \
        UNION ALL SELECT r.id, r.state || ', and nobody is to send it or find out' \
        FROM refunds r LEFT JOIN jobs j ON j.subject = r.id AND j.kind = 'settle_refund' \
        WHERE r.state IN ('requested', 'sent') AND j.id IS NULL \
        UNION ALL SELECT x.id, 'to be given back, and nobody is to do it' \
        FROM contradictions x LEFT JOIN jobs j ON j.subject = x.id AND j.kind = 'settle_contradiction' \
        WHERE x.state = 'refunding' AND j.id IS NULL";

    deposits_repeated "a report that repeats another's money, surely or perhaps, names that deposit, of the same account and amount, and pays nothing" = "\
        SELECT d.id, d.state || ' of ' || COALESCE(d.repeat_of, 'nothing') AS detail \
        FROM deposits d LEFT JOIN deposits m ON m.id = d.repeat_of \
        WHERE (d.state IN ('repeated', 'possible_repeat')) <> (d.repeat_of IS NOT NULL) \
            OR (d.repeat_of IS NOT NULL AND (m.id IS NULL OR m.repeat_of IS NOT NULL OR m.account <> d.account \
                OR m.amount <> d.amount OR d.order_id IS NOT NULL))";

    deposits_told_once "what two sources report alike of one minute is one deposit, unless a source reported both or a person says that they are two" = "\
        SELECT a.id, 'the same money as ' || b.id || ': of ' || a.source || ' and of ' || b.source AS detail \
        FROM deposits a JOIN deposits b ON b.amount = a.amount AND b.account = a.account \
            AND b.moved_at > a.moved_at - 60000000 AND b.moved_at < a.moved_at + 60000000 \
            AND b.name = a.name AND b.source <> a.source AND a.id < b.id \
        WHERE a.repeat_of IS NULL AND b.repeat_of IS NULL \
            AND (a.balance IS NULL OR b.balance IS NULL OR a.balance = b.balance) \
            AND NOT EXISTS (SELECT 1 FROM deposits r WHERE r.repeat_of = a.id AND r.source = b.source) \
            AND NOT EXISTS (SELECT 1 FROM deposits r WHERE r.repeat_of = b.id AND r.source = a.source) \
            AND NOT EXISTS (SELECT 1 FROM audit_log WHERE act = 'deposit.new' AND subject IN (a.id, b.id))";
};
