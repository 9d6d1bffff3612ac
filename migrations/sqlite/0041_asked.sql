-- A quote says when the buyer asked, of how many credits, and why the seller gives back beyond its windows: the windows
-- are judged by the first.

ALTER TABLE quotes ADD COLUMN asked_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quotes ADD COLUMN wanted INTEGER;
ALTER TABLE quotes ADD COLUMN beyond TEXT;
