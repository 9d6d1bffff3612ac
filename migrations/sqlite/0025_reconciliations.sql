-- Comparisons of what a provider lists of a day with the books, so that their progress and their result can be shown, and so
-- that two gateways never compare one day at once: whoever has the one running row of a day holds its lease.
--
-- What a comparison counts follows from the books and from the provider's list, so the journal does not record it. Nor are the
-- differences below recorded; that a person closed one is a line of the audit log, which is.
CREATE TABLE reconciliations (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    -- The day of Seoul: 2026-04-08.
    day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'failed')),
    asked_by TEXT NOT NULL,
    -- Who is at it: a name made anew whenever it is taken up.
    holder TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    leased_until INTEGER NOT NULL,
    finished_at INTEGER,
    compared INTEGER NOT NULL CHECK (compared >= 0),
    explained INTEGER NOT NULL CHECK (explained >= 0 AND explained <= compared),
    of_others INTEGER NOT NULL CHECK (of_others >= 0),
    asked INTEGER NOT NULL CHECK (asked >= 0),
    still_open INTEGER NOT NULL CHECK (still_open >= 0),
    error TEXT
) STRICT;
CREATE UNIQUE INDEX reconciliations_running ON reconciliations (provider, day) WHERE state = 'running';
CREATE INDEX reconciliations_of_day ON reconciliations (provider, day, state, started_at);

-- Differences between what a provider lists and the books. A row stands for one movement of the provider's, or for one of ours
-- that it does not list, and one kind of difference: finding it again changes when it was seen.
CREATE TABLE discrepancies (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    day TEXT NOT NULL,
    -- What was compared with the books: a list of movements or look-ups; later also settlements and statements.
    source TEXT NOT NULL CHECK (source IN ('movements', 'settlements', 'statement')),
    kind TEXT NOT NULL,
    movement TEXT NOT NULL,
    row_key TEXT NOT NULL,
    payment_key TEXT NOT NULL,
    order_ref TEXT NOT NULL,
    order_id TEXT,
    payment_id TEXT,
    refund_id TEXT,
    their_amount INTEGER CHECK (their_amount >= 0),
    our_amount INTEGER CHECK (our_amount >= 0),
    state TEXT NOT NULL CHECK (state IN ('open', 'agreed', 'closed')),
    run_id TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    closed_at INTEGER,
    closed_by TEXT,
    reason TEXT,
    CHECK ((state = 'open') = (closed_at IS NULL)),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX discrepancies_of_row ON discrepancies (provider, row_key, movement, kind, source);
CREATE INDEX discrepancies_of_day ON discrepancies (provider, day);
CREATE INDEX discrepancies_open ON discrepancies (provider, kind) WHERE state = 'open';
