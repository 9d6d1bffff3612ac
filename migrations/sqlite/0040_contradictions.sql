-- What a provider says and the books cannot follow is a row with a state: it ends when the provider agrees, or a person
-- decides. A refund of which the provider gave back less says so.

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
    refused TEXT,
    journal_place INTEGER,
    journal_revision INTEGER
) STRICT;
CREATE INDEX contradictions_of_order ON contradictions (order_id);
CREATE INDEX contradictions_of_customer ON contradictions (customer_id);
CREATE INDEX contradictions_open ON contradictions (state, id) WHERE state IN ('open', 'refunding');

ALTER TABLE refunds ADD COLUMN settled_amount INTEGER CHECK (settled_amount >= 0);
