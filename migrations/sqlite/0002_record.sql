-- The record of what was done: the ledger, answers under idempotency keys, jobs, events, the audit log, API keys, the
-- journal, and the policies that were published.

-- The ledger. Each entry moves an amount from one account to another; each hash covers the one before it.
CREATE TABLE entries (
    customer_id TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq >= 1),
    posting_id TEXT NOT NULL,
    act TEXT NOT NULL,
    from_account TEXT NOT NULL,
    to_account TEXT NOT NULL CHECK (to_account <> from_account),
    unit TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    lot_id TEXT,
    reference TEXT NOT NULL,
    posted_at INTEGER NOT NULL,
    hash TEXT NOT NULL,
    journal_place INTEGER,
    PRIMARY KEY (customer_id, seq)
) STRICT;

-- Idempotency keys of requests, with the answers that were given.
CREATE TABLE idempotency_keys (
    scope TEXT NOT NULL,
    client_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    reply TEXT NOT NULL,
    answered_at INTEGER NOT NULL,
    -- scope || '/' || client_key
    key TEXT NOT NULL PRIMARY KEY,
    journal_place INTEGER
) STRICT;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (answered_at);

-- Queued jobs. A finished job is deleted; one that keeps failing is parked where people see it.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('settle_order', 'settle_refund', 'settle_contradiction')),
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
-- At most one job that has not begun, so that a hundred hints cost one look-up; and at most one that runs. They are
-- two indexes because a hint that comes during a look-up asks for one more: the first may have seen too little.
CREATE UNIQUE INDEX jobs_waiting ON jobs (kind, subject) WHERE state = 'waiting';
CREATE UNIQUE INDEX jobs_running ON jobs (kind, subject) WHERE state = 'running';
-- Jobs are claimed kind by kind, so that refunds have slots of their own.
CREATE INDEX jobs_due ON jobs (kind, run_at) WHERE state = 'waiting';
CREATE INDEX jobs_leased ON jobs (lease_until_at) WHERE state = 'running';
CREATE INDEX jobs_parked ON jobs (id) WHERE state = 'parked';
-- Parked jobs are deleted when their subject is settled by another job.
CREATE INDEX jobs_parked_of ON jobs (subject, kind) WHERE state = 'parked';

CREATE TABLE events (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    customer_id TEXT,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    journal_place INTEGER
) STRICT;

-- The audit log: who did what.
CREATE TABLE audit_log (
    id TEXT NOT NULL PRIMARY KEY,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    acted_at INTEGER NOT NULL,
    journal_place INTEGER
) STRICT;
-- Read act by act, to see who has read private data, and how often.
CREATE INDEX audit_log_by_act ON audit_log (act, id);

CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    -- The hash of the secret; the secret itself is never stored.
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    journal_place INTEGER,
    journal_revision INTEGER
) STRICT;

-- Every version of every row that carries money, terms or a decision is recorded in an append-only journal, by a
-- digest. So the auditor finds a change made behind the gateway's back. Each writer has a chain of its own: no writer
-- waits for another.
-- One row per chain: how many blocks it has, and the hash of the last. Chain 0 is for rows written outside the
-- writers.
CREATE TABLE chains (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id BETWEEN 0 AND 1048575),
    blocks INTEGER NOT NULL CHECK (blocks >= 0),
    hash TEXT NOT NULL
) STRICT;
INSERT INTO chains (id, blocks, hash) VALUES (0, 0, '');

-- The blocks. An id is chain * 2^43 + number * 2^7, so that the place of an element is the id plus its index.
CREATE TABLE journal (
    id INTEGER NOT NULL PRIMARY KEY,
    made_at INTEGER NOT NULL,
    content TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

-- Shows whether the database can be written. The readiness check writes this one row and commits it, because reading
-- does not show a full disk or a server that accepts only reads.
CREATE TABLE write_probes (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    probed_at INTEGER NOT NULL,
    -- As many bytes as a small batch writes: where that does not fit, nothing else does.
    filler TEXT NOT NULL
) STRICT;

-- Every published policy document, whole, with its hash. A seller's terms can be proved and applied without a file,
-- and an edited version is refused. Orders, payments, lots and quotes name the content they are bound to.
CREATE TABLE policies (
    version TEXT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    effective_at INTEGER NOT NULL,
    stored_at INTEGER NOT NULL,
    journal_place INTEGER
) STRICT;

-- Append-only: no statement changes or removes these rows, whoever sends it.
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
BEGIN
    SELECT RAISE(ABORT, 'entries is append-only');
END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
BEGIN
    SELECT RAISE(ABORT, 'entries is append-only');
END;
CREATE TRIGGER acts_no_update BEFORE UPDATE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'audit_log is append-only');
END;
CREATE TRIGGER acts_no_delete BEFORE DELETE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'audit_log is append-only');
END;
CREATE TRIGGER inbox_no_delete BEFORE DELETE ON inbox
BEGIN
    SELECT RAISE(ABORT, 'inbox is append-only');
END;
-- A received row stays as it came. The result of it (`effect`) may be written again after a replay.
CREATE TRIGGER inbox_as_received BEFORE UPDATE OF id, provider, event_key, verdict, note, headers, body_form, body, received_at, key ON inbox
BEGIN
    SELECT RAISE(ABORT, 'inbox is append-only');
END;
CREATE TRIGGER policies_no_update BEFORE UPDATE ON policies
BEGIN
    SELECT RAISE(ABORT, 'policies is append-only');
END;
CREATE TRIGGER policies_no_delete BEFORE DELETE ON policies
BEGIN
    SELECT RAISE(ABORT, 'policies is append-only');
END;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'journal is append-only');
END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'journal is append-only');
END;
