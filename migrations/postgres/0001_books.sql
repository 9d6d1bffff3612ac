-- The books: customers, what they bought, the credits they own, and the append-only record of every change.
-- Everything that must agree with money stands in one schema, so that one commit can change it together.
--
-- Only two types, TEXT (compared by bytes, hence COLLATE "C", which is also the faster index) and BIGINT, so that
-- SQLite has the same columns. Instants (`_at`) are microseconds since 1970 UTC. Compound values are JSON in TEXT.
-- No foreign keys: every row is written by the one door that holds its customer's lock and has loaded what it refers
-- to, and a key check per row would cost the hot path a lookup and a row lock each; `audit` looks for orphans instead.

-- Its row is the lock under which everything of the customer changes.
CREATE TABLE customers (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    state TEXT COLLATE "C" NOT NULL,
    debt BIGINT NOT NULL CHECK (debt >= 0),
    seq BIGINT NOT NULL CHECK (seq >= 0),
    head TEXT COLLATE "C" NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT
) WITH (fillfactor = 80);

CREATE TABLE orders (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    customer_id TEXT COLLATE "C" NOT NULL,
    product TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity >= 1),
    amount BIGINT NOT NULL CHECK (amount >= 0),
    tax_free BIGINT NOT NULL CHECK (tax_free BETWEEN 0 AND amount),
    credits BIGINT NOT NULL CHECK (credits >= 0),
    kind TEXT COLLATE "C" NOT NULL,
    validity TEXT COLLATE "C" NOT NULL,
    policy TEXT COLLATE "C" NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    method TEXT COLLATE "C" NOT NULL,
    depositor TEXT COLLATE "C",
    depositor_key TEXT COLLATE "C",
    return_url TEXT COLLATE "C" NOT NULL,
    session TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C",
    payment_id TEXT COLLATE "C",
    opened_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX orders_of_customer ON orders (customer_id, id);
-- Two orders that await the same sum from the same name could not be told apart.
CREATE UNIQUE INDEX orders_awaited ON orders (depositor_key, amount) WHERE state = 'awaiting_deposit';
CREATE INDEX orders_of_depositor ON orders (depositor_key) WHERE depositor_key IS NOT NULL;
CREATE INDEX orders_unfinished ON orders (state, expires_at) WHERE state IN ('open', 'confirming', 'awaiting_deposit');

CREATE TABLE payments (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    order_id TEXT COLLATE "C" NOT NULL UNIQUE,
    customer_id TEXT COLLATE "C" NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    payment_key TEXT COLLATE "C" NOT NULL,
    method TEXT COLLATE "C" NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    tax TEXT COLLATE "C" NOT NULL,
    refunded BIGINT NOT NULL CHECK (refunded >= 0),
    in_flight BIGINT NOT NULL CHECK (in_flight >= 0),
    cancelled_outside BIGINT NOT NULL CHECK (cancelled_outside >= 0),
    credits_revoked BIGINT NOT NULL CHECK (credits_revoked >= 0),
    policy TEXT COLLATE "C" NOT NULL,
    paid_at BIGINT NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    -- What others cancelled is told by the provider and may cross a refund of ours that it will decline.
    CHECK (refunded + in_flight <= amount),
    UNIQUE (provider, payment_key)
);
CREATE INDEX payments_of_customer ON payments (customer_id, id);

CREATE TABLE lots (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    customer_id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    payment_id TEXT COLLATE "C" UNIQUE,
    reason TEXT COLLATE "C",
    policy TEXT COLLATE "C" NOT NULL,
    granted BIGINT NOT NULL CHECK (granted >= 0),
    remaining BIGINT NOT NULL CHECK (remaining >= 0),
    held BIGINT NOT NULL CHECK (held >= 0),
    spent BIGINT NOT NULL CHECK (spent >= 0),
    refunded BIGINT NOT NULL CHECK (refunded >= 0),
    expired BIGINT NOT NULL CHECK (expired >= 0),
    revoked BIGINT NOT NULL CHECK (revoked >= 0),
    acquired_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- Follows from the kind; here for the order of spending.
    rank BIGINT NOT NULL,
    CHECK (granted = remaining + held + spent + refunded + expired + revoked)
);
CREATE INDEX lots_of_customer ON lots (customer_id, id);
-- The order of spending.
CREATE INDEX lots_spendable ON lots (customer_id, expires_at, rank, acquired_at, id) WHERE remaining > 0;
CREATE INDEX lots_held ON lots (customer_id) WHERE held > 0;
CREATE INDEX lots_lapsing ON lots (expires_at) WHERE remaining > 0;

CREATE TABLE spends (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    customer_id TEXT COLLATE "C" NOT NULL,
    credits BIGINT NOT NULL CHECK (credits >= 0),
    meter TEXT COLLATE "C" NOT NULL,
    reference TEXT COLLATE "C" NOT NULL,
    parts TEXT COLLATE "C" NOT NULL,
    hold_id TEXT COLLATE "C",
    spent_at BIGINT NOT NULL,
    reversed_at BIGINT
);
CREATE INDEX spends_of_customer ON spends (customer_id, id);

CREATE TABLE holds (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    customer_id TEXT COLLATE "C" NOT NULL,
    credits BIGINT NOT NULL CHECK (credits >= 0),
    captured BIGINT NOT NULL CHECK (captured BETWEEN 0 AND credits),
    state TEXT COLLATE "C" NOT NULL,
    meter TEXT COLLATE "C" NOT NULL,
    reference TEXT COLLATE "C" NOT NULL,
    parts TEXT COLLATE "C" NOT NULL,
    spend_id TEXT COLLATE "C",
    opened_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX holds_of_customer ON holds (customer_id, id);
CREATE INDEX holds_open ON holds (customer_id, expires_at) WHERE state = 'open';
CREATE INDEX holds_lapsing ON holds (expires_at) WHERE state = 'open';

CREATE TABLE quotes (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    payment_id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C" NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    credits BIGINT NOT NULL CHECK (credits >= 0),
    basis TEXT COLLATE "C" NOT NULL,
    lines TEXT COLLATE "C" NOT NULL,
    policy TEXT COLLATE "C" NOT NULL,
    quoted_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE refunds (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    payment_id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C" NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    quote_id TEXT COLLATE "C" NOT NULL,
    lot_id TEXT COLLATE "C" NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    tax_free BIGINT NOT NULL CHECK (tax_free BETWEEN 0 AND amount),
    vat BIGINT NOT NULL CHECK (vat BETWEEN 0 AND amount),
    credits BIGINT NOT NULL CHECK (credits >= 0),
    basis TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C",
    expected_balance BIGINT NOT NULL CHECK (expected_balance >= 0),
    state TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C",
    cancel_key TEXT COLLATE "C",
    requested_by TEXT COLLATE "C" NOT NULL,
    requested_at BIGINT NOT NULL,
    sent_at BIGINT,
    settled_at BIGINT
);
CREATE INDEX refunds_of_payment ON refunds (payment_id);
CREATE INDEX refunds_of_customer ON refunds (customer_id, id);
CREATE INDEX refunds_unsettled ON refunds (state, requested_at) WHERE state IN ('requested', 'sent', 'by_hand');

CREATE TABLE deposits (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    provider TEXT COLLATE "C" NOT NULL,
    movement_key TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    moved_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    order_id TEXT COLLATE "C",
    received_at BIGINT NOT NULL,
    settled_at BIGINT,
    -- provider || '/' || movement_key: the same movement is the same deposit.
    key TEXT COLLATE "C" NOT NULL UNIQUE
);
CREATE INDEX deposits_by_state ON deposits (state, id);

CREATE TABLE inbox (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    provider TEXT COLLATE "C" NOT NULL,
    event_key TEXT COLLATE "C" NOT NULL,
    verdict TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    headers TEXT COLLATE "C" NOT NULL,
    body_form TEXT COLLATE "C" NOT NULL CHECK (body_form IN ('text', 'hex')),
    body TEXT COLLATE "C" NOT NULL,
    effect TEXT COLLATE "C" NOT NULL,
    received_at BIGINT NOT NULL,
    -- provider || '/' || event_key: the same event is stored once.
    key TEXT COLLATE "C" NOT NULL UNIQUE
);

-- The ledger. The amounts of one posting and unit sum to zero; each hash covers the one before it.
CREATE TABLE entries (
    customer_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL CHECK (seq >= 1),
    posting_id TEXT COLLATE "C" NOT NULL,
    act TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C" NOT NULL,
    amount BIGINT NOT NULL CHECK (amount <> 0),
    lot_id TEXT COLLATE "C",
    reference TEXT COLLATE "C" NOT NULL,
    posted_at BIGINT NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (customer_id, seq)
);

-- Idempotency keys of requests, with the answers that were given.
CREATE TABLE claims (
    scope TEXT COLLATE "C" NOT NULL,
    client_key TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    reply TEXT COLLATE "C" NOT NULL,
    claimed_at BIGINT NOT NULL,
    -- scope || '/' || client_key
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY
);
CREATE INDEX claims_by_age ON claims (claimed_at);

-- Work promised. A finished job is deleted; one that keeps failing is parked where people see it.
CREATE TABLE jobs (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    run_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'parked')),
    attempts BIGINT NOT NULL DEFAULT 0,
    lease_until_at BIGINT,
    note TEXT COLLATE "C",
    CHECK ((state = 'running') = (lease_until_at IS NOT NULL))
);
-- At most one not yet begun, so that a hundred hints cost one look-up; and at most one under way. They are two
-- indexes because a hint that comes while a look-up is under way asks for one more: the first may have seen too little.
CREATE UNIQUE INDEX jobs_waiting ON jobs (kind, subject) WHERE state = 'waiting';
CREATE UNIQUE INDEX jobs_running ON jobs (kind, subject) WHERE state = 'running';
CREATE INDEX jobs_due ON jobs (run_at) WHERE state = 'waiting';
CREATE INDEX jobs_leased ON jobs (lease_until_at) WHERE state = 'running';
CREATE INDEX jobs_parked ON jobs (id) WHERE state = 'parked';

CREATE TABLE events (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C",
    subject TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    happened_at BIGINT NOT NULL
);

-- The audit log: who did what.
CREATE TABLE acts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    actor TEXT COLLATE "C" NOT NULL,
    act TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    detail TEXT COLLATE "C" NOT NULL,
    acted_at BIGINT NOT NULL
);

CREATE TABLE api_keys (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    role TEXT COLLATE "C" NOT NULL,
    -- Of the secret; the secret itself is never stored.
    hash TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);

-- Append-only: no statement changes or removes these rows, whoever sends it.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER acts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON acts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER inbox_kept BEFORE DELETE OR TRUNCATE ON inbox
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- What came in stays as it came; what followed from it (`effect`) may be told again after a replay.
CREATE TRIGGER inbox_as_received
    BEFORE UPDATE OF id, provider, event_key, verdict, note, headers, body_form, body, received_at, key ON inbox
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
