-- A debt belongs to the payment that others took back: money that comes again, credits that come back and a waiver settle
-- the one that they are about.

ALTER TABLE payments ADD COLUMN debt INTEGER NOT NULL DEFAULT 0 CHECK (debt >= 0);
ALTER TABLE payments ADD COLUMN debt_waived INTEGER NOT NULL DEFAULT 0 CHECK (debt_waived >= 0);
CREATE INDEX payments_taken_back ON payments (customer_id) WHERE credits_revoked > 0;
