-- Months of memberships that orders pay for: a row for each from the day it is due, so that what it costs never changes
-- and is asked for once. A month that nobody paid is skipped by that name.
CREATE TABLE due_months (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    month INTEGER NOT NULL CHECK (month >= 0),
    plan TEXT NOT NULL,
    credits INTEGER NOT NULL CHECK (credits >= 1),
    amount INTEGER NOT NULL CHECK (amount >= 1),
    tax_free INTEGER NOT NULL CHECK (tax_free BETWEEN 0 AND amount),
    due_at INTEGER NOT NULL,
    made_at INTEGER NOT NULL CHECK (made_at >= due_at),
    journal_place INTEGER,
    UNIQUE (subscription_id, month)
) STRICT;

CREATE TRIGGER due_months_no_update BEFORE UPDATE ON due_months
BEGIN
    SELECT RAISE(ABORT, 'due_months is append-only');
END;
CREATE TRIGGER due_months_no_delete BEFORE DELETE ON due_months
BEGIN
    SELECT RAISE(ABORT, 'due_months is append-only');
END;

-- What an order for each further month costs, as JSON, and the month that waits for its payment. They follow from the
-- subscription's events and from `due_months`.
ALTER TABLE subscriptions ADD COLUMN billed TEXT;
ALTER TABLE subscriptions ADD COLUMN waiting TEXT;

-- SQLite changes no CHECK, so the table is written anew with one word more.
CREATE TABLE distributions_with_unpaid (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    month INTEGER NOT NULL CHECK (month >= 0),
    plan TEXT NOT NULL,
    credits INTEGER NOT NULL CHECK (credits >= 1),
    due_at INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    lot_id TEXT UNIQUE,
    skipped TEXT CHECK (skipped IN ('paused', 'frozen', 'too_many_credits', 'unpaid')),
    journal_place INTEGER,
    CHECK ((lot_id IS NULL) = (skipped IS NOT NULL)),
    -- A month is settled once.
    UNIQUE (subscription_id, month)
) STRICT;
INSERT INTO distributions_with_unpaid
    (id, customer_id, subscription_id, month, plan, credits, due_at, made_at, lot_id, skipped, journal_place)
SELECT id, customer_id, subscription_id, month, plan, credits, due_at, made_at, lot_id, skipped, journal_place
FROM distributions;
DROP TABLE distributions;
ALTER TABLE distributions_with_unpaid RENAME TO distributions;
CREATE TRIGGER distributions_no_update BEFORE UPDATE ON distributions
BEGIN
    SELECT RAISE(ABORT, 'distributions is append-only');
END;
CREATE TRIGGER distributions_no_delete BEFORE DELETE ON distributions
BEGIN
    SELECT RAISE(ABORT, 'distributions is append-only');
END;
