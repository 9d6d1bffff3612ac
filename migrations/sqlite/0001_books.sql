-- The books: customers, what they bought, the credits they own, and the append-only record of every change.
-- All data that must agree with money is in one schema, so that one commit can change it together.
--
-- STRICT tables of TEXT and INTEGER under the same names as in PostgreSQL. Instants (`_at`) are microseconds since
-- 1970 UTC. Compound values are JSON in TEXT. No foreign keys, for the reason in the PostgreSQL file. Wide rows that
-- are only ever added are appended to their table and found by a narrow index: no table is WITHOUT ROWID.
--
-- `journal_place` and `journal_revision` say where a row is recorded in the journal (the next file): its fixed
-- part, and the last version of its changing part where there was one after the first.

-- This row is the lock under which everything of the customer changes.
CREATE TABLE customers (
    id TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    debt INTEGER NOT NULL CHECK (debt >= 0),
    seq INTEGER NOT NULL CHECK (seq >= 0),
    head TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    -- The waived part of the customer's debt. Money that comes again for it ends the waiver instead of giving credits
    -- back.
    debt_waived INTEGER NOT NULL DEFAULT 0 CHECK (debt_waived >= 0),
    -- All credits ever granted to the customer. The total has a limit, which is checked where credits come in: no
    -- later sum over the customer's credits can exceed it then.
    granted INTEGER NOT NULL DEFAULT 0 CHECK (granted >= 0)
) STRICT;
-- People handle debts: open debts are listed and counted.
CREATE INDEX customers_owing ON customers (id) WHERE debt > 0;

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
    failure TEXT,
    note TEXT,
    payment_id TEXT,
    opened_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    closed_at INTEGER,
    policy_hash TEXT NOT NULL,
    -- The bonus the order offered beside its credits, as JSON.
    bonus TEXT,
    -- The seller's own texts by name, as JSON. The gateway stores and shows them, and does not interpret them.
    metadata TEXT,
    -- When a hint was last followed by a look-up: hints from providers that sign nothing cost at most one in ten
    -- seconds.
    hinted_at INTEGER,
    journal_place INTEGER,
    journal_revision INTEGER
) STRICT;
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
    policy_hash TEXT NOT NULL,
    -- When the amount others took of it last changed: an older answer describes an earlier state.
    outside_at INTEGER,
    -- Of credits that others took back and that had been used: the open debt, and the waived part.
    debt INTEGER NOT NULL CHECK (debt >= 0),
    debt_waived INTEGER NOT NULL CHECK (debt_waived >= 0),
    journal_place INTEGER,
    journal_revision INTEGER,
    -- The provider reports the amount others cancelled. It may cross a refund of ours that the provider will decline.
    CHECK (refunded + in_flight <= amount),
    UNIQUE (provider, payment_key)
) STRICT;
CREATE INDEX payments_of_amount ON payments (amount, id);
-- Payments of which anything was taken back, by us or by others: a bonus follows them, and debts may be undone.
CREATE INDEX payments_given_back ON payments (customer_id) WHERE credits_revoked + cancelled_outside + refunded + in_flight > 0;

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
    policy_hash TEXT NOT NULL,
    -- The part of `spent` that paid debts.
    debt_paid INTEGER NOT NULL CHECK (debt_paid >= 0),
    -- The payment that a bonus belongs to, and how much of the bonus goes with its refunds and cancels.
    bonus_of TEXT,
    bonus_gone INTEGER NOT NULL CHECK (bonus_gone BETWEEN 0 AND granted),
    -- The rank of lots that end together, in the order of spending: credits policy, section 4.
    rank INTEGER GENERATED ALWAYS AS (CASE kind WHEN 'promotional' THEN 0 WHEN 'membership' THEN 1 ELSE 2 END) VIRTUAL,
    -- A spend changes the remaining credits. An index that depends on them would be written anew with each spend.
    -- Whether any remain seldom changes. A trigger writes this flag then, so that other updates touch no index:
    -- SQLite writes an index on a generated column anew whenever a column behind it is assigned.
    has_remaining INTEGER NOT NULL DEFAULT 1 CHECK (has_remaining IN (0, 1)),
    has_held INTEGER GENERATED ALWAYS AS (CASE WHEN held > 0 THEN 1 ELSE 0 END) VIRTUAL,
    journal_place INTEGER,
    CHECK (granted = remaining + held + spent + refunded + expired + revoked)
) STRICT;
-- A customer's lots; those with credits in the order of spending.
CREATE INDEX lots_of_customer ON lots (customer_id, has_remaining, expires_at, rank, acquired_at, id);
CREATE INDEX lots_held ON lots (customer_id) WHERE has_held = 1;
CREATE INDEX lots_paid_debts ON lots (customer_id) WHERE debt_paid > 0;
CREATE INDEX lots_bonus ON lots (bonus_of) WHERE bonus_of IS NOT NULL;
-- The rows that lapse next, of all customers, here and for holds. The condition is worded differently from the one
-- that finds a customer's own rows. With the same words, PostgreSQL, whose statistics are always behind, preferred
-- the short index of all live rows for one customer's, and each spend read all lots.
CREATE INDEX lots_lapsing ON lots (expires_at) WHERE has_remaining + 0 = 1;
CREATE TRIGGER lots_minted_without_credits AFTER INSERT ON lots WHEN new.remaining = 0
BEGIN
    UPDATE lots SET has_remaining = 0 WHERE id = new.id;
END;
CREATE TRIGGER lots_used_up AFTER UPDATE OF remaining ON lots WHEN (new.remaining > 0) <> new.has_remaining
BEGIN
    UPDATE lots SET has_remaining = (new.remaining > 0) WHERE id = new.id;
END;

CREATE TABLE spends (
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    credits INTEGER NOT NULL CHECK (credits >= 0),
    meter TEXT NOT NULL,
    reference TEXT NOT NULL,
    parts TEXT NOT NULL,
    hold_id TEXT,
    spent_at INTEGER NOT NULL,
    reversed_at INTEGER,
    journal_place INTEGER
) STRICT;
CREATE INDEX spends_of_customer ON spends (customer_id, id);
CREATE INDEX spends_of_reference ON spends (customer_id, reference, id);

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
    closed_at INTEGER,
    journal_place INTEGER,
    journal_revision INTEGER
) STRICT;
CREATE INDEX holds_of_customer ON holds (customer_id, id);
CREATE INDEX holds_open ON holds (customer_id, expires_at) WHERE state = 'open';
CREATE INDEX holds_of_reference ON holds (customer_id, reference, id);
CREATE INDEX holds_lapsing ON holds (expires_at) WHERE closed_at IS NULL;

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
    expires_at INTEGER NOT NULL,
    policy_hash TEXT NOT NULL,
    -- When the buyer asked, the number of credits, and why the seller gives back beyond the windows. `asked_at`
    -- decides the windows.
    asked_at INTEGER NOT NULL,
    wanted INTEGER,
    beyond TEXT,
    journal_place INTEGER,
    journal_revision INTEGER
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
    failure TEXT,
    note TEXT,
    cancel_key TEXT,
    requested_by TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    sent_at INTEGER,
    settled_at INTEGER,
    -- The legal deadline for sending the money.
    due_at INTEGER NOT NULL,
    -- The amount the provider returned, where that is less than the amount requested.
    settled_amount INTEGER CHECK (settled_amount >= 0),
    journal_place INTEGER,
    journal_revision INTEGER
) STRICT;
CREATE INDEX refunds_of_payment ON refunds (payment_id);
CREATE INDEX refunds_of_customer ON refunds (customer_id, id);
CREATE INDEX refunds_by_state ON refunds (state, id);
-- Refunds that have not ended. The statements repeat this list of states word by word.
CREATE INDEX refunds_unsettled ON refunds (state, requested_at)
    WHERE state IN ('requested', 'sent', 'by_hand', 'bounced');
CREATE INDEX refunds_given_short ON refunds (customer_id) WHERE settled_amount IS NOT NULL;

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
    key TEXT NOT NULL UNIQUE,
    -- The source that reported the movement, the balance after it, and the deposit whose money the report repeats.
    source TEXT NOT NULL,
    balance INTEGER,
    repeat_of TEXT,
    journal_place INTEGER,
    journal_revision INTEGER
) STRICT;
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
    id TEXT NOT NULL PRIMARY KEY,
    customer_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    payment_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    cancelled INTEGER NOT NULL CHECK (cancelled >= 0),
    settled_at INTEGER,
    decided_by TEXT,
    reason TEXT,
    refund_id TEXT,
    account TEXT,
    failure TEXT,
    journal_place INTEGER,
    journal_revision INTEGER
) STRICT;
CREATE INDEX contradictions_of_order ON contradictions (order_id);
CREATE INDEX contradictions_of_customer ON contradictions (customer_id);
CREATE INDEX contradictions_open ON contradictions (state, id) WHERE state IN ('open', 'refunding');

-- An act above the limit of its requester waits as a row until a second person decides. An approval expires by the
-- clock; that is no state of the row.
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
    key TEXT NOT NULL UNIQUE,
    -- When a person settled a signed notice that could not be read, or contradicts an earlier one.
    settled_at INTEGER,
    journal_place INTEGER,
    journal_revision INTEGER
) STRICT;
CREATE INDEX inbox_open ON inbox (id) WHERE verdict IN ('unreadable', 'contradictory') AND settled_at IS NULL;
