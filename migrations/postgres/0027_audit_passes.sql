-- The auditor that runs beside the gateways: how far its pass has come, so that it goes on after a restart and two gateways
-- share it without doing a slice twice, and what it found. Neither is recorded in the journal, because both follow from the
-- books: whoever changes them changes nothing that the next pass, or `credit-gateway audit`, would say.
CREATE TABLE audit_passes (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('running', 'finished')),
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    -- The stage and the place in it, for people; `progress` is what the next slice begins with, as JSON.
    stage TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    progress TEXT COLLATE "C" NOT NULL,
    slices BIGINT NOT NULL CHECK (slices >= 0),
    rows_read BIGINT NOT NULL CHECK (rows_read >= 0),
    -- Broken rows that its slices named.
    found BIGINT NOT NULL CHECK (found >= 0),
    -- When the next slice is due: the pace is of the database, however many gateways there are.
    next_at BIGINT NOT NULL,
    -- Who evaluates it, under a name made anew for each slice, and until when nobody else does.
    holder TEXT COLLATE "C" NOT NULL,
    leased_until BIGINT NOT NULL,
    CHECK ((state = 'finished') = (finished_at IS NOT NULL))
);
CREATE UNIQUE INDEX audit_passes_running ON audit_passes (state) WHERE state = 'running';

-- A row that breaks an invariant, since a pass saw it first and until a whole pass sees it no more.
CREATE TABLE audit_findings (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    -- The invariant, by the auditor's name.
    kind TEXT COLLATE "C" NOT NULL,
    -- The row, as the auditor names it, and whose it is where that is known.
    subject TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C",
    detail TEXT COLLATE "C" NOT NULL,
    first_seen_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    -- The pass that saw it last.
    pass_id TEXT COLLATE "C" NOT NULL,
    cleared_at BIGINT
);
CREATE UNIQUE INDEX audit_findings_open ON audit_findings (kind, subject) WHERE cleared_at IS NULL;

-- The seals that gateways with a key for it make of the journal, one for each day of Seoul. They prove nothing here: what
-- counts are the copies that were sent and written elsewhere.
CREATE TABLE seals (
    day TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    made_at BIGINT NOT NULL,
    blocks BIGINT NOT NULL CHECK (blocks >= 0),
    document TEXT COLLATE "C" NOT NULL
);

-- By these a slice of customers finds its rows. No spend and no purchase at a provider
-- writes a row of these tables, but the acts of people, deposits, months of memberships and removals do.
CREATE INDEX quotes_of_customer ON quotes (customer_id, id);
CREATE INDEX distributions_of_customer ON distributions (customer_id, id);
CREATE INDEX due_months_of_customer ON due_months (customer_id, id);
CREATE INDEX deposits_of_order ON deposits (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX audit_log_of_subject ON audit_log (subject, id);
CREATE INDEX removals_by_time ON removals (removed_at);
