-- The same columns and indexes as PostgreSQL has, for which they spare a spend the writing of indexes.

ALTER TABLE lots ADD COLUMN has_remaining INTEGER GENERATED ALWAYS AS (CASE WHEN remaining > 0 THEN 1 ELSE 0 END) VIRTUAL;
ALTER TABLE lots ADD COLUMN has_held INTEGER GENERATED ALWAYS AS (CASE WHEN held > 0 THEN 1 ELSE 0 END) VIRTUAL;
DROP INDEX lots_spendable;
CREATE INDEX lots_spendable ON lots (customer_id, expires_at, rank, acquired_at, id) WHERE has_remaining = 1;
DROP INDEX lots_held;
CREATE INDEX lots_held ON lots (customer_id) WHERE has_held = 1;
DROP INDEX lots_lapsing;
CREATE INDEX lots_lapsing ON lots (expires_at) WHERE has_remaining + 0 = 1;
