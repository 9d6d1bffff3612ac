-- Wide rows that are only ever added are appended to their table and found by a narrow index. As `WITHOUT ROWID` tables
-- they stood in the index itself, whose pages then hold few rows each: a batch of mints wrote 40 pages in 100 for them.

CREATE TABLE entries_appended (
    customer_id TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq >= 1),
    posting_id TEXT NOT NULL,
    act TEXT NOT NULL,
    account TEXT NOT NULL,
    unit TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount <> 0),
    lot_id TEXT,
    reference TEXT NOT NULL,
    posted_at INTEGER NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (customer_id, seq)
) STRICT;
INSERT INTO entries_appended
    SELECT customer_id, seq, posting_id, act, account, unit, amount, lot_id, reference, posted_at, hash FROM entries;
DROP TABLE entries;
ALTER TABLE entries_appended RENAME TO entries;
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
BEGIN
    SELECT RAISE(ABORT, 'entries is append-only');
END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
BEGIN
    SELECT RAISE(ABORT, 'entries is append-only');
END;

CREATE TABLE claims_appended (
    scope TEXT NOT NULL,
    client_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    reply TEXT NOT NULL,
    claimed_at INTEGER NOT NULL,
    -- scope || '/' || client_key
    key TEXT NOT NULL PRIMARY KEY
) STRICT;
INSERT INTO claims_appended SELECT scope, client_key, fingerprint, reply, claimed_at, key FROM claims;
DROP TABLE claims;
ALTER TABLE claims_appended RENAME TO claims;
CREATE INDEX claims_by_age ON claims (claimed_at);
