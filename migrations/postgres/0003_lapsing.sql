-- What lapses next, of everybody. These indexes say their condition in other words than those by which a customer's own
-- lots and holds are found: where the words were the same, PostgreSQL, whose statistics are always behind, took the
-- short index of everything that is alive for the shorter way to one customer's, and each spend read all lots.

DROP INDEX lots_lapsing;
CREATE INDEX lots_lapsing ON lots (expires_at) WHERE remaining + 0 > 0;
DROP INDEX holds_lapsing;
CREATE INDEX holds_lapsing ON holds (expires_at) WHERE closed_at IS NULL;
