//! Tax invoices: of their payment and of one customer, corrected once, within what was paid and what went back, and never beside a cash receipt.

use super::check::{Set, sets};

pub(super) static SETS: [Set; 5] = sets! {
    invoices_linked "a tax invoice is of a payment of its customer, about a refund of that payment, and in place of one earlier record of it" = "\
        SELECT t.id, 'not of a payment of its customer' AS detail \
        FROM tax_invoices t LEFT JOIN payments p ON p.id = t.payment_id WHERE p.id IS NULL OR p.customer_id <> t.customer_id \
        UNION ALL SELECT t.id, 'not about a refund of its payment' \
        FROM tax_invoices t LEFT JOIN refunds r ON r.id = t.refund_id \
        WHERE t.refund_id IS NOT NULL AND (r.id IS NULL OR r.payment_id <> t.payment_id OR t.kind <> 'amended') \
        UNION ALL SELECT t.id, 'in place of no earlier record of its payment' \
        FROM tax_invoices t LEFT JOIN tax_invoices w ON w.id = t.corrects \
        WHERE t.corrects IS NOT NULL AND (w.id IS NULL OR w.payment_id <> t.payment_id OR w.id >= t.id) \
        UNION ALL SELECT MIN(id), COUNT(*) || ' records in place of one' \
        FROM tax_invoices WHERE corrects IS NOT NULL GROUP BY corrects HAVING COUNT(*) > 1 \
        UNION ALL SELECT id, 'of nothing, or its kind has no such reason' FROM tax_invoices \
        WHERE (corrects IS NULL AND supply + vat = 0) OR supply < 0 OR vat < 0 OR (kind = 'amended') <> (reason IS NOT NULL)";

    invoices_of_one_customer "the number of a tax invoice that holds stands in the records of one customer" = "\
        SELECT t.id, 'its number is that of ' || MIN(o.id) AS detail \
        FROM tax_invoices t JOIN tax_invoices o ON o.approval_number = t.approval_number AND o.customer_id <> t.customer_id \
        LEFT JOIN tax_invoices c ON c.corrects = t.id LEFT JOIN tax_invoices d ON d.corrects = o.id \
        WHERE c.id IS NULL AND d.id IS NULL AND t.supply + t.vat > 0 AND o.supply + o.vat > 0 GROUP BY t.id";

    invoices_bounded "original tax invoices are of no more than was paid, amended ones of no more than these and than went back" = "\
        SELECT s.payment_id AS id, s.invoiced || ' won invoiced, ' || s.amended || ' amended; ' || p.amount || ' paid, ' \
            || COALESCE(b.gone, 0) || ' went back' AS detail \
        FROM ( \
            SELECT t.payment_id, SUM(CASE t.kind WHEN 'original' THEN t.supply + t.vat ELSE 0 END) AS invoiced, \
                SUM(CASE t.kind WHEN 'amended' THEN t.supply + t.vat ELSE 0 END) AS amended \
            FROM tax_invoices t LEFT JOIN tax_invoices c ON c.corrects = t.id WHERE c.id IS NULL GROUP BY t.payment_id \
        ) s JOIN payments p ON p.id = s.payment_id \
        LEFT JOIN ( \
            SELECT n.payment_id, SUM(e.amount) AS gone FROM ( \
                SELECT id, id AS payment_id FROM payments UNION ALL SELECT id, payment_id FROM refunds \
            ) n JOIN entries e ON e.reference = n.id AND e.unit = 'won' AND e.act IN ('revoke', 'refund_done') \
            GROUP BY n.payment_id \
        ) b ON b.payment_id = s.payment_id \
        WHERE s.invoiced > p.amount OR s.amended > s.invoiced OR s.amended > COALESCE(b.gone, 0) \
        UNION ALL SELECT s.refund_id, s.amended || ' won amended for a refund of ' || COALESCE(b.gone, 0) \
        FROM ( \
            SELECT t.refund_id, SUM(t.supply + t.vat) AS amended \
            FROM tax_invoices t LEFT JOIN tax_invoices c ON c.corrects = t.id \
            WHERE c.id IS NULL AND t.refund_id IS NOT NULL GROUP BY t.refund_id \
        ) s LEFT JOIN ( \
            SELECT reference, SUM(amount) AS gone FROM entries WHERE unit = 'won' AND act = 'refund_done' GROUP BY reference \
        ) b ON b.reference = s.refund_id \
        WHERE s.amended > COALESCE(b.gone, 0)";

    amendments_due "the payments of which an amended tax invoice is due are those of which more is invoiced than is left, less what was amended" = "\
        SELECT COALESCE(d.id, w.payment_id) AS id, \
            CASE WHEN w.payment_id IS NULL THEN 'is due, and nobody is told' ELSE 'is not due, and somebody is told' END AS detail \
        FROM ( \
            SELECT p.id FROM payments p JOIN ( \
                SELECT t.payment_id, SUM(CASE t.kind WHEN 'original' THEN t.supply + t.vat ELSE 0 - t.supply - t.vat END) AS stands \
                FROM tax_invoices t LEFT JOIN tax_invoices c ON c.corrects = t.id WHERE c.id IS NULL GROUP BY t.payment_id \
            ) s ON s.payment_id = p.id WHERE s.stands > CASE WHEN p.amount < p.refunded + p.cancelled_outside THEN 0 \
                ELSE p.amount - p.refunded - p.cancelled_outside END \
        ) d FULL JOIN tax_amendments_due w ON w.payment_id = d.id \
        WHERE d.id IS NULL OR w.payment_id IS NULL";

    one_proof "a payment has a cash receipt or a tax invoice, never both" = "\
        SELECT p.id, 'the receipt ' || p.cash_receipt_id || ' and the tax invoice ' || t.id AS detail \
        FROM payments p JOIN tax_invoices t ON t.payment_id = p.id AND t.kind = 'original' AND t.supply + t.vat > 0 \
        LEFT JOIN tax_invoices c ON c.corrects = t.id \
        WHERE p.cash_receipt_id IS NOT NULL AND c.id IS NULL";
};
