-- Payments of which an amended tax invoice (수정세금계산서) is due: what is invoiced, is in no amended one, and went back. It follows
-- from the tax invoices and the payment, so that what waits is found without reading every invoice that was ever recorded. Of
-- a payment whose money went back twice nothing is left, and no less.
CREATE TABLE tax_amendments_due (
    payment_id TEXT NOT NULL PRIMARY KEY
) STRICT;
CREATE TRIGGER tax_invoices_amendment AFTER INSERT ON tax_invoices
BEGIN
    DELETE FROM tax_amendments_due WHERE payment_id = new.payment_id;
    INSERT INTO tax_amendments_due (payment_id)
    SELECT p.id FROM payments AS p WHERE p.id = new.payment_id AND CASE WHEN p.amount < p.refunded + p.cancelled_outside THEN 0 ELSE p.amount - p.refunded - p.cancelled_outside END < (
        SELECT COALESCE(SUM(CASE t.kind WHEN 'original' THEN t.supply + t.vat ELSE 0 - t.supply - t.vat END), 0)
        FROM tax_invoices AS t
        WHERE t.payment_id = p.id AND NOT EXISTS (SELECT 1 FROM tax_invoices AS c WHERE c.corrects = t.id)
    );
END;
CREATE TRIGGER payments_amendment AFTER UPDATE OF refunded, cancelled_outside ON payments
WHEN new.refunded <> old.refunded OR new.cancelled_outside <> old.cancelled_outside
BEGIN
    DELETE FROM tax_amendments_due WHERE payment_id = new.id;
    INSERT INTO tax_amendments_due (payment_id)
    SELECT p.id FROM payments AS p WHERE p.id = new.id AND CASE WHEN p.amount < p.refunded + p.cancelled_outside THEN 0 ELSE p.amount - p.refunded - p.cancelled_outside END < (
        SELECT COALESCE(SUM(CASE t.kind WHEN 'original' THEN t.supply + t.vat ELSE 0 - t.supply - t.vat END), 0)
        FROM tax_invoices AS t
        WHERE t.payment_id = p.id AND NOT EXISTS (SELECT 1 FROM tax_invoices AS c WHERE c.corrects = t.id)
    );
END;

-- What is due already.
INSERT INTO tax_amendments_due (payment_id)
SELECT p.id FROM payments AS p JOIN (
    SELECT t.payment_id, SUM(CASE t.kind WHEN 'original' THEN t.supply + t.vat ELSE 0 - t.supply - t.vat END) AS stands
    FROM tax_invoices AS t LEFT JOIN tax_invoices AS c ON c.corrects = t.id WHERE c.id IS NULL GROUP BY t.payment_id
) AS invoiced ON invoiced.payment_id = p.id
WHERE CASE WHEN p.amount < p.refunded + p.cancelled_outside THEN 0 ELSE p.amount - p.refunded - p.cancelled_outside END < invoiced.stands;
