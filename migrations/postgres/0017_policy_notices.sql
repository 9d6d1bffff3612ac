-- Notices to customers of a version of the policy that takes something away, at most one for each customer and version,
-- and drafts of the policy that wait for a second person, with what that person said. All of it is only ever added, like
-- the versions themselves.
CREATE TABLE policy_notices (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    customer_id TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    noticed_at BIGINT NOT NULL,
    journal_place BIGINT
);
-- Once for a customer and a version, whoever sweeps.
CREATE UNIQUE INDEX policy_notices_of_customer ON policy_notices (customer_id, version);

CREATE TABLE policy_drafts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    effective_at BIGINT NOT NULL,
    asked_by TEXT COLLATE "C" NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL CHECK (expires_at > asked_at),
    journal_place BIGINT
);
CREATE INDEX policy_drafts_of_document ON policy_drafts (hash, id);

CREATE TABLE policy_decisions (
    draft_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    decision TEXT COLLATE "C" NOT NULL CHECK (decision IN ('approved', 'rejected')),
    decided_by TEXT COLLATE "C" NOT NULL,
    decided_at BIGINT NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    journal_place BIGINT
);

CREATE TRIGGER policy_notices_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_notices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_drafts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_drafts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_decisions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_decisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
