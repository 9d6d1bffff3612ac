-- Debts are people's work: those that stand are listed and counted, and one may be waived. How much was waived is known by
-- customer, because money that comes again for it ends the waiver instead of giving credits back.

ALTER TABLE customers ADD COLUMN debt_waived INTEGER NOT NULL DEFAULT 0 CHECK (debt_waived >= 0);
CREATE INDEX customers_owing ON customers (id) WHERE debt > 0;
