-- What shops ask their buyers to pay for, before a buyer has chosen how: the request alone. Price and terms are fixed by
-- the orders that follow from it, whose ids are made of its own, so nothing here carries money and nothing changes.
CREATE TABLE checkouts (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    -- Product, quantity, return URL, metadata and promotion code, as JSON.
    wanted TEXT NOT NULL,
    -- Role and idempotency key of the request: the same one again is the same checkout.
    idempotency_key TEXT NOT NULL UNIQUE,
    -- SHA-256 of the request, so that another one under the same key is refused.
    fingerprint TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX checkouts_by_end ON checkouts (expires_at);

-- Nothing changes in it. Old ones are deleted.
CREATE TRIGGER checkouts_not_changed BEFORE UPDATE ON checkouts
BEGIN
    SELECT RAISE(ABORT, 'checkouts do not change');
END;
