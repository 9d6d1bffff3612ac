-- Notices that credits end soon: for each lot and each of the configured days before its end at most one, settled once.
-- A lot's own row stays as it is, because spends write it.
CREATE TABLE expiry_notices (
    id TEXT NOT NULL PRIMARY KEY,
    lot_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    days INTEGER NOT NULL CHECK (days > 0),
    outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'overtaken')),
    noticed_at INTEGER NOT NULL,
    journal_place INTEGER
) STRICT;
-- Once for a lot and a number of days, whoever sweeps.
CREATE UNIQUE INDEX expiry_notices_of_lot ON expiry_notices (lot_id, days);

CREATE TRIGGER expiry_notices_not_changed BEFORE UPDATE ON expiry_notices
BEGIN
    SELECT RAISE(ABORT, 'expiry_notices is append-only');
END;
CREATE TRIGGER expiry_notices_not_removed BEFORE DELETE ON expiry_notices
BEGIN
    SELECT RAISE(ABORT, 'expiry_notices is append-only');
END;
