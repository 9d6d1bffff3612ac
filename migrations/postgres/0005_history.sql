-- The available credits of a customer at some entries of the ledger. What was available before and after any entry is
-- then known without reading the chain from its beginning, and without a column that every entry would pay for.
--
-- The writer adds a point when a customer's chain passes a multiple of 1,024, for the last entry of the batch that
-- does. Everything here follows from the ledger: the auditor works it out again.

CREATE TABLE balance_points (
    customer_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL CHECK (seq >= 1),
    -- Sum over the account 'available' up to this entry, this one included.
    available BIGINT NOT NULL CHECK (available >= 0),
    -- When the entry was posted: a time is found among the points first.
    posted_at BIGINT NOT NULL,
    PRIMARY KEY (customer_id, seq)
);
CREATE INDEX balance_points_by_time ON balance_points (customer_id, posted_at, seq);

-- The points of the chains that are there already.
INSERT INTO balance_points (customer_id, seq, available, posted_at)
SELECT customer_id, seq, available, posted_at
FROM (
    SELECT customer_id, seq, posted_at,
        CAST(SUM(CASE WHEN unit <> 'credits' THEN 0 WHEN to_account = 'available' THEN amount
                      WHEN from_account = 'available' THEN -amount ELSE 0 END)
             OVER (PARTITION BY customer_id ORDER BY seq ROWS UNBOUNDED PRECEDING) AS BIGINT) AS available
    FROM entries
) AS booked
WHERE seq % 1024 = 0;
