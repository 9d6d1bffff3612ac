-- Campaigns that the seller runs, and each customer's redemptions of them, so that no budget is promised twice.
-- A campaign's row is locked after the customers of a batch; its counters follow from its redemptions.
CREATE TABLE campaigns (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('code', 'new_customer')),
    -- In the form in which codes are compared. It belongs to one campaign for good.
    code TEXT UNIQUE,
    gives TEXT NOT NULL CHECK (gives IN ('credits', 'bonus', 'discount_won', 'discount_percent')),
    worth INTEGER NOT NULL CHECK (worth > 0),
    -- The ids of products, as JSON.
    products TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL CHECK (until_at > from_at),
    budget INTEGER NOT NULL CHECK (budget > 0),
    redemptions_max INTEGER CHECK (redemptions_max > 0),
    per_customer INTEGER NOT NULL CHECK (per_customer > 0),
    used INTEGER NOT NULL CHECK (used BETWEEN 0 AND budget),
    redeemed INTEGER NOT NULL CHECK (redeemed >= 0 AND (redemptions_max IS NULL OR redeemed <= redemptions_max)),
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    journal_place INTEGER,
    journal_revision INTEGER,
    CHECK ((audience = 'code') = (code IS NOT NULL))
) STRICT;
-- Those for new customers that still run are looked up when a customer without credits orders.
CREATE INDEX campaigns_for ON campaigns (audience, until_at);

CREATE TABLE redemptions (
    id TEXT NOT NULL PRIMARY KEY,
    campaign_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    order_id TEXT UNIQUE,
    lot_id TEXT UNIQUE,
    credits INTEGER NOT NULL CHECK (credits >= 0),
    discount INTEGER NOT NULL CHECK (discount >= 0),
    state TEXT NOT NULL CHECK (state IN ('reserved', 'redeemed', 'returned')),
    redeemed_at INTEGER NOT NULL,
    settled_at INTEGER,
    journal_place INTEGER,
    journal_revision INTEGER,
    CHECK ((order_id IS NULL) <> (lot_id IS NULL))
) STRICT;
-- How often a customer redeemed a campaign; and a customer's list, newest first.
CREATE INDEX redemptions_by_campaign ON redemptions (customer_id, campaign_id);
CREATE INDEX redemptions_of_customer ON redemptions (customer_id, id);

-- What a campaign took off an order's amount or added to its bonus, as JSON. It repeats the order's redemption, so that
-- an order without one costs no look-up.
ALTER TABLE orders ADD COLUMN promotion TEXT;
