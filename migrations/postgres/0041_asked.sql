-- A quote says when the buyer asked, of how many credits, and why the seller gives back beyond its windows: the windows
-- are judged by the first.

ALTER TABLE quotes ADD COLUMN asked_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE quotes ADD COLUMN wanted BIGINT;
ALTER TABLE quotes ADD COLUMN beyond TEXT COLLATE "C";
