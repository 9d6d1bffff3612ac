-- A hold's end can be moved to a later instant, because some work of a model takes longer than was thought. The end at the
-- opening stays where it is recorded; each move is a row of its own, and the hold's row has the end of the last.
ALTER TABLE holds ADD COLUMN extended_until BIGINT;

CREATE TABLE hold_extensions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    hold_id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C" NOT NULL,
    was_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL CHECK (until_at > was_at),
    extended_at BIGINT NOT NULL,
    journal_place BIGINT
);
CREATE INDEX hold_extensions_of_hold ON hold_extensions (hold_id);

CREATE TRIGGER hold_extensions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON hold_extensions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
