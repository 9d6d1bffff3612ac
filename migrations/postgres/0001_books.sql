-- The books: customers, what they bought, the credits they own, and the append-only record of every change.
-- All data that must agree with money is in one schema, so that one commit can change it together.
--
-- Only two types, TEXT (compared by bytes, hence COLLATE "C", which is also the faster index) and BIGINT, so that
-- SQLite has the same columns. Instants (`_at`) are microseconds since 1970 UTC. Compound values are JSON in TEXT.
-- There are no foreign keys. Every row is written by the writer, which holds its customer's lock and has loaded the
-- rows it refers to. A key check per row would cost the hot path a look-up and a row lock each. `audit` looks for
-- orphans instead.
--
-- `journal_place` and `journal_revision` say where a row is recorded in the journal (the next file): its fixed
-- part, and the last version of its changing part where there was one after the first.

-- This row is the lock under which everything of the customer changes.
CREATE TABLE customers (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    state TEXT COLLATE "C" NOT NULL,
    debt BIGINT NOT NULL CHECK (debt >= 0),
    seq BIGINT NOT NULL CHECK (seq >= 0),
    head TEXT COLLATE "C" NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    -- The waived part of the customer's debt. Money that comes again for it ends the waiver instead of giving credits
    -- back.
    debt_waived BIGINT NOT NULL DEFAULT 0 CHECK (debt_waived >= 0),
    -- All credits ever granted to the customer. The total has a limit, which is checked where credits come in: no
    -- later sum over the customer's credits can exceed it then.
    granted BIGINT NOT NULL DEFAULT 0 CHECK (granted >= 0)
) WITH (fillfactor = 80);
-- People handle debts: open debts are listed and counted.
CREATE INDEX customers_owing ON customers (id) WHERE debt > 0;

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
    failure TEXT COLLATE "C",
    note TEXT COLLATE "C",
    payment_id TEXT COLLATE "C",
    opened_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    closed_at BIGINT,
    policy_hash TEXT COLLATE "C" NOT NULL,
    -- The bonus the order offered beside its credits, as JSON.
    bonus TEXT COLLATE "C",
    -- The seller's own texts by name, as JSON. The gateway stores and shows them, and does not interpret them.
    metadata TEXT COLLATE "C",
    -- When a hint was last followed by a look-up: hints from providers that sign nothing cost at most one in ten
    -- seconds.
    hinted_at BIGINT,
    journal_place BIGINT,
    journal_revision BIGINT
);
CREATE INDEX orders_of_customer ON orders (customer_id, id);
-- Two orders that await the same amount from the same name could not be distinguished.
CREATE UNIQUE INDEX orders_awaited ON orders (depositor_key, amount) WHERE state = 'awaiting_deposit';
-- Each search index ends with the id: a list of results reads it from the newest on, and stops after a page.
CREATE INDEX orders_of_depositor ON orders (depositor_key, id) WHERE depositor_key IS NOT NULL;
CREATE INDEX orders_of_amount ON orders (amount, id);
-- Nearly all orders are completed: the index of ids finds those.
CREATE INDEX orders_by_state ON orders (state, id) WHERE state <> 'completed';
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
    policy_hash TEXT COLLATE "C" NOT NULL,
    -- When the amount others took of it last changed: an older answer describes an earlier state.
    outside_at BIGINT,
    -- Of credits that others took back and that had been used: the open debt, and the waived part.
    debt BIGINT NOT NULL CHECK (debt >= 0),
    debt_waived BIGINT NOT NULL CHECK (debt_waived >= 0),
    journal_place BIGINT,
    journal_revision BIGINT,
    -- The provider reports the amount others cancelled. It may cross a refund of ours that the provider will decline.
    CHECK (refunded + in_flight <= amount),
    UNIQUE (provider, payment_key)
);
CREATE INDEX payments_of_amount ON payments (amount, id);
-- Payments of which anything was taken back, by us or by others: a bonus follows them, and debts may be undone.
CREATE INDEX payments_given_back ON payments (customer_id) WHERE credits_revoked + cancelled_outside + refunded + in_flight > 0;

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
    policy_hash TEXT COLLATE "C" NOT NULL,
    -- The part of `spent` that paid debts.
    debt_paid BIGINT NOT NULL CHECK (debt_paid >= 0),
    -- The payment that a bonus belongs to, and how much of the bonus goes with its refunds and cancels.
    bonus_of TEXT COLLATE "C",
    bonus_gone BIGINT NOT NULL CHECK (bonus_gone BETWEEN 0 AND granted),
    -- The rank of lots that end together, in the order of spending: credits policy, section 4.
    rank SMALLINT GENERATED ALWAYS AS (CASE kind WHEN 'promotional' THEN 0 WHEN 'membership' THEN 1 ELSE 2 END) STORED,
    -- A spend changes the remaining credits. An index that depends on them would be written anew with each spend.
    -- Whether any remain seldom changes. An update that leaves this flag as it is stays on the
    -- row's page and touches no index.
    has_remaining SMALLINT GENERATED ALWAYS AS (CASE WHEN remaining > 0 THEN 1 ELSE 0 END) STORED,
    has_held SMALLINT GENERATED ALWAYS AS (CASE WHEN held > 0 THEN 1 ELSE 0 END) STORED,
    journal_place BIGINT,
    CHECK (granted = remaining + held + spent + refunded + expired + revoked)
) WITH (fillfactor = 80);
-- A customer's lots; those with credits in the order of spending.
CREATE INDEX lots_of_customer ON lots (customer_id, has_remaining, expires_at, rank, acquired_at, id);
CREATE INDEX lots_held ON lots (customer_id) WHERE has_held = 1;
CREATE INDEX lots_paid_debts ON lots (customer_id) WHERE debt_paid > 0;
CREATE INDEX lots_bonus ON lots (bonus_of) WHERE bonus_of IS NOT NULL;
-- The rows that lapse next, of all customers, here and for holds. The condition is worded differently from the one
-- that finds a customer's own rows. With the same words, PostgreSQL, whose statistics are always behind, preferred
-- the short index of all live rows for one customer's, and each spend read all lots.
CREATE INDEX lots_lapsing ON lots (expires_at) WHERE has_remaining + 0 = 1;

CREATE TABLE spends (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    customer_id TEXT COLLATE "C" NOT NULL,
    credits BIGINT NOT NULL CHECK (credits >= 0),
    meter TEXT COLLATE "C" NOT NULL,
    reference TEXT COLLATE "C" NOT NULL,
    parts TEXT COLLATE "C" NOT NULL,
    hold_id TEXT COLLATE "C",
    spent_at BIGINT NOT NULL,
    reversed_at BIGINT,
    journal_place BIGINT
);
CREATE INDEX spends_of_customer ON spends (customer_id, id);
CREATE INDEX spends_of_reference ON spends (customer_id, reference, id);

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
    closed_at BIGINT,
    journal_place BIGINT,
    journal_revision BIGINT
);
CREATE INDEX holds_of_customer ON holds (customer_id, id);
CREATE INDEX holds_open ON holds (customer_id, expires_at) WHERE state = 'open';
CREATE INDEX holds_of_reference ON holds (customer_id, reference, id);
CREATE INDEX holds_lapsing ON holds (expires_at) WHERE closed_at IS NULL;

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
    expires_at BIGINT NOT NULL,
    policy_hash TEXT COLLATE "C" NOT NULL,
    -- When the buyer asked, the number of credits, and why the seller gives back beyond the windows. `asked_at`
    -- decides the windows.
    asked_at BIGINT NOT NULL,
    wanted BIGINT,
    beyond TEXT COLLATE "C",
    journal_place BIGINT,
    journal_revision BIGINT
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
    failure TEXT COLLATE "C",
    note TEXT COLLATE "C",
    cancel_key TEXT COLLATE "C",
    requested_by TEXT COLLATE "C" NOT NULL,
    requested_at BIGINT NOT NULL,
    sent_at BIGINT,
    settled_at BIGINT,
    -- The legal deadline for sending the money.
    due_at BIGINT NOT NULL,
    -- The amount the provider returned, where that is less than the amount requested.
    settled_amount BIGINT CHECK (settled_amount >= 0),
    journal_place BIGINT,
    journal_revision BIGINT
);
CREATE INDEX refunds_of_payment ON refunds (payment_id);
CREATE INDEX refunds_of_customer ON refunds (customer_id, id);
CREATE INDEX refunds_by_state ON refunds (state, id);
-- Refunds that have not ended. The statements repeat this list of states word by word.
CREATE INDEX refunds_unsettled ON refunds (state, requested_at)
    WHERE state IN ('requested', 'sent', 'by_hand', 'bounced');
CREATE INDEX refunds_given_short ON refunds (customer_id) WHERE settled_amount IS NOT NULL;

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
    key TEXT COLLATE "C" NOT NULL UNIQUE,
    -- The source that reported the movement, the balance after it, and the deposit whose money the report repeats.
    source TEXT COLLATE "C" NOT NULL,
    balance BIGINT,
    repeat_of TEXT COLLATE "C",
    journal_place BIGINT,
    journal_revision BIGINT
);
-- Nearly all deposits are matched: the index of ids finds those.
CREATE INDEX deposits_by_state ON deposits (state, id) WHERE state <> 'matched';
-- Deposits that may be the same are found by amount and time. The feed distinguishes its own movements, so it
-- searches only the deposits that others reported.
CREATE INDEX deposits_by_amount ON deposits (amount, moved_at);
CREATE INDEX deposits_of_others ON deposits (amount, moved_at) WHERE source <> 'feed';
CREATE INDEX deposits_repeats ON deposits (repeat_of) WHERE repeat_of IS NOT NULL;

-- A provider's statement that the books cannot follow is a row with a state. It ends when the provider agrees, or a
-- person decides. A refund of which the provider returned less records that in its own row.
CREATE TABLE contradictions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    customer_id TEXT COLLATE "C" NOT NULL,
    order_id TEXT COLLATE "C" NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    payment_key TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    opened_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    cancelled BIGINT NOT NULL CHECK (cancelled >= 0),
    settled_at BIGINT,
    decided_by TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    refund_id TEXT COLLATE "C",
    account TEXT COLLATE "C",
    failure TEXT COLLATE "C",
    journal_place BIGINT,
    journal_revision BIGINT
);
CREATE INDEX contradictions_of_order ON contradictions (order_id);
CREATE INDEX contradictions_of_customer ON contradictions (customer_id);
CREATE INDEX contradictions_open ON contradictions (state, id) WHERE state IN ('open', 'refunding');

-- An act above the limit of its requester waits as a row until a second person decides. An approval expires by the
-- clock; that is no state of the row.
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
    key TEXT COLLATE "C" NOT NULL UNIQUE,
    -- When a person settled a signed notice that could not be read, or contradicts an earlier one.
    settled_at BIGINT,
    journal_place BIGINT,
    journal_revision BIGINT
);
CREATE INDEX inbox_open ON inbox (id) WHERE verdict IN ('unreadable', 'contradictory') AND settled_at IS NULL;
