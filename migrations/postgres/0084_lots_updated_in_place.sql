-- A spend changes what remains of a lot. While indexes were chosen by the number that remains, PostgreSQL wrote a new entry
-- into every index of lots for each spend. Whether anything remains changes once in a lot's life: an update that leaves it
-- as it is stays on the row's page, where there is room for it, and touches no index.

ALTER TABLE lots ADD COLUMN has_remaining SMALLINT GENERATED ALWAYS AS (CASE WHEN remaining > 0 THEN 1 ELSE 0 END) STORED;
ALTER TABLE lots ADD COLUMN has_held SMALLINT GENERATED ALWAYS AS (CASE WHEN held > 0 THEN 1 ELSE 0 END) STORED;
DROP INDEX lots_spendable;
CREATE INDEX lots_spendable ON lots (customer_id, expires_at, rank, acquired_at, id) WHERE has_remaining = 1;
DROP INDEX lots_held;
CREATE INDEX lots_held ON lots (customer_id) WHERE has_held = 1;
DROP INDEX lots_lapsing;
CREATE INDEX lots_lapsing ON lots (expires_at) WHERE has_remaining + 0 = 1;
ALTER TABLE lots SET (fillfactor = 80);
ALTER TABLE customers SET (fillfactor = 80);
