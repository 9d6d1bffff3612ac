-- The books: customers, what they bought, the credits they own, and the append-only record of every change.
-- Everything that must agree with money stands in one schema, so that one commit can change it together.
--
-- STRICT tables of TEXT and INTEGER under the same names as in PostgreSQL. Instants (`_at`) are microseconds since
-- 1970 UTC. Compound values are JSON in TEXT. No foreign keys, for the reason the PostgreSQL file gives.

-- Its row is the lock under which everything of the customer changes.
CREATE TABLE customers (
    id TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    debt INTEGER NOT NULL CHECK (debt >= 0),
    seq INTEGER NOT NULL CHECK (seq >= 0),
    head TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;

CREATE TABLE orders (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    product TEXT NOT NULL,
    title TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity >= 1),
    amount INTEGER NOT NULL CHECK (amount >= 0),
    tax_free INTEGER NOT NULL CHECK (tax_free BETWEEN 0 AND amount),
    credits INTEGER NOT NULL CHECK (credits >= 0),
    kind TEXT NOT NULL,
    validity TEXT NOT NULL,
    policy TEXT NOT NULL,
    provider TEXT NOT NULL,
    method TEXT NOT NULL,
    depositor TEXT,
    depositor_key TEXT,
    return_url TEXT NOT NULL,
    session TEXT,
    state TEXT NOT NULL,
    note TEXT,
    payment_id TEXT,
    opened_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE INDEX orders_of_customer ON orders (customer_id, id);
-- Two orders that await the same sum from the same name could not be told apart.
CREATE UNIQUE INDEX orders_awaited ON orders (depositor_key, amount) WHERE state = 'awaiting_deposit';
CREATE INDEX orders_of_depositor ON orders (depositor_key) WHERE depositor_key IS NOT NULL;
CREATE INDEX orders_unfinished ON orders (state, expires_at) WHERE state IN ('open', 'confirming', 'awaiting_deposit');

CREATE TABLE payments (
    id TEXT NOT NULL PRIMARY KEY,
    order_id TEXT NOT NULL UNIQUE,
    customer_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    payment_key TEXT NOT NULL,
    method TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    tax TEXT NOT NULL,
    refunded INTEGER NOT NULL CHECK (refunded >= 0),
    in_flight INTEGER NOT NULL CHECK (in_flight >= 0),
    cancelled_outside INTEGER NOT NULL CHECK (cancelled_outside >= 0),
    credits_revoked INTEGER NOT NULL CHECK (credits_revoked >= 0),
    policy TEXT NOT NULL,
    paid_at INTEGER NOT NULL,
    facts TEXT NOT NULL,
    -- What others cancelled is told by the provider and may cross a refund of ours that it will decline.
    CHECK (refunded + in_flight <= amount),
    UNIQUE (provider, payment_key)
) STRICT;
CREATE INDEX payments_of_customer ON payments (customer_id, id);

CREATE TABLE lots (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    payment_id TEXT UNIQUE,
    reason TEXT,
    policy TEXT NOT NULL,
    granted INTEGER NOT NULL CHECK (granted >= 0),
    remaining INTEGER NOT NULL CHECK (remaining >= 0),
    held INTEGER NOT NULL CHECK (held >= 0),
    spent INTEGER NOT NULL CHECK (spent >= 0),
    refunded INTEGER NOT NULL CHECK (refunded >= 0),
    expired INTEGER NOT NULL CHECK (expired >= 0),
    revoked INTEGER NOT NULL CHECK (revoked >= 0),
    acquired_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- Follows from the kind; here for the order of spending.
    rank INTEGER NOT NULL,
    CHECK (granted = remaining + held + spent + refunded + expired + revoked)
) STRICT;
CREATE INDEX lots_of_customer ON lots (customer_id, id);
-- The order of spending.
CREATE INDEX lots_spendable ON lots (customer_id, expires_at, rank, acquired_at, id) WHERE remaining > 0;
CREATE INDEX lots_held ON lots (customer_id) WHERE held > 0;
CREATE INDEX lots_lapsing ON lots (expires_at) WHERE remaining > 0;

CREATE TABLE spends (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    credits INTEGER NOT NULL CHECK (credits >= 0),
    meter TEXT NOT NULL,
    reference TEXT NOT NULL,
    parts TEXT NOT NULL,
    hold_id TEXT,
    spent_at INTEGER NOT NULL,
    reversed_at INTEGER
) STRICT;
CREATE INDEX spends_of_customer ON spends (customer_id, id);

CREATE TABLE holds (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    credits INTEGER NOT NULL CHECK (credits >= 0),
    captured INTEGER NOT NULL CHECK (captured BETWEEN 0 AND credits),
    state TEXT NOT NULL,
    meter TEXT NOT NULL,
    reference TEXT NOT NULL,
    parts TEXT NOT NULL,
    spend_id TEXT,
    opened_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE INDEX holds_of_customer ON holds (customer_id, id);
CREATE INDEX holds_open ON holds (customer_id, expires_at) WHERE state = 'open';
CREATE INDEX holds_lapsing ON holds (expires_at) WHERE state = 'open';

CREATE TABLE quotes (
    id TEXT NOT NULL PRIMARY KEY,
    payment_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    credits INTEGER NOT NULL CHECK (credits >= 0),
    basis TEXT NOT NULL,
    lines TEXT NOT NULL,
    policy TEXT NOT NULL,
    quoted_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE refunds (
    id TEXT NOT NULL PRIMARY KEY,
    payment_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    quote_id TEXT NOT NULL,
    lot_id TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    tax_free INTEGER NOT NULL CHECK (tax_free BETWEEN 0 AND amount),
    vat INTEGER NOT NULL CHECK (vat BETWEEN 0 AND amount),
    credits INTEGER NOT NULL CHECK (credits >= 0),
    basis TEXT NOT NULL,
    reason TEXT NOT NULL,
    account TEXT,
    expected_balance INTEGER NOT NULL CHECK (expected_balance >= 0),
    state TEXT NOT NULL,
    note TEXT,
    cancel_key TEXT,
    requested_by TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    sent_at INTEGER,
    settled_at INTEGER
) STRICT;
CREATE INDEX refunds_of_payment ON refunds (payment_id);
CREATE INDEX refunds_of_customer ON refunds (customer_id, id);
CREATE INDEX refunds_unsettled ON refunds (state, requested_at) WHERE state IN ('requested', 'sent', 'by_hand');

CREATE TABLE deposits (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    movement_key TEXT NOT NULL,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    moved_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    order_id TEXT,
    received_at INTEGER NOT NULL,
    settled_at INTEGER,
    -- provider || '/' || movement_key: the same movement is the same deposit.
    key TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX deposits_by_state ON deposits (state, id);

CREATE TABLE inbox (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    event_key TEXT NOT NULL,
    verdict TEXT NOT NULL,
    note TEXT NOT NULL,
    headers TEXT NOT NULL,
    body_form TEXT NOT NULL CHECK (body_form IN ('text', 'hex')),
    body TEXT NOT NULL,
    effect TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    -- provider || '/' || event_key: the same event is stored once.
    key TEXT NOT NULL UNIQUE
) STRICT;

-- The ledger. The amounts of one posting and unit sum to zero; each hash covers the one before it.
CREATE TABLE entries (
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
) STRICT, WITHOUT ROWID;

-- Idempotency keys of requests, with the answers that were given.
CREATE TABLE claims (
    scope TEXT NOT NULL,
    client_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    reply TEXT NOT NULL,
    claimed_at INTEGER NOT NULL,
    -- scope || '/' || client_key
    key TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
CREATE INDEX claims_by_age ON claims (claimed_at);

-- Work promised. A finished job is deleted; one that keeps failing is parked where people see it.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    run_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'parked')),
    attempts INTEGER NOT NULL DEFAULT 0,
    lease_until_at INTEGER,
    note TEXT,
    CHECK ((state = 'running') = (lease_until_at IS NOT NULL))
) STRICT;
-- At most one not yet begun, so that a hundred hints cost one look-up; and at most one under way. They are two
-- indexes because a hint that comes while a look-up is under way asks for one more: the first may have seen too little.
CREATE UNIQUE INDEX jobs_waiting ON jobs (kind, subject) WHERE state = 'waiting';
CREATE UNIQUE INDEX jobs_running ON jobs (kind, subject) WHERE state = 'running';
CREATE INDEX jobs_due ON jobs (run_at) WHERE state = 'waiting';
CREATE INDEX jobs_leased ON jobs (lease_until_at) WHERE state = 'running';
CREATE INDEX jobs_parked ON jobs (id) WHERE state = 'parked';

CREATE TABLE events (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    customer_id TEXT,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    happened_at INTEGER NOT NULL
) STRICT;

-- The audit log: who did what.
CREATE TABLE acts (
    id TEXT NOT NULL PRIMARY KEY,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    acted_at INTEGER NOT NULL
) STRICT;

CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    -- Of the secret; the secret itself is never stored.
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

-- Append-only: no statement changes or removes these rows, whoever sends it.
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
BEGIN
    SELECT RAISE(ABORT, 'entries is append-only');
END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
BEGIN
    SELECT RAISE(ABORT, 'entries is append-only');
END;
CREATE TRIGGER acts_no_update BEFORE UPDATE ON acts
BEGIN
    SELECT RAISE(ABORT, 'acts is append-only');
END;
CREATE TRIGGER acts_no_delete BEFORE DELETE ON acts
BEGIN
    SELECT RAISE(ABORT, 'acts is append-only');
END;
CREATE TRIGGER inbox_no_delete BEFORE DELETE ON inbox
BEGIN
    SELECT RAISE(ABORT, 'inbox is append-only');
END;
-- What came in stays as it came; what followed from it (`effect`) may be told again after a replay.
CREATE TRIGGER inbox_as_received BEFORE UPDATE OF id, provider, event_key, verdict, note, headers, body_form, body, received_at, key ON inbox
BEGIN
    SELECT RAISE(ABORT, 'inbox is append-only');
END;
