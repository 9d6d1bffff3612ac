-- Campaigns that the seller runs, and each customer's redemptions of them, so that no budget is promised twice.
-- A campaign's row is locked after the customers of a batch; its counters follow from its redemptions.
CREATE TABLE campaigns (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    audience TEXT COLLATE "C" NOT NULL CHECK (audience IN ('code', 'new_customer')),
    -- In the form in which codes are compared. It belongs to one campaign for good.
    code TEXT COLLATE "C" UNIQUE,
    gives TEXT COLLATE "C" NOT NULL CHECK (gives IN ('credits', 'bonus', 'discount_won', 'discount_percent')),
    worth BIGINT NOT NULL CHECK (worth > 0),
    -- The ids of products, as JSON.
    products TEXT COLLATE "C" NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL CHECK (until_at > from_at),
    budget BIGINT NOT NULL CHECK (budget > 0),
    redemptions_max BIGINT CHECK (redemptions_max > 0),
    per_customer BIGINT NOT NULL CHECK (per_customer > 0),
    used BIGINT NOT NULL CHECK (used BETWEEN 0 AND budget),
    redeemed BIGINT NOT NULL CHECK (redeemed >= 0 AND (redemptions_max IS NULL OR redeemed <= redemptions_max)),
    created_by TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    journal_place BIGINT,
    journal_revision BIGINT,
    CHECK ((audience = 'code') = (code IS NOT NULL))
);
-- Those for new customers that still run are looked up when a customer without credits orders.
CREATE INDEX campaigns_for ON campaigns (audience, until_at);

CREATE TABLE redemptions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    campaign_id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C" NOT NULL,
    order_id TEXT COLLATE "C" UNIQUE,
    lot_id TEXT COLLATE "C" UNIQUE,
    credits BIGINT NOT NULL CHECK (credits >= 0),
    discount BIGINT NOT NULL CHECK (discount >= 0),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('reserved', 'redeemed', 'returned')),
    redeemed_at BIGINT NOT NULL,
    settled_at BIGINT,
    journal_place BIGINT,
    journal_revision BIGINT,
    CHECK ((order_id IS NULL) <> (lot_id IS NULL))
);
-- How often a customer redeemed a campaign; and a customer's list, newest first.
CREATE INDEX redemptions_by_campaign ON redemptions (customer_id, campaign_id);
CREATE INDEX redemptions_of_customer ON redemptions (customer_id, id);

-- What a campaign took off an order's amount or added to its bonus, as JSON. It repeats the order's redemption, so that
-- an order without one costs no look-up.
ALTER TABLE orders ADD COLUMN promotion TEXT COLLATE "C";
