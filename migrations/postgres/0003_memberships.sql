-- Memberships: a customer's subscription to a plan, and one row for each of its months, given or skipped.
-- A month is a row of its own, so that the database itself refuses a month that is given twice.

CREATE TABLE subscriptions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    customer_id TEXT COLLATE "C" NOT NULL,
    plan TEXT COLLATE "C" NOT NULL,
    -- Of a month, as the plan had them when it was taken.
    credits BIGINT NOT NULL CHECK (credits >= 1),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('active', 'paused', 'ended')),
    started_at BIGINT NOT NULL,
    -- The number of the next month, counted from 0, and when it is due: nothing is due once it has ended.
    next_month BIGINT NOT NULL CHECK (next_month >= 0),
    next_due_at BIGINT,
    paused_at BIGINT,
    ended_at BIGINT,
    reason TEXT COLLATE "C",
    journal_place BIGINT,
    journal_revision BIGINT,
    CHECK ((state = 'ended') = (next_due_at IS NULL)),
    CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
    CHECK ((state = 'paused') = (paused_at IS NOT NULL))
);
CREATE INDEX subscriptions_of_customer ON subscriptions (customer_id, id);
-- A customer has one subscription to a plan at a time.
CREATE UNIQUE INDEX subscriptions_open ON subscriptions (customer_id, plan) WHERE state <> 'ended';
-- The months of all customers that are due next.
CREATE INDEX subscriptions_due ON subscriptions (next_due_at) WHERE next_due_at IS NOT NULL;

CREATE TABLE distributions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    customer_id TEXT COLLATE "C" NOT NULL,
    subscription_id TEXT COLLATE "C" NOT NULL,
    month BIGINT NOT NULL CHECK (month >= 0),
    plan TEXT COLLATE "C" NOT NULL,
    credits BIGINT NOT NULL CHECK (credits >= 1),
    due_at BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    lot_id TEXT COLLATE "C" UNIQUE,
    skipped TEXT COLLATE "C" CHECK (skipped IN ('paused', 'frozen', 'too_many_credits')),
    journal_place BIGINT,
    CHECK ((lot_id IS NULL) = (skipped IS NOT NULL)),
    -- A month is settled once.
    UNIQUE (subscription_id, month)
);

CREATE TRIGGER distributions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON distributions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
