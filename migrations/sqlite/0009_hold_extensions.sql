-- A hold's end can be moved to a later instant, because some work of a model takes longer than was thought. The end at the
-- opening stays where it is recorded; each move is a row of its own, and the hold's row has the end of the last.
ALTER TABLE holds ADD COLUMN extended_until INTEGER;

CREATE TABLE hold_extensions (
    id TEXT NOT NULL PRIMARY KEY,
    hold_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    was_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL CHECK (until_at > was_at),
    extended_at INTEGER NOT NULL,
    journal_place INTEGER
) STRICT;
CREATE INDEX hold_extensions_of_hold ON hold_extensions (hold_id);

CREATE TRIGGER hold_extensions_no_update BEFORE UPDATE ON hold_extensions
BEGIN
    SELECT RAISE(ABORT, 'hold_extensions is append-only');
END;
CREATE TRIGGER hold_extensions_no_delete BEFORE DELETE ON hold_extensions
BEGIN
    SELECT RAISE(ABORT, 'hold_extensions is append-only');
END;
