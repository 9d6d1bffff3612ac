-- Memberships: a customer's subscription to a plan, and one row for each of its months, given or skipped.
-- A month is a row of its own, so that the database itself refuses a month that is given twice.

CREATE TABLE subscriptions (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    plan TEXT NOT NULL,
    -- Of a month, as the plan had them when it was taken.
    credits INTEGER NOT NULL CHECK (credits >= 1),
    state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'ended')),
    started_at INTEGER NOT NULL,
    -- The number of the next month, counted from 0, and when it is due: nothing is due once it has ended.
    next_month INTEGER NOT NULL CHECK (next_month >= 0),
    next_due_at INTEGER,
    paused_at INTEGER,
    ended_at INTEGER,
    reason TEXT,
    journal_place INTEGER,
    journal_revision INTEGER,
    CHECK ((state = 'ended') = (next_due_at IS NULL)),
    CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
    CHECK ((state = 'paused') = (paused_at IS NOT NULL))
) STRICT;
CREATE INDEX subscriptions_of_customer ON subscriptions (customer_id, id);
-- A customer has one subscription to a plan at a time.
CREATE UNIQUE INDEX subscriptions_open ON subscriptions (customer_id, plan) WHERE state <> 'ended';
-- The months of all customers that are due next.
CREATE INDEX subscriptions_due ON subscriptions (next_due_at) WHERE next_due_at IS NOT NULL;

CREATE TABLE distributions (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    month INTEGER NOT NULL CHECK (month >= 0),
    plan TEXT NOT NULL,
    credits INTEGER NOT NULL CHECK (credits >= 1),
    due_at INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    lot_id TEXT UNIQUE,
    skipped TEXT CHECK (skipped IN ('paused', 'frozen', 'too_many_credits')),
    journal_place INTEGER,
    CHECK ((lot_id IS NULL) = (skipped IS NOT NULL)),
    -- A month is settled once.
    UNIQUE (subscription_id, month)
) STRICT;

CREATE TRIGGER distributions_no_update BEFORE UPDATE ON distributions
BEGIN
    SELECT RAISE(ABORT, 'distributions is append-only');
END;
CREATE TRIGGER distributions_no_delete BEFORE DELETE ON distributions
BEGIN
    SELECT RAISE(ABORT, 'distributions is append-only');
END;
