-- Disputes of payments at the card company, and what became of them. Both are only ever added. What lost ones took out of a provider's
-- payouts no look-up shows, so the payment counts it, and names its open dispute; both follow from these tables.
CREATE TABLE disputes (
    id TEXT NOT NULL PRIMARY KEY,
    payment_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    reference TEXT NOT NULL,
    reason TEXT NOT NULL,
    respond_by INTEGER,
    opened_by TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    journal_place INTEGER
) STRICT;
CREATE INDEX disputes_of_payment ON disputes (payment_id, id);

CREATE TABLE dispute_decisions (
    id TEXT NOT NULL PRIMARY KEY,
    dispute_id TEXT NOT NULL,
    payment_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('won', 'lost', 'reinstated')),
    taken TEXT CHECK (taken IN ('settlement', 'cancel')),
    note TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    journal_place INTEGER,
    CHECK ((state = 'won') = (taken IS NULL))
) STRICT;
-- A dispute becomes each of these once.
CREATE UNIQUE INDEX dispute_decisions_once ON dispute_decisions (dispute_id, state);
CREATE INDEX dispute_decisions_of_payment ON dispute_decisions (payment_id, id);

ALTER TABLE payments ADD COLUMN dispute_id TEXT;
ALTER TABLE payments ADD COLUMN charged_back INTEGER NOT NULL DEFAULT 0 CHECK (charged_back >= 0 AND charged_back <= cancelled_outside);
CREATE INDEX payments_disputed ON payments (dispute_id) WHERE dispute_id IS NOT NULL;

CREATE TRIGGER disputes_not_changed BEFORE UPDATE ON disputes
BEGIN
    SELECT RAISE(ABORT, 'disputes is append-only');
END;
CREATE TRIGGER disputes_not_removed BEFORE DELETE ON disputes
BEGIN
    SELECT RAISE(ABORT, 'disputes is append-only');
END;
CREATE TRIGGER dispute_decisions_not_changed BEFORE UPDATE ON dispute_decisions
BEGIN
    SELECT RAISE(ABORT, 'dispute_decisions is append-only');
END;
CREATE TRIGGER dispute_decisions_not_removed BEFORE DELETE ON dispute_decisions
BEGIN
    SELECT RAISE(ABORT, 'dispute_decisions is append-only');
END;
