-- Months of memberships that orders pay for: a row for each from the day it is due, so that what it costs never changes
-- and is asked for once. A month that nobody paid is skipped by that name.
CREATE TABLE due_months (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    customer_id TEXT COLLATE "C" NOT NULL,
    subscription_id TEXT COLLATE "C" NOT NULL,
    month BIGINT NOT NULL CHECK (month >= 0),
    plan TEXT COLLATE "C" NOT NULL,
    credits BIGINT NOT NULL CHECK (credits >= 1),
    amount BIGINT NOT NULL CHECK (amount >= 1),
    tax_free BIGINT NOT NULL CHECK (tax_free BETWEEN 0 AND amount),
    due_at BIGINT NOT NULL,
    made_at BIGINT NOT NULL CHECK (made_at >= due_at),
    journal_place BIGINT,
    UNIQUE (subscription_id, month)
);

CREATE TRIGGER due_months_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON due_months
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What an order for each further month costs, as JSON, and the month that waits for its payment. They follow from the
-- subscription's events and from `due_months`.
ALTER TABLE subscriptions ADD COLUMN billed TEXT COLLATE "C";
ALTER TABLE subscriptions ADD COLUMN waiting TEXT COLLATE "C";

ALTER TABLE distributions DROP CONSTRAINT distributions_skipped_check;
ALTER TABLE distributions ADD CONSTRAINT distributions_skipped_check
    CHECK (skipped IN ('paused', 'frozen', 'too_many_credits', 'unpaid'));
