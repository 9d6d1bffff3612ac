-- Enterprise contracts, whole, with their hashes, so that the terms of a purchase under one can be proved and applied.
-- Orders, payments, lots and quotes name a contract in the place of a policy's version.
CREATE TABLE contracts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    customer_id TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    reference TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    -- The policy that it is agreed under, which says what the contract does not.
    policy TEXT COLLATE "C" NOT NULL,
    policy_hash TEXT COLLATE "C" NOT NULL,
    published_by TEXT COLLATE "C" NOT NULL,
    published_at BIGINT NOT NULL,
    effective_at BIGINT NOT NULL,
    journal_place BIGINT
);
CREATE INDEX contracts_of_customer ON contracts (customer_id, id);

-- Append-only, like policies.
CREATE TRIGGER contracts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON contracts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
