-- One movement on the account may be reported by several: who reported it, what the balance was after it, and which
-- deposit's money a report tells of again. Deposits that may be the same are found by amount and time; the feed, which
-- tells its own apart, looks only among those that others reported.

ALTER TABLE deposits ADD COLUMN source TEXT NOT NULL DEFAULT 'feed';
ALTER TABLE deposits ADD COLUMN balance INTEGER;
ALTER TABLE deposits ADD COLUMN repeat_of TEXT;
CREATE INDEX deposits_by_amount ON deposits (amount, moved_at);
CREATE INDEX deposits_repeats ON deposits (repeat_of) WHERE repeat_of IS NOT NULL;
CREATE INDEX deposits_of_others ON deposits (amount, moved_at) WHERE source <> 'feed';
