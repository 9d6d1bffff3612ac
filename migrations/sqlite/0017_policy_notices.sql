-- Notices to customers of a version of the policy that takes something away, at most one for each customer and version,
-- and drafts of the policy that wait for a second person, with what that person said. All of it is only ever added, like
-- the versions themselves.
CREATE TABLE policy_notices (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    version TEXT NOT NULL,
    hash TEXT NOT NULL,
    noticed_at INTEGER NOT NULL,
    journal_place INTEGER
) STRICT;
-- Once for a customer and a version, whoever sweeps.
CREATE UNIQUE INDEX policy_notices_of_customer ON policy_notices (customer_id, version);

CREATE TABLE policy_drafts (
    id TEXT NOT NULL PRIMARY KEY,
    version TEXT NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    effective_at INTEGER NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL CHECK (expires_at > asked_at),
    journal_place INTEGER
) STRICT;
CREATE INDEX policy_drafts_of_document ON policy_drafts (hash, id);

CREATE TABLE policy_decisions (
    draft_id TEXT NOT NULL PRIMARY KEY,
    decision TEXT NOT NULL CHECK (decision IN ('approved', 'rejected')),
    decided_by TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    journal_place INTEGER
) STRICT;

CREATE TRIGGER policy_notices_not_changed BEFORE UPDATE ON policy_notices
BEGIN
    SELECT RAISE(ABORT, 'policy_notices is append-only');
END;
CREATE TRIGGER policy_notices_not_removed BEFORE DELETE ON policy_notices
BEGIN
    SELECT RAISE(ABORT, 'policy_notices is append-only');
END;
CREATE TRIGGER policy_drafts_not_changed BEFORE UPDATE ON policy_drafts
BEGIN
    SELECT RAISE(ABORT, 'policy_drafts is append-only');
END;
CREATE TRIGGER policy_drafts_not_removed BEFORE DELETE ON policy_drafts
BEGIN
    SELECT RAISE(ABORT, 'policy_drafts is append-only');
END;
CREATE TRIGGER policy_decisions_not_changed BEFORE UPDATE ON policy_decisions
BEGIN
    SELECT RAISE(ABORT, 'policy_decisions is append-only');
END;
CREATE TRIGGER policy_decisions_not_removed BEFORE DELETE ON policy_decisions
BEGIN
    SELECT RAISE(ABORT, 'policy_decisions is append-only');
END;
