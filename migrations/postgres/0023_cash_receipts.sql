-- Cash receipts: what was asked of a provider or a person, and what became of it. Both are only ever added; the number that
-- says whose a receipt is may be emptied once its time is over, like the address of the provider's page of it.
CREATE TABLE cash_receipt_requests (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    payment_id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C" NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    act TEXT COLLATE "C" NOT NULL CHECK (act IN ('issue', 'cancel')),
    receipt_id TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C" NOT NULL CHECK (way IN ('provider', 'hand')),
    purpose TEXT COLLATE "C" NOT NULL CHECK (purpose IN ('income_deduction', 'expense_proof')),
    -- Encrypted.
    identity TEXT COLLATE "C",
    amount BIGINT NOT NULL CHECK (amount > 0),
    tax_free BIGINT NOT NULL CHECK (tax_free >= 0 AND tax_free <= amount),
    requested_by TEXT COLLATE "C" NOT NULL,
    requested_at BIGINT NOT NULL,
    journal_place BIGINT,
    CHECK ((act = 'issue') = (receipt_id = id))
);
CREATE INDEX cash_receipt_requests_of_payment ON cash_receipt_requests (payment_id, id);

CREATE TABLE cash_receipt_outcomes (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    request_id TEXT COLLATE "C" NOT NULL,
    payment_id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('done', 'failed')),
    receipt_key TEXT COLLATE "C",
    issue_number TEXT COLLATE "C",
    url TEXT COLLATE "C",
    failure TEXT COLLATE "C",
    note TEXT COLLATE "C",
    recorded_by TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    journal_place BIGINT
);
-- A request ends once.
CREATE UNIQUE INDEX cash_receipt_outcomes_of_request ON cash_receipt_outcomes (request_id);
CREATE INDEX cash_receipt_outcomes_of_payment ON cash_receipt_outcomes (payment_id, id);

-- What a person has to do, of all that was ever asked for. It follows from the two tables, whose rows never change, so that no
-- index of theirs could leave out what is done.
CREATE TABLE cash_receipts_waiting (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY
);
CREATE FUNCTION cash_receipt_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cash_receipts_waiting (id) VALUES (new.id);
    RETURN NULL;
END;
$$;
CREATE FUNCTION cash_receipt_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM cash_receipts_waiting WHERE id = new.request_id;
    RETURN NULL;
END;
$$;
CREATE TRIGGER cash_receipt_requests_wait AFTER INSERT ON cash_receipt_requests
    FOR EACH ROW WHEN (new.way = 'hand') EXECUTE FUNCTION cash_receipt_waits();
CREATE TRIGGER cash_receipt_outcomes_end AFTER INSERT ON cash_receipt_outcomes
    FOR EACH ROW EXECUTE FUNCTION cash_receipt_ended();

-- The receipt that is asked for or issued and not taken back whole, so that a commit that gives money back knows of it without
-- reading these tables. It follows from them.
ALTER TABLE payments ADD COLUMN cash_receipt_id TEXT COLLATE "C";

CREATE TRIGGER cash_receipt_requests_append_only
    BEFORE UPDATE OF id, payment_id, customer_id, provider, act, receipt_id, way, purpose, amount, tax_free, requested_by, requested_at OR DELETE OR TRUNCATE ON cash_receipt_requests
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER cash_receipt_requests_identity_kept BEFORE UPDATE OF identity ON cash_receipt_requests
    FOR EACH ROW WHEN (new.identity IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER cash_receipt_outcomes_append_only
    BEFORE UPDATE OF id, request_id, payment_id, customer_id, outcome, receipt_key, issue_number, failure, note, recorded_by, recorded_at OR DELETE OR TRUNCATE ON cash_receipt_outcomes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER cash_receipt_outcomes_url_kept BEFORE UPDATE OF url ON cash_receipt_outcomes
    FOR EACH ROW WHEN (new.url IS NOT NULL) EXECUTE FUNCTION refuse_change();

-- A kind of job more.
ALTER TABLE jobs DROP CONSTRAINT jobs_kind_check;
ALTER TABLE jobs ADD CONSTRAINT jobs_kind_check
    CHECK (kind IN ('settle_order', 'settle_refund', 'settle_contradiction', 'settle_receipts'));
