-- Tax invoices that the seller issued elsewhere for payments. A row never changes; one that was wrong is replaced by
-- another that names it.
CREATE TABLE tax_invoices (
    id TEXT NOT NULL PRIMARY KEY,
    payment_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('original', 'amended')),
    reason TEXT CHECK (reason IN ('returned', 'contract_ended', 'price_changed')),
    refund_id TEXT,
    corrects TEXT,
    approval_number TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    supply INTEGER NOT NULL CHECK (supply >= 0),
    vat INTEGER NOT NULL CHECK (vat >= 0),
    note TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    journal_place INTEGER,
    CHECK ((kind = 'amended') = (reason IS NOT NULL)),
    CHECK (kind = 'amended' OR refund_id IS NULL),
    CHECK (corrects IS NOT NULL OR supply + vat > 0)
) STRICT;
CREATE INDEX tax_invoices_of_payment ON tax_invoices (payment_id, id);
-- A record is corrected once; what was wrong of the correction is corrected by the next.
CREATE UNIQUE INDEX tax_invoices_corrected ON tax_invoices (corrects) WHERE corrects IS NOT NULL;

CREATE TRIGGER tax_invoices_not_changed BEFORE UPDATE ON tax_invoices
BEGIN
    SELECT RAISE(ABORT, 'tax_invoices is append-only');
END;
CREATE TRIGGER tax_invoices_not_removed BEFORE DELETE ON tax_invoices
BEGIN
    SELECT RAISE(ABORT, 'tax_invoices is append-only');
END;
