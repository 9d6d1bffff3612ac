-- The record of what was done: the ledger, answers under idempotency keys, jobs, events, the audit log, API keys, the
-- journal, and the policies that were published.

-- The ledger. Each entry moves an amount from one account to another; each hash covers the one before it.
CREATE TABLE entries (
    customer_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL CHECK (seq >= 1),
    posting_id TEXT COLLATE "C" NOT NULL,
    act TEXT COLLATE "C" NOT NULL,
    from_account TEXT COLLATE "C" NOT NULL,
    to_account TEXT COLLATE "C" NOT NULL CHECK (to_account <> from_account),
    unit TEXT COLLATE "C" NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    lot_id TEXT COLLATE "C",
    reference TEXT COLLATE "C" NOT NULL,
    posted_at BIGINT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    journal_place BIGINT,
    PRIMARY KEY (customer_id, seq)
);

-- Idempotency keys of requests, with the answers that were given.
CREATE TABLE idempotency_keys (
    scope TEXT COLLATE "C" NOT NULL,
    client_key TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    reply TEXT COLLATE "C" NOT NULL,
    answered_at BIGINT NOT NULL,
    -- scope || '/' || client_key
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    journal_place BIGINT
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (answered_at);

-- Queued jobs. A finished job is deleted; one that keeps failing is parked where people see it.
CREATE TABLE jobs (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('settle_order', 'settle_refund', 'settle_contradiction')),
    subject TEXT COLLATE "C" NOT NULL,
    run_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'parked')),
    attempts BIGINT NOT NULL DEFAULT 0,
    lease_until_at BIGINT,
    note TEXT COLLATE "C",
    -- The provider's code in the last failure, where there was one.
    failure_code TEXT COLLATE "C",
    CHECK ((state = 'running') = (lease_until_at IS NOT NULL))
);
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
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C",
    subject TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    happened_at BIGINT NOT NULL,
    journal_place BIGINT
);

-- The audit log: who did what.
CREATE TABLE audit_log (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    actor TEXT COLLATE "C" NOT NULL,
    act TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    detail TEXT COLLATE "C" NOT NULL,
    acted_at BIGINT NOT NULL,
    journal_place BIGINT
);
-- Read act by act, to see who has read private data, and how often.
CREATE INDEX audit_log_by_act ON audit_log (act, id);

CREATE TABLE api_keys (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    role TEXT COLLATE "C" NOT NULL,
    -- The hash of the secret; the secret itself is never stored.
    hash TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT,
    journal_place BIGINT,
    journal_revision BIGINT
);

-- Every version of every row that carries money, terms or a decision is recorded in an append-only journal, by a
-- digest. So the auditor finds a change made behind the gateway's back. Each writer has a chain of its own: no writer
-- waits for another.
-- One row per chain: how many blocks it has, and the hash of the last. Chain 0 is for rows written outside the
-- writers.
CREATE TABLE chains (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id BETWEEN 0 AND 1048575),
    blocks BIGINT NOT NULL CHECK (blocks >= 0),
    hash TEXT COLLATE "C" NOT NULL
) WITH (fillfactor = 50);
INSERT INTO chains (id, blocks, hash) VALUES (0, 0, '');

-- The blocks. An id is chain * 2^43 + number * 2^7, so that the place of an element is the id plus its index.
CREATE TABLE journal (
    id BIGINT NOT NULL PRIMARY KEY,
    made_at BIGINT NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);

-- Shows whether the database can be written. The readiness check writes this one row and commits it, because reading
-- does not show a full disk or a server that accepts only reads.
CREATE TABLE write_probes (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    probed_at BIGINT NOT NULL,
    -- As many bytes as a small batch writes: where that does not fit, nothing else does.
    filler TEXT COLLATE "C" NOT NULL
) WITH (fillfactor = 50);

-- Every published policy document, whole, with its hash. A seller's terms can be proved and applied without a file,
-- and an edited version is refused. Orders, payments, lots and quotes name the content they are bound to.
CREATE TABLE policies (
    version TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    hash TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    published_at BIGINT NOT NULL,
    effective_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    journal_place BIGINT
);

-- Append-only: no statement changes or removes these rows, whoever sends it.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER inbox_kept BEFORE DELETE OR TRUNCATE ON inbox
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- A received row stays as it came. The result of it (`effect`) may be written again after a replay.
CREATE TRIGGER inbox_as_received
    BEFORE UPDATE OF id, provider, event_key, verdict, note, headers, body_form, body, received_at, key ON inbox
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policies_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policies
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
