-- A spend says which API key asked for it, so that use can be summed by key; rows of before have none.
-- An order that ended unpaid and is paid after all may find its campaign's budget gone: what was promised to its buyer is
-- given beyond the campaign's limits then, and counted apart, so that the counters stay true.
ALTER TABLE spends ADD COLUMN api_key TEXT COLLATE "C";

-- A campaign's redemptions are listed, newest first.
CREATE INDEX redemptions_of_campaign ON redemptions (campaign_id, id);

-- When a redemption that went back into the budget was given beyond the limits.
ALTER TABLE redemptions ADD COLUMN overrun_at BIGINT;
-- What all of those gave, in the unit of the budget, and their number.
ALTER TABLE campaigns ADD COLUMN overrun BIGINT NOT NULL DEFAULT 0 CHECK (overrun >= 0);
ALTER TABLE campaigns ADD COLUMN overruns BIGINT NOT NULL DEFAULT 0 CHECK (overruns >= 0);

-- Orders that were paid so before took no budget again, whether or not there was room.
UPDATE redemptions SET overrun_at = (SELECT orders.closed_at FROM orders WHERE orders.id = redemptions.order_id)
WHERE state = 'returned'
    AND EXISTS (SELECT 1 FROM orders WHERE orders.id = redemptions.order_id AND orders.state = 'completed');
UPDATE campaigns SET
    overrun = (SELECT COALESCE(SUM(credits + discount), 0) FROM redemptions
        WHERE redemptions.campaign_id = campaigns.id AND redemptions.overrun_at IS NOT NULL),
    overruns = (SELECT COUNT(*) FROM redemptions
        WHERE redemptions.campaign_id = campaigns.id AND redemptions.overrun_at IS NOT NULL);
