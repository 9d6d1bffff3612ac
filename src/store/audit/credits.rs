//! Lots, spends, holds and debts, and how much of each bonus is to be taken back, computed again with a sum of the
//! auditor's own.

use super::{
    Check, Look,
    check::{Set, sets},
    int,
};
use crate::store::{StoreError, engine::Row, sql::Sql};

pub(super) static SETS: [Set; 22] = sets! {
    lot_sums "for every lot, granted = remaining + held + spent + refunded + expired + revoked, no term below zero" = "\
        SELECT id, 'granted ' || granted || ', its places hold ' \
            || (remaining + held + spent + refunded + expired + revoked) AS detail \
        FROM lots \
        WHERE granted <> remaining + held + spent + refunded + expired + revoked \
            OR granted < 0 OR remaining < 0 OR held < 0 OR spent < 0 OR refunded < 0 OR expired < 0 OR revoked < 0";

    lot_entries "every counter of a lot is the sum of the lot's entries in the account of that name" = "\
        SELECT l.id, 'the entries say granted ' || COALESCE(e.granted, 0) || ', available ' || COALESCE(e.available, 0) \
            || ', held ' || COALESCE(e.held, 0) || ', used ' || COALESCE(e.used, 0) \
            || ', refunding or refunded ' || COALESCE(e.refunded, 0) || ', expired ' || COALESCE(e.expired, 0) \
            || ', revoked ' || COALESCE(e.revoked, 0) AS detail \
        FROM lots l LEFT JOIN ( \
            SELECT lot_id, \
                SUM(CASE account WHEN 'issued' THEN -amount ELSE 0 END) AS granted, \
                SUM(CASE account WHEN 'available' THEN amount ELSE 0 END) AS available, \
                SUM(CASE account WHEN 'held' THEN amount ELSE 0 END) AS held, \
                SUM(CASE account WHEN 'used' THEN amount ELSE 0 END) AS used, \
                SUM(CASE WHEN account IN ('refunding', 'refunded') THEN amount ELSE 0 END) AS refunded, \
                SUM(CASE account WHEN 'expired' THEN amount ELSE 0 END) AS expired, \
                SUM(CASE account WHEN 'revoked' THEN amount ELSE 0 END) AS revoked \
            FROM {lines} AS t WHERE lot_id IS NOT NULL GROUP BY lot_id \
        ) e ON e.lot_id = l.id \
        WHERE COALESCE(e.granted, 0) <> l.granted OR COALESCE(e.available, 0) <> l.remaining \
            OR COALESCE(e.held, 0) <> l.held OR COALESCE(e.used, 0) <> l.spent \
            OR COALESCE(e.refunded, 0) <> l.refunded OR COALESCE(e.expired, 0) <> l.expired \
            OR COALESCE(e.revoked, 0) <> l.revoked";

    acquired_as_posted "a lot was acquired when its credits were posted" = "\
        SELECT l.id, 'acquired at ' || l.acquired_at || ', posted at ' || COALESCE(e.posted_at, 0) AS detail \
        FROM lots l LEFT JOIN ( \
            SELECT lot_id, MIN(posted_at) AS posted_at FROM {lines} AS t \
            WHERE act IN ('mint', 'grant') AND account = 'issued' GROUP BY lot_id \
        ) e ON e.lot_id = l.id \
        WHERE l.granted > 0 AND COALESCE(e.posted_at, -1) <> l.acquired_at";

    bonus_follows "a bonus is of promotional credits of its payment's customer, and goes with what went of that payment" = "\
        SELECT l.id, 'a bonus of ' || COALESCE(p.customer_id, 'no payment') || ', ' || l.kind AS detail \
        FROM lots l LEFT JOIN payments p ON p.id = l.bonus_of AND p.customer_id = l.customer_id \
        WHERE l.bonus_of IS NOT NULL AND (p.id IS NULL OR l.kind <> 'promotional' OR l.payment_id IS NOT NULL) \
        UNION ALL SELECT id, bonus_gone || ' are to go, ' || revoked || ' went, ' || remaining || ' are there' FROM lots \
        WHERE (bonus_of IS NULL AND bonus_gone <> 0) \
            OR (bonus_of IS NOT NULL AND (revoked > bonus_gone OR (revoked < bonus_gone AND remaining > 0))) \
        UNION ALL SELECT l.id, l.bonus_gone || ' of ' || l.granted || ' are to go, and nothing of ' || p.id || ' went, or all' \
        FROM lots l JOIN payments p ON p.id = l.bonus_of JOIN lots b ON b.payment_id = p.id \
        WHERE (b.refunded = 0 AND p.credits_revoked = 0 AND p.cancelled_outside = 0 AND l.bonus_gone <> 0) \
            OR (b.refunded = b.granted AND l.bonus_gone <> l.granted)";

    bonus_minted "an order that promised a bonus minted it, once, with its payment" = "\
        SELECT o.id, COUNT(l.id) || ' lots' AS detail \
        FROM orders o LEFT JOIN lots l ON l.bonus_of = o.payment_id AND l.reason = 'comes with order ' || o.id \
        WHERE o.bonus IS NOT NULL AND o.state = 'completed' GROUP BY o.id HAVING COUNT(l.id) <> 1 \
        UNION ALL SELECT l.id, 'no order promised it' FROM lots l LEFT JOIN orders o ON o.payment_id = l.bonus_of \
        WHERE l.reason LIKE 'comes with order %' AND (o.bonus IS NULL OR l.reason <> 'comes with order ' || o.id)";

    lot_flags "a lot's rank in the order of spending is that of its kind, and its flags say whether credits remain and are held" = "\
        SELECT id, kind || ' with rank ' || rank || ', ' || remaining || ' remain with flag ' || has_remaining \
            || ', ' || held || ' are held with flag ' || has_held AS detail \
        FROM lots \
        WHERE rank <> CASE kind WHEN 'promotional' THEN 0 WHEN 'membership' THEN 1 \
            WHEN 'purchased' THEN 2 WHEN 'bulk' THEN 2 ELSE -1 END \
            OR has_remaining <> CASE WHEN remaining > 0 THEN 1 ELSE 0 END \
            OR has_held <> CASE WHEN held > 0 THEN 1 ELSE 0 END";

    expired_unspent "nothing is spent or set aside from a lot at or after its expiry; only what was held by then is captured" = "\
        SELECT e.customer_id || '/' || e.seq AS id, e.act || ' from lot ' || l.id || ' after its end' AS detail \
        FROM {lines} AS e JOIN lots l ON l.id = e.lot_id \
        WHERE e.act IN ('spend', 'hold', 'debt_paid') AND e.account = 'available' AND e.posted_at >= l.expires_at";

    expired_unrefunded "no refund is requested from a lot at or after its expiry" = "\
        SELECT e.customer_id || '/' || e.seq AS id, e.reference || ' from lot ' || l.id || ' after its end' AS detail \
        FROM {lines} AS e JOIN lots l ON l.id = e.lot_id \
        WHERE e.act = 'refund_request' AND e.account = 'available' AND e.posted_at >= l.expires_at";

    spends_posted "every spend is posted once in full, and is taken back in full exactly when it is reversed" = "\
        SELECT s.id, s.credits || ' credits, posted ' || COALESCE(e.used, 0) || ', taken back ' || COALESCE(r.back, 0) AS detail \
        FROM spends s \
        LEFT JOIN ( \
            SELECT reference, SUM(amount) AS used FROM {lines} AS t \
            WHERE act IN ('spend', 'capture') AND account = 'used' GROUP BY reference \
        ) e ON e.reference = COALESCE(s.hold_id, s.id) \
        LEFT JOIN ( \
            SELECT reference, -SUM(amount) AS back, MIN(posted_at) AS back_at FROM {lines} AS t \
            WHERE act = 'reverse' AND account = 'used' GROUP BY reference \
        ) r ON r.reference = s.id \
        WHERE COALESCE(e.used, 0) <> s.credits OR s.reversed_at <> r.back_at \
            OR COALESCE(r.back, 0) <> CASE WHEN s.reversed_at IS NULL THEN 0 ELSE s.credits END";

    holds_posted "every hold is posted in full; an open one still holds everything, any other nothing; a captured one has its spend" = "\
        SELECT h.id, h.state || ', ' || h.credits || ' credits, ' || h.captured || ' captured; posted ' \
            || COALESCE(e.opened, 0) || ', captured ' || COALESCE(e.used, 0) || ', still held ' || COALESCE(e.held, 0) AS detail \
        FROM holds h \
        LEFT JOIN ( \
            SELECT reference, SUM(CASE WHEN act = 'hold' AND account = 'held' THEN amount ELSE 0 END) AS opened, \
                SUM(CASE WHEN act = 'capture' AND account = 'used' THEN amount ELSE 0 END) AS used, \
                SUM(CASE account WHEN 'held' THEN amount ELSE 0 END) AS held \
            FROM {lines} AS t WHERE act IN ('hold', 'capture', 'release') GROUP BY reference \
        ) e ON e.reference = h.id \
        LEFT JOIN spends s ON s.id = h.spend_id AND s.hold_id = h.id AND s.credits = h.captured \
        WHERE COALESCE(e.opened, 0) <> h.credits OR COALESCE(e.used, 0) <> h.captured \
            OR COALESCE(e.held, 0) <> CASE h.state WHEN 'open' THEN h.credits ELSE 0 END \
            OR (h.state = 'captured' AND (h.captured = 0 OR s.id IS NULL)) \
            OR (h.state <> 'captured' AND (h.captured <> 0 OR h.spend_id IS NOT NULL))";

    holds_extended "a hold's end is that of its last extension, each of which went on from an end that was still to come, and lies within a day of its opening" = "\
        SELECT h.id, 'ends at ' || COALESCE(h.extended_until, h.expires_at) || '; extended ' || COALESCE(x.moves, 0) \
            || ' times, until ' || COALESCE(x.until_at, 0) AS detail \
        FROM holds h \
        LEFT JOIN (SELECT hold_id, COUNT(*) AS moves, MIN(was_at) AS was_at, MAX(until_at) AS until_at FROM hold_extensions GROUP BY hold_id) x \
            ON x.hold_id = h.id \
        WHERE COALESCE(h.extended_until, -1) <> COALESCE(x.until_at, -1) OR COALESCE(x.was_at, h.expires_at) <> h.expires_at \
            OR COALESCE(x.until_at, 0) > h.opened_at + 86400000000 \
            OR (h.state = 'captured' AND h.closed_at >= COALESCE(h.extended_until, h.expires_at)) \
        UNION ALL \
        SELECT x.id, 'does not go on from an end of hold ' || x.hold_id \
        FROM hold_extensions x LEFT JOIN holds h ON h.id = x.hold_id AND h.customer_id = x.customer_id \
        LEFT JOIN hold_extensions b ON b.hold_id = x.hold_id AND b.until_at = x.was_at \
        WHERE h.id IS NULL OR x.extended_at >= x.was_at OR (x.was_at <> h.expires_at AND b.id IS NULL)";

    notices_in_time "a notice of a lot is its customer's, was settled from its instant on and before the lot's end, and the lot is older than that instant" = "\
        SELECT n.id, n.days || ' days before the end of lot ' || n.lot_id || ', settled at ' || n.noticed_at AS detail \
        FROM expiry_notices n LEFT JOIN lots l ON l.id = n.lot_id AND l.customer_id = n.customer_id \
        WHERE l.id IS NULL OR n.noticed_at < l.expires_at - n.days * 86400000000 OR n.noticed_at >= l.expires_at \
            OR l.acquired_at >= l.expires_at - n.days * 86400000000";

    returned_in_grace "credits that come again after a reversal are promotional, of its instant, and no more than expired with their lots" = "\
        SELECT l.id, 'granted again for ' || e.spend_id || ', which is no reversal of its customer and its instant' AS detail \
        FROM lots l \
        JOIN (SELECT lot_id, MIN(reference) AS spend_id FROM entries WHERE act = 'grant' AND reference LIKE 'spd!_%' ESCAPE '!' GROUP BY lot_id) e \
            ON e.lot_id = l.id \
        LEFT JOIN spends s ON s.id = e.spend_id AND s.customer_id = l.customer_id AND s.reversed_at = l.acquired_at \
        WHERE s.id IS NULL OR l.kind <> 'promotional' \
        UNION ALL \
        SELECT g.reference, 'granted ' || g.granted || ' again, and ' || COALESCE(x.expired, 0) || ' had expired' \
        FROM (SELECT reference, SUM(amount) AS granted FROM entries WHERE act = 'grant' AND reference LIKE 'spd!_%' ESCAPE '!' GROUP BY reference) g \
        LEFT JOIN (SELECT reference, SUM(amount) AS expired FROM {lines} AS t WHERE act = 'reverse' AND account = 'expired' GROUP BY reference) x \
            ON x.reference = g.reference \
        WHERE g.granted > COALESCE(x.expired, 0)";

    debts "a customer's debt is the sum of the customer's entries in the accounts of debt, and what was waived that of the waivers" = "\
        SELECT c.id, 'owes ' || c.debt || ', waived ' || c.debt_waived || '; entries say ' || COALESCE(e.owed, 0) \
            || ' and ' || COALESCE(e.waived, 0) AS detail \
        FROM customers c \
        LEFT JOIN ( \
            SELECT customer_id, SUM(CASE account WHEN 'owed' THEN amount ELSE 0 END) AS owed, \
                SUM(CASE WHEN act = 'debt_waived' AND account = 'owed' THEN -amount ELSE 0 END) AS waived, \
                SUM(CASE account WHEN 'clawback' THEN -amount ELSE 0 END) AS clawed \
            FROM {lines} AS t WHERE account IN ('owed', 'clawback') GROUP BY customer_id \
        ) e ON e.customer_id = c.id \
        WHERE c.debt <> COALESCE(e.owed, 0) OR COALESCE(e.owed, 0) <> COALESCE(e.clawed, 0) OR c.debt < 0 \
            OR c.debt_waived <> COALESCE(e.waived, 0)";

    debts_of_payments "a customer's debt, and what was waived of it, belongs to payments that others took back" = "\
        SELECT c.id, 'owes ' || c.debt || ', waived ' || c.debt_waived || '; payments say ' || COALESCE(p.debt, 0) \
            || ' and ' || COALESCE(p.waived, 0) AS detail \
        FROM customers c \
        LEFT JOIN (SELECT customer_id, SUM(debt) AS debt, SUM(debt_waived) AS waived FROM payments GROUP BY customer_id) p \
            ON p.customer_id = c.id \
        WHERE c.debt <> COALESCE(p.debt, 0) OR c.debt_waived <> COALESCE(p.waived, 0) \
        UNION ALL \
        SELECT p.id, 'owed for ' || p.debt || ', waived ' || p.debt_waived || ', of ' || (p.credits_revoked - l.revoked) || ' used' \
        FROM payments p JOIN lots l ON l.payment_id = p.id \
        WHERE p.debt < 0 OR p.debt_waived < 0 OR p.debt + p.debt_waived > p.credits_revoked - l.revoked";

    granted_in_all "what a customer was granted in all is the sum over the customer's lots" = "\
        SELECT c.id, 'granted ' || c.granted || ', lots say ' || COALESCE(l.granted, 0) AS detail \
        FROM customers c \
        LEFT JOIN (SELECT customer_id, SUM(granted) AS granted FROM lots GROUP BY customer_id) l ON l.customer_id = c.id \
        WHERE c.granted <> COALESCE(l.granted, 0)";

    #[dated]
    debts_set_off "no debt stands beside credits of its customer that can be spent" = "\
        SELECT c.id, 'owes ' || c.debt || ' and has ' || l.remaining || ' in lot ' || l.id AS detail \
        FROM customers c JOIN lots l ON l.customer_id = c.id \
        WHERE c.debt > 0 AND l.remaining > 0 AND l.expires_at > $2";

    debts_paid_by_lots "what a lot paid of debts is what the ledger took from it for them, less what it gave back" = "\
        SELECT l.id, 'paid ' || l.debt_paid || ' of ' || l.spent || ' spent, entries say ' || COALESCE(e.paid, 0) AS detail \
        FROM lots l \
        LEFT JOIN ( \
            SELECT lot_id, SUM(amount) AS paid FROM {lines} AS t \
            WHERE act IN ('debt_paid', 'debt_returned') AND account = 'used' GROUP BY lot_id \
        ) e ON e.lot_id = l.id \
        WHERE l.debt_paid <> COALESCE(e.paid, 0) OR l.debt_paid > l.spent";

    closed_hold_nothing "a closed customer has no credits, and nothing that is still under way" = "\
        SELECT t.id, t.what || ' of closed customer ' || c.id AS detail \
        FROM customers c JOIN ( \
            SELECT id, customer_id, 'credits' AS what FROM lots WHERE remaining > 0 OR held > 0 \
            UNION ALL SELECT id, customer_id, 'unfinished order' FROM orders \
                WHERE state IN ('open', 'confirming', 'awaiting_deposit') \
            UNION ALL SELECT id, customer_id, 'open hold' FROM holds WHERE state = 'open' \
            UNION ALL SELECT id, customer_id, 'subscription' FROM subscriptions WHERE state <> 'ended' \
            UNION ALL SELECT id, customer_id, 'open refund' FROM refunds WHERE state IN ('requested', 'sent', 'by_hand') \
                AND NOT EXISTS (SELECT 1 FROM entries WHERE reference = refunds.id AND act = 'refund_bounced') \
        ) t ON t.customer_id = c.id \
        WHERE c.state = 'closed' \
        UNION ALL SELECT id, 'closed without an instant, or an instant without being closed' FROM customers \
        WHERE (state = 'closed') <> (closed_at IS NOT NULL)";

    points_hold "a point of a customer's balance says what the ledger had available at its entry, and when that was posted" = "\
        SELECT p.customer_id || '/' || p.seq AS id, p.available || ' available, ' || p.before || ' before; posted at ' \
            || COALESCE(e.posted_at, 0) AS detail \
        FROM ( \
            SELECT customer_id, seq, available, posted_at, COALESCE(LAG(seq) OVER chain, 0) AS seq_before, \
                COALESCE(LAG(available) OVER chain, 0) AS before \
            FROM balance_points WINDOW chain AS (PARTITION BY customer_id ORDER BY seq) \
        ) p \
        LEFT JOIN entries e ON e.customer_id = p.customer_id AND e.seq = p.seq \
        WHERE e.seq IS NULL OR e.posted_at <> p.posted_at OR p.available - p.before <> COALESCE(( \
            SELECT SUM(CASE 'available' WHEN n.to_account THEN n.amount WHEN n.from_account THEN -n.amount ELSE 0 END) \
            FROM entries n WHERE n.customer_id = p.customer_id AND n.seq > p.seq_before AND n.seq <= p.seq), 0)";

    freezes_told "a customer is frozen exactly when the audit log has one more freeze than ends of one" = "\
        SELECT c.id, c.state || ', and the audit log has ' || COALESCE(l.freezes, 0) || ' freezes that were not ended' AS detail \
        FROM customers c \
        LEFT JOIN ( \
            SELECT subject, SUM(CASE act WHEN 'customer.freeze' THEN 1 ELSE -1 END) AS freezes \
            FROM audit_log WHERE act IN ('customer.freeze', 'customer.unfreeze') GROUP BY subject \
        ) l ON l.subject = c.id \
        WHERE (c.state <> 'closed' AND COALESCE(l.freezes, 0) <> CASE c.state WHEN 'frozen' THEN 1 ELSE 0 END) \
            OR c.state NOT IN ('open', 'frozen', 'closed')";

    closings_told "a customer is closed exactly when the event of it says so" = "\
        SELECT c.id, c.state || ', and the events do not say so' AS detail \
        FROM customers c \
        LEFT JOIN (SELECT customer_id, MAX(happened_at) AS closed_at FROM events WHERE kind = 'customer.closed' GROUP BY customer_id) e \
            ON e.customer_id = c.id \
        WHERE COALESCE(c.closed_at, -1) <> COALESCE(e.closed_at, -1) OR (c.state = 'closed') <> (e.customer_id IS NOT NULL)";
};

/// The parts of the bought lot and of the payment may add up to more than there was: some credits were refunded and
/// also taken back by others.
static BONUSES: Sql = Sql::new(
    "SELECT l.id, l.granted, l.bonus_gone, b.granted, b.refunded, p.credits_revoked, b.remaining + b.held \
     FROM lots AS l JOIN payments AS p ON p.id = l.bonus_of JOIN lots AS b ON b.payment_id = p.id \
     WHERE l.bonus_of IS NOT NULL AND l.id > $1 ORDER BY l.id LIMIT 500",
);

/// When the payment changed, its bought credits may have been used up, and then all of the bonus went. The number
/// left at that time is not stored. So where none are left now, both results are accepted. Where some came back
/// since, the bonus goes by its share.
pub(super) async fn bonuses(look: &mut Look<'_>) -> Result<Check, StoreError> {
    let check = Check::new(
        "bonus_shared",
        "of a bonus as large a share is to go as went of the bought credits, or all of it where none of those are left",
    );
    let fault = |row: &Row| {
        let (granted, gone, bought) = (int(row, 1)?, int(row, 2)?, int(row, 3)?);
        let went = int(row, 4)?.saturating_add(int(row, 5)?).min(bought);
        let share = i128::from(granted) * i128::from(went) / i128::from(bought.max(1));
        let none_left = int(row, 6)? == 0;
        let right = i128::from(gone) == share || (none_left && gone == granted);
        Ok((!right).then(|| format!("{gone} of {granted} are to go, and {went} of {bought} went")))
    };
    look.every_row(check, &BONUSES, fault).await
}
