-- Money that was taken back may come again (a deposit that its bank reversed and the buyer paid once more), and then the
-- credits come back: what of a lot paid debts is known by lot, and an answer that is older than the last change is told.

ALTER TABLE payments ADD COLUMN outside_at INTEGER;
ALTER TABLE lots ADD COLUMN debt_paid INTEGER NOT NULL DEFAULT 0 CHECK (debt_paid >= 0);
CREATE INDEX lots_paid_debts ON lots (customer_id) WHERE debt_paid > 0;
