-- Comparisons of what a provider lists of a day with the books, so that their progress and their result can be shown, and so
-- that two gateways never compare one day at once: whoever has the one running row of a day holds its lease.
--
-- What a comparison counts follows from the books and from the provider's list, so the journal does not record it. Nor are the
-- differences below recorded; that a person closed one is a line of the audit log, which is.
CREATE TABLE reconciliations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    provider TEXT COLLATE "C" NOT NULL,
    -- The day of Seoul: 2026-04-08.
    day TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('running', 'finished', 'failed')),
    asked_by TEXT COLLATE "C" NOT NULL,
    -- Who is at it: a name made anew whenever it is taken up.
    holder TEXT COLLATE "C" NOT NULL,
    started_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    finished_at BIGINT,
    compared BIGINT NOT NULL CHECK (compared >= 0),
    explained BIGINT NOT NULL CHECK (explained >= 0 AND explained <= compared),
    of_others BIGINT NOT NULL CHECK (of_others >= 0),
    asked BIGINT NOT NULL CHECK (asked >= 0),
    still_open BIGINT NOT NULL CHECK (still_open >= 0),
    error TEXT COLLATE "C"
);
CREATE UNIQUE INDEX reconciliations_running ON reconciliations (provider, day) WHERE state = 'running';
CREATE INDEX reconciliations_of_day ON reconciliations (provider, day, state, started_at);

-- Differences between what a provider lists and the books. A row stands for one movement of the provider's, or for one of ours
-- that it does not list, and one kind of difference: finding it again changes when it was seen.
CREATE TABLE discrepancies (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    provider TEXT COLLATE "C" NOT NULL,
    day TEXT COLLATE "C" NOT NULL,
    -- What was compared with the books: a list of movements or look-ups; later also settlements and statements.
    source TEXT COLLATE "C" NOT NULL CHECK (source IN ('movements', 'settlements', 'statement')),
    kind TEXT COLLATE "C" NOT NULL,
    movement TEXT COLLATE "C" NOT NULL,
    row_key TEXT COLLATE "C" NOT NULL,
    payment_key TEXT COLLATE "C" NOT NULL,
    order_ref TEXT COLLATE "C" NOT NULL,
    order_id TEXT COLLATE "C",
    payment_id TEXT COLLATE "C",
    refund_id TEXT COLLATE "C",
    their_amount BIGINT CHECK (their_amount >= 0),
    our_amount BIGINT CHECK (our_amount >= 0),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'agreed', 'closed')),
    run_id TEXT COLLATE "C" NOT NULL,
    found_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    closed_at BIGINT,
    closed_by TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    CHECK ((state = 'open') = (closed_at IS NULL)),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL))
);
CREATE UNIQUE INDEX discrepancies_of_row ON discrepancies (provider, row_key, movement, kind, source);
CREATE INDEX discrepancies_of_day ON discrepancies (provider, day);
CREATE INDEX discrepancies_open ON discrepancies (provider, kind) WHERE state = 'open';
