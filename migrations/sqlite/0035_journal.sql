-- Every version of every row that carries money, terms or a decision is recorded in an append-only journal, by a digest,
-- so that a change made behind the gateway's back is found by the auditor. Each writer has a chain of its own: no writer waits for another.

-- One row per chain: how many blocks it has, and the hash of the last. Chain 0 is for what is written outside the writers.
CREATE TABLE chains (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id BETWEEN 0 AND 1048575),
    blocks INTEGER NOT NULL CHECK (blocks >= 0),
    hash TEXT NOT NULL
) STRICT;
INSERT INTO chains (id, blocks, hash) VALUES (0, 0, '');

-- The blocks. An id is chain * 2^43 + number * 2^7, so that the place of an element is the id plus its index.
CREATE TABLE journal (
    id INTEGER NOT NULL PRIMARY KEY,
    made_at INTEGER NOT NULL,
    content TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'journal is append-only');
END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'journal is append-only');
END;

-- Where the row is recorded: its fixed part, and the last version of its changing part where there was one.
ALTER TABLE orders ADD COLUMN journal_place INTEGER;
ALTER TABLE orders ADD COLUMN journal_revision INTEGER;
ALTER TABLE payments ADD COLUMN journal_place INTEGER;
ALTER TABLE payments ADD COLUMN journal_revision INTEGER;
ALTER TABLE holds ADD COLUMN journal_place INTEGER;
ALTER TABLE holds ADD COLUMN journal_revision INTEGER;
ALTER TABLE quotes ADD COLUMN journal_place INTEGER;
ALTER TABLE quotes ADD COLUMN journal_revision INTEGER;
ALTER TABLE refunds ADD COLUMN journal_place INTEGER;
ALTER TABLE refunds ADD COLUMN journal_revision INTEGER;
ALTER TABLE deposits ADD COLUMN journal_place INTEGER;
ALTER TABLE deposits ADD COLUMN journal_revision INTEGER;
ALTER TABLE inbox ADD COLUMN journal_place INTEGER;
ALTER TABLE inbox ADD COLUMN journal_revision INTEGER;
ALTER TABLE api_keys ADD COLUMN journal_place INTEGER;
ALTER TABLE api_keys ADD COLUMN journal_revision INTEGER;
ALTER TABLE lots ADD COLUMN journal_place INTEGER;
ALTER TABLE spends ADD COLUMN journal_place INTEGER;
ALTER TABLE entries ADD COLUMN journal_place INTEGER;
ALTER TABLE claims ADD COLUMN journal_place INTEGER;
ALTER TABLE events ADD COLUMN journal_place INTEGER;
ALTER TABLE acts ADD COLUMN journal_place INTEGER;
