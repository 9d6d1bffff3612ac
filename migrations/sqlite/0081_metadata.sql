-- An order carries the seller's own texts by name, as JSON; none where the seller gave none.
-- The gateway keeps and shows them, and reads no meaning into them.

ALTER TABLE orders ADD COLUMN metadata TEXT;
