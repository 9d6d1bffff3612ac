-- An act above the limit of whoever asks waits as a row until a second person decides. That nobody did in time follows
-- from the clock and is no state of the row.

CREATE TABLE approvals (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    customer_id TEXT COLLATE "C" NOT NULL,
    act TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    asked_by TEXT COLLATE "C" NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL CHECK (expires_at > asked_at),
    request TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected')),
    decided_by TEXT COLLATE "C" CHECK (decided_by <> asked_by),
    decided_at BIGINT,
    reason TEXT COLLATE "C",
    outcome TEXT COLLATE "C",
    journal_place BIGINT,
    journal_revision BIGINT,
    CHECK ((state = 'waiting') = (decided_by IS NULL) AND (state = 'approved') = (outcome IS NOT NULL))
);
CREATE INDEX approvals_in_state ON approvals (state, id);
