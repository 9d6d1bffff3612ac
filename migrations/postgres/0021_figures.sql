-- The desk's first page shows the money of the last thirty days by provider and day. Without these indexes it would read
-- every payment and refund there ever was; with them it reads those of thirty days, and of payments no row at all.
--
-- None of their columns changes after the row was written but the ends, which are written once or twice, so a commit pays
-- one entry at the end of an index for a payment and one for a refund.
CREATE INDEX payments_by_time ON payments (paid_at, provider, amount);
CREATE INDEX payments_taken_back ON payments (outside_at) WHERE outside_at IS NOT NULL;
CREATE INDEX refunds_by_end ON refunds (settled_at) WHERE settled_at IS NOT NULL;
