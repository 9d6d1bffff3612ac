-- Disputes of payments at the card company, and what became of them. Both are only ever added. What lost ones took out of a provider's
-- payouts no look-up shows, so the payment counts it, and names its open dispute; both follow from these tables.
CREATE TABLE disputes (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    payment_id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C" NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    reference TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    respond_by BIGINT,
    opened_by TEXT COLLATE "C" NOT NULL,
    opened_at BIGINT NOT NULL,
    journal_place BIGINT
);
CREATE INDEX disputes_of_payment ON disputes (payment_id, id);

CREATE TABLE dispute_decisions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    dispute_id TEXT COLLATE "C" NOT NULL,
    payment_id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('won', 'lost', 'reinstated')),
    taken TEXT COLLATE "C" CHECK (taken IN ('settlement', 'cancel')),
    note TEXT COLLATE "C" NOT NULL,
    decided_by TEXT COLLATE "C" NOT NULL,
    decided_at BIGINT NOT NULL,
    journal_place BIGINT,
    CHECK ((state = 'won') = (taken IS NULL))
);
-- A dispute becomes each of these once.
CREATE UNIQUE INDEX dispute_decisions_once ON dispute_decisions (dispute_id, state);
CREATE INDEX dispute_decisions_of_payment ON dispute_decisions (payment_id, id);

ALTER TABLE payments ADD COLUMN dispute_id TEXT COLLATE "C";
ALTER TABLE payments ADD COLUMN charged_back BIGINT NOT NULL DEFAULT 0 CHECK (charged_back >= 0 AND charged_back <= cancelled_outside);
CREATE INDEX payments_disputed ON payments (dispute_id) WHERE dispute_id IS NOT NULL;

CREATE TRIGGER disputes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON disputes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dispute_decisions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dispute_decisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
