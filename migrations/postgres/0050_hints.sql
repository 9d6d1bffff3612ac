-- Hints from providers that sign nothing cost at most one look-up per order in ten seconds: the order remembers the last.
-- Jobs are claimed kind by kind, so that refunds have slots of their own; and signed notices that nobody could take wait for a person.

ALTER TABLE orders ADD COLUMN hinted_at BIGINT;

DROP INDEX jobs_due;
CREATE INDEX jobs_due ON jobs (kind, run_at) WHERE state = 'waiting';

-- Of a signed notice that could not be read, or tells otherwise than one before: when a person was done with it.
ALTER TABLE inbox ADD COLUMN settled_at BIGINT;
CREATE INDEX inbox_open ON inbox (id) WHERE verdict IN ('unreadable', 'contradictory') AND settled_at IS NULL;
