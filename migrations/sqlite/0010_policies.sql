-- Every published policy document, whole, with its hash: what a seller promised can be proved and applied without a file,
-- and a version that was edited is refused. Orders, payments, lots and quotes name the content they stand under.

CREATE TABLE policies (
    version TEXT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    effective_at INTEGER NOT NULL,
    stored_at INTEGER NOT NULL,
    journal_place INTEGER
) STRICT;
CREATE TRIGGER policies_no_update BEFORE UPDATE ON policies
BEGIN
    SELECT RAISE(ABORT, 'policies is append-only');
END;
CREATE TRIGGER policies_no_delete BEFORE DELETE ON policies
BEGIN
    SELECT RAISE(ABORT, 'policies is append-only');
END;

ALTER TABLE orders ADD COLUMN policy_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN policy_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE lots ADD COLUMN policy_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE quotes ADD COLUMN policy_hash TEXT NOT NULL DEFAULT '';
