-- Settlements: what providers pay out, line by line, so that money on the seller's account leads back to payments, lots and refunds,
-- and each difference is found once however often a file is imported.
--
-- Rows follow from files and answers of providers, and what is found with them goes where other differences are, so the journal
-- records neither.
ALTER TABLE reconciliations ADD COLUMN source TEXT NOT NULL DEFAULT 'movements' CHECK (source IN ('movements', 'settlements', 'statement'));
ALTER TABLE reconciliations ADD COLUMN won INTEGER NOT NULL DEFAULT 0 CHECK (won >= 0);
ALTER TABLE reconciliations ADD COLUMN explained_won INTEGER NOT NULL DEFAULT 0 CHECK (explained_won >= 0);

-- A file that was imported, or an answer of a provider that brought something new. One content is imported once.
CREATE TABLE settlement_imports (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('api', 'file', 'statement')),
    file TEXT NOT NULL,
    -- SHA-256 of the content.
    hash TEXT NOT NULL,
    added INTEGER NOT NULL CHECK (added >= 0),
    known INTEGER NOT NULL CHECK (known >= 0),
    unread INTEGER NOT NULL CHECK (unread >= 0),
    -- The rows that could not be read, each with its line, field and rule, as JSON. Never the value.
    unread_rows TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    imported_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX settlement_imports_of_content ON settlement_imports (provider, hash);

-- What a provider pays out on one day, with the sums over its rows.
CREATE TABLE settlements (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    -- The day of Seoul: 2026-04-08; empty for the rows whose day the provider has not said.
    paid_out_on TEXT NOT NULL,
    lines INTEGER NOT NULL CHECK (lines >= 0),
    gross INTEGER NOT NULL,
    fee INTEGER NOT NULL,
    vat INTEGER NOT NULL,
    net INTEGER NOT NULL,
    payout_id TEXT,
    added_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX settlements_of_day ON settlements (provider, paid_out_on);

-- One line of a settlement. What the books have of it is filled in by comparisons.
CREATE TABLE settlement_rows (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    settlement_id TEXT NOT NULL,
    import_id TEXT NOT NULL,
    row_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('payment', 'cancel')),
    payment_key TEXT NOT NULL,
    order_ref TEXT NOT NULL,
    gross INTEGER NOT NULL,
    fee INTEGER NOT NULL,
    vat INTEGER,
    net INTEGER NOT NULL,
    sold_on TEXT NOT NULL,
    paid_out_on TEXT,
    order_id TEXT,
    payment_id TEXT,
    refund_id TEXT,
    added_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX settlement_rows_of_movement ON settlement_rows (provider, row_key, kind);
CREATE INDEX settlement_rows_of_day ON settlement_rows (provider, sold_on);
CREATE INDEX settlement_rows_of_payment ON settlement_rows (provider, payment_key);
CREATE INDEX settlement_rows_of_order ON settlement_rows (provider, order_ref);
CREATE INDEX settlement_rows_of_settlement ON settlement_rows (settlement_id, id);

-- Money of a provider that arrived on the seller's account. No name stands here: whose it is says the provider.
CREATE TABLE payouts (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    import_id TEXT NOT NULL,
    row_key TEXT NOT NULL,
    -- The day of Seoul.
    day TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    added_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX payouts_of_movement ON payouts (provider, row_key);
CREATE INDEX payouts_of_day ON payouts (provider, day);
