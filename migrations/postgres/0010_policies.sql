-- Every published policy document, whole, with its hash: what a seller promised can be proved and applied without a file,
-- and a version that was edited is refused. Orders, payments, lots and quotes name the content they stand under.

CREATE TABLE policies (
    version TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    hash TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    published_at BIGINT NOT NULL,
    effective_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    journal_place BIGINT
);
CREATE TRIGGER policies_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policies
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE orders ADD COLUMN policy_hash TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN policy_hash TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE lots ADD COLUMN policy_hash TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE quotes ADD COLUMN policy_hash TEXT COLLATE "C" NOT NULL DEFAULT '';
