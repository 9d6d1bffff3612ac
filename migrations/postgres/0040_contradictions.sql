-- What a provider says and the books cannot follow is a row with a state: it ends when the provider agrees, or a person
-- decides. A refund of which the provider gave back less says so.

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
    refused TEXT COLLATE "C",
    journal_place BIGINT,
    journal_revision BIGINT
);
CREATE INDEX contradictions_of_order ON contradictions (order_id);
CREATE INDEX contradictions_of_customer ON contradictions (customer_id);
CREATE INDEX contradictions_open ON contradictions (state, id) WHERE state IN ('open', 'refunding');

ALTER TABLE refunds ADD COLUMN settled_amount BIGINT CHECK (settled_amount >= 0);
