-- Cash receipts: what was asked of a provider or a person, and what became of it. Both are only ever added; the number that
-- says whose a receipt is may be emptied once its time is over, like the address of the provider's page of it.
CREATE TABLE cash_receipt_requests (
    id TEXT NOT NULL PRIMARY KEY,
    payment_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('issue', 'cancel')),
    receipt_id TEXT NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('provider', 'hand')),
    purpose TEXT NOT NULL CHECK (purpose IN ('income_deduction', 'expense_proof')),
    -- Encrypted.
    identity TEXT,
    amount INTEGER NOT NULL CHECK (amount > 0),
    tax_free INTEGER NOT NULL CHECK (tax_free >= 0 AND tax_free <= amount),
    requested_by TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    journal_place INTEGER,
    CHECK ((act = 'issue') = (receipt_id = id))
) STRICT;
CREATE INDEX cash_receipt_requests_of_payment ON cash_receipt_requests (payment_id, id);

CREATE TABLE cash_receipt_outcomes (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL,
    payment_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'failed')),
    receipt_key TEXT,
    issue_number TEXT,
    url TEXT,
    failure TEXT,
    note TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    journal_place INTEGER
) STRICT;
-- A request ends once.
CREATE UNIQUE INDEX cash_receipt_outcomes_of_request ON cash_receipt_outcomes (request_id);
CREATE INDEX cash_receipt_outcomes_of_payment ON cash_receipt_outcomes (payment_id, id);

-- What a person has to do, of all that was ever asked for. It follows from the two tables, whose rows never change, so that no
-- index of theirs could leave out what is done.
CREATE TABLE cash_receipts_waiting (
    id TEXT NOT NULL PRIMARY KEY
) STRICT;
CREATE TRIGGER cash_receipt_requests_wait AFTER INSERT ON cash_receipt_requests WHEN new.way = 'hand'
BEGIN
    INSERT INTO cash_receipts_waiting (id) VALUES (new.id);
END;
CREATE TRIGGER cash_receipt_outcomes_end AFTER INSERT ON cash_receipt_outcomes
BEGIN
    DELETE FROM cash_receipts_waiting WHERE id = new.request_id;
END;

-- The receipt that is asked for or issued and not taken back whole, so that a commit that gives money back knows of it without
-- reading these tables. It follows from them.
ALTER TABLE payments ADD COLUMN cash_receipt_id TEXT;

CREATE TRIGGER cash_receipt_requests_not_changed
BEFORE UPDATE OF id, payment_id, customer_id, provider, act, receipt_id, way, purpose, amount, tax_free, requested_by, requested_at ON cash_receipt_requests
BEGIN
    SELECT RAISE(ABORT, 'cash_receipt_requests is append-only');
END;
CREATE TRIGGER cash_receipt_requests_identity_kept BEFORE UPDATE OF identity ON cash_receipt_requests WHEN new.identity IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'cash_receipt_requests is append-only');
END;
CREATE TRIGGER cash_receipt_requests_not_removed BEFORE DELETE ON cash_receipt_requests
BEGIN
    SELECT RAISE(ABORT, 'cash_receipt_requests is append-only');
END;
CREATE TRIGGER cash_receipt_outcomes_not_changed
BEFORE UPDATE OF id, request_id, payment_id, customer_id, outcome, receipt_key, issue_number, failure, note, recorded_by, recorded_at ON cash_receipt_outcomes
BEGIN
    SELECT RAISE(ABORT, 'cash_receipt_outcomes is append-only');
END;
CREATE TRIGGER cash_receipt_outcomes_url_kept BEFORE UPDATE OF url ON cash_receipt_outcomes WHEN new.url IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'cash_receipt_outcomes is append-only');
END;
CREATE TRIGGER cash_receipt_outcomes_not_removed BEFORE DELETE ON cash_receipt_outcomes
BEGIN
    SELECT RAISE(ABORT, 'cash_receipt_outcomes is append-only');
END;

-- A kind of job more. A check cannot be replaced, so the table is written anew with those that wait.
CREATE TABLE jobs_since (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('settle_order', 'settle_refund', 'settle_contradiction', 'settle_receipts')),
    subject TEXT NOT NULL,
    run_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'parked')),
    attempts INTEGER NOT NULL DEFAULT 0,
    lease_until_at INTEGER,
    note TEXT,
    -- The provider's code in the last failure, where there was one.
    failure_code TEXT,
    CHECK ((state = 'running') = (lease_until_at IS NOT NULL))
) STRICT;
INSERT INTO jobs_since (id, kind, subject, run_at, created_at, state, attempts, lease_until_at, note, failure_code)
SELECT id, kind, subject, run_at, created_at, state, attempts, lease_until_at, note, failure_code FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_since RENAME TO jobs;
CREATE UNIQUE INDEX jobs_waiting ON jobs (kind, subject) WHERE state = 'waiting';
CREATE UNIQUE INDEX jobs_running ON jobs (kind, subject) WHERE state = 'running';
CREATE INDEX jobs_due ON jobs (kind, run_at) WHERE state = 'waiting';
CREATE INDEX jobs_leased ON jobs (lease_until_at) WHERE state = 'running';
CREATE INDEX jobs_parked ON jobs (id) WHERE state = 'parked';
CREATE INDEX jobs_parked_of ON jobs (subject, kind) WHERE state = 'parked';
