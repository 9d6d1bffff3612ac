-- The auditor that runs beside the gateways: how far its pass has come, so that it goes on after a restart and two gateways
-- share it without doing a slice twice, and what it found. Neither is recorded in the journal, because both follow from the
-- books: whoever changes them changes nothing that the next pass, or `credit-gateway audit`, would say.
CREATE TABLE audit_passes (
    id TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('running', 'finished')),
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    -- The stage and the place in it, for people; `progress` is what the next slice begins with, as JSON.
    stage TEXT NOT NULL,
    place TEXT NOT NULL,
    progress TEXT NOT NULL,
    slices INTEGER NOT NULL CHECK (slices >= 0),
    rows_read INTEGER NOT NULL CHECK (rows_read >= 0),
    -- Broken rows that its slices named.
    found INTEGER NOT NULL CHECK (found >= 0),
    -- When the next slice is due: the pace is of the database, however many gateways there are.
    next_at INTEGER NOT NULL,
    -- Who evaluates it, under a name made anew for each slice, and until when nobody else does.
    holder TEXT NOT NULL,
    leased_until INTEGER NOT NULL,
    CHECK ((state = 'finished') = (finished_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX audit_passes_running ON audit_passes (state) WHERE state = 'running';

-- A row that breaks an invariant, since a pass saw it first and until a whole pass sees it no more.
CREATE TABLE audit_findings (
    id TEXT NOT NULL PRIMARY KEY,
    -- The invariant, by the auditor's name.
    kind TEXT NOT NULL,
    -- The row, as the auditor names it, and whose it is where that is known.
    subject TEXT NOT NULL,
    customer_id TEXT,
    detail TEXT NOT NULL,
    first_seen_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    -- The pass that saw it last.
    pass_id TEXT NOT NULL,
    cleared_at INTEGER
) STRICT;
CREATE UNIQUE INDEX audit_findings_open ON audit_findings (kind, subject) WHERE cleared_at IS NULL;

-- The seals that gateways with a key for it make of the journal, one for each day of Seoul. They prove nothing here: what
-- counts are the copies that were sent and written elsewhere.
CREATE TABLE seals (
    day TEXT NOT NULL PRIMARY KEY,
    made_at INTEGER NOT NULL,
    blocks INTEGER NOT NULL CHECK (blocks >= 0),
    document TEXT NOT NULL
) STRICT;

-- By these a slice of customers finds its rows. No spend and no purchase at a provider
-- writes a row of these tables, but the acts of people, deposits, months of memberships and removals do.
CREATE INDEX quotes_of_customer ON quotes (customer_id, id);
CREATE INDEX distributions_of_customer ON distributions (customer_id, id);
CREATE INDEX due_months_of_customer ON due_months (customer_id, id);
CREATE INDEX deposits_of_order ON deposits (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX audit_log_of_subject ON audit_log (subject, id);
CREATE INDEX removals_by_time ON removals (removed_at);
