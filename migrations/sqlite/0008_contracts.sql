-- Enterprise contracts, whole, with their hashes, so that the terms of a purchase under one can be proved and applied.
-- Orders, payments, lots and quotes name a contract in the place of a policy's version.
CREATE TABLE contracts (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    name TEXT NOT NULL,
    reference TEXT NOT NULL,
    document TEXT NOT NULL,
    hash TEXT NOT NULL,
    -- The policy that it is agreed under, which says what the contract does not.
    policy TEXT NOT NULL,
    policy_hash TEXT NOT NULL,
    published_by TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    effective_at INTEGER NOT NULL,
    journal_place INTEGER
) STRICT;
CREATE INDEX contracts_of_customer ON contracts (customer_id, id);

-- Append-only, like policies.
CREATE TRIGGER contracts_not_changed BEFORE UPDATE ON contracts
BEGIN
    SELECT RAISE(ABORT, 'contracts is append-only');
END;
CREATE TRIGGER contracts_not_removed BEFORE DELETE ON contracts
BEGIN
    SELECT RAISE(ABORT, 'contracts is append-only');
END;
