-- An act above the limit of whoever asks waits as a row until a second person decides. That nobody did in time follows
-- from the clock and is no state of the row.

CREATE TABLE approvals (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL CHECK (expires_at > asked_at),
    request TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected')),
    decided_by TEXT CHECK (decided_by <> asked_by),
    decided_at INTEGER,
    reason TEXT,
    outcome TEXT,
    journal_place INTEGER,
    journal_revision INTEGER,
    CHECK ((state = 'waiting') = (decided_by IS NULL) AND (state = 'approved') = (outcome IS NOT NULL))
) STRICT;
CREATE INDEX approvals_in_state ON approvals (state, id);
