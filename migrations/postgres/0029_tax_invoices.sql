-- Tax invoices that the seller issued elsewhere for payments. A row never changes; one that was wrong is replaced by
-- another that names it.
CREATE TABLE tax_invoices (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    payment_id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('original', 'amended')),
    reason TEXT COLLATE "C" CHECK (reason IN ('returned', 'contract_ended', 'price_changed')),
    refund_id TEXT COLLATE "C",
    corrects TEXT COLLATE "C",
    approval_number TEXT COLLATE "C" NOT NULL,
    issued_on TEXT COLLATE "C" NOT NULL,
    supply BIGINT NOT NULL CHECK (supply >= 0),
    vat BIGINT NOT NULL CHECK (vat >= 0),
    note TEXT COLLATE "C",
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    journal_place BIGINT,
    CHECK ((kind = 'amended') = (reason IS NOT NULL)),
    CHECK (kind = 'amended' OR refund_id IS NULL),
    CHECK (corrects IS NOT NULL OR supply + vat > 0)
);
CREATE INDEX tax_invoices_of_payment ON tax_invoices (payment_id, id);
-- A record is corrected once; what was wrong of the correction is corrected by the next.
CREATE UNIQUE INDEX tax_invoices_corrected ON tax_invoices (corrects) WHERE corrects IS NOT NULL;

CREATE TRIGGER tax_invoices_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON tax_invoices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
