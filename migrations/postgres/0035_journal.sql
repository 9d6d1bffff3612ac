-- Every version of every row that carries money, terms or a decision is recorded in an append-only journal, by a digest,
-- so that a change made behind the gateway's back is found by the auditor. Each writer has a chain of its own: no writer waits for another.

-- One row per chain: how many blocks it has, and the hash of the last. Chain 0 is for what is written outside the writers.
CREATE TABLE chains (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id BETWEEN 0 AND 1048575),
    blocks BIGINT NOT NULL CHECK (blocks >= 0),
    hash TEXT COLLATE "C" NOT NULL
) WITH (fillfactor = 50);
INSERT INTO chains (id, blocks, hash) VALUES (0, 0, '');

-- The blocks. An id is chain * 2^43 + number * 2^7, so that the place of an element is the id plus its index.
CREATE TABLE journal (
    id BIGINT NOT NULL PRIMARY KEY,
    made_at BIGINT NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Where the row is recorded: its fixed part, and the last version of its changing part where there was one.
ALTER TABLE orders ADD COLUMN journal_place BIGINT, ADD COLUMN journal_revision BIGINT;
ALTER TABLE payments ADD COLUMN journal_place BIGINT, ADD COLUMN journal_revision BIGINT;
ALTER TABLE holds ADD COLUMN journal_place BIGINT, ADD COLUMN journal_revision BIGINT;
ALTER TABLE quotes ADD COLUMN journal_place BIGINT, ADD COLUMN journal_revision BIGINT;
ALTER TABLE refunds ADD COLUMN journal_place BIGINT, ADD COLUMN journal_revision BIGINT;
ALTER TABLE deposits ADD COLUMN journal_place BIGINT, ADD COLUMN journal_revision BIGINT;
ALTER TABLE inbox ADD COLUMN journal_place BIGINT, ADD COLUMN journal_revision BIGINT;
ALTER TABLE api_keys ADD COLUMN journal_place BIGINT, ADD COLUMN journal_revision BIGINT;
ALTER TABLE lots ADD COLUMN journal_place BIGINT;
ALTER TABLE spends ADD COLUMN journal_place BIGINT;
ALTER TABLE entries ADD COLUMN journal_place BIGINT;
ALTER TABLE claims ADD COLUMN journal_place BIGINT;
ALTER TABLE events ADD COLUMN journal_place BIGINT;
ALTER TABLE acts ADD COLUMN journal_place BIGINT;
