-- A transfer by hand may come back, and every refund has a day by which the law wants the money on its way. What is not
-- ended is found by this index, whose list of states the statements repeat word by word.

ALTER TABLE refunds ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0;
DROP INDEX refunds_unsettled;
CREATE INDEX refunds_unsettled ON refunds (state, requested_at)
    WHERE state IN ('requested', 'sent', 'by_hand', 'bounced');
