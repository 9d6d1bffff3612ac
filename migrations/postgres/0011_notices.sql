-- Notices that credits end soon: for each lot and each of the configured days before its end at most one, settled once.
-- A lot's own row stays as it is, because spends write it.
CREATE TABLE expiry_notices (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    lot_id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C" NOT NULL,
    days BIGINT NOT NULL CHECK (days > 0),
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('sent', 'overtaken')),
    noticed_at BIGINT NOT NULL,
    journal_place BIGINT
);
-- Once for a lot and a number of days, whoever sweeps.
CREATE UNIQUE INDEX expiry_notices_of_lot ON expiry_notices (lot_id, days);

CREATE TRIGGER expiry_notices_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON expiry_notices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
