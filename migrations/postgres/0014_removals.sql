-- Removals of personal data: which of it was removed from which row, and when, so that a removal is an act on record.
-- A row's columns that never change are recorded by one digest: the one before and the one since stand here.
CREATE TABLE removals (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    removal TEXT COLLATE "C" NOT NULL,
    row_id TEXT COLLATE "C" NOT NULL,
    digest_before TEXT COLLATE "C",
    digest_after TEXT COLLATE "C",
    removed_at BIGINT NOT NULL,
    journal_place BIGINT,
    CHECK ((digest_before IS NULL) = (digest_after IS NULL))
);
CREATE INDEX removals_of_row ON removals (row_id);

CREATE TRIGGER removals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON removals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- A received row stays as it came. Its content may be emptied, both columns at once, once its time is over.
DROP TRIGGER inbox_as_received ON inbox;
CREATE TRIGGER inbox_as_received
    BEFORE UPDATE OF id, provider, event_key, verdict, note, body_form, received_at, key ON inbox
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER inbox_content_as_received BEFORE UPDATE OF headers, body ON inbox
    FOR EACH ROW WHEN (new.headers <> '{}' OR new.body <> '') EXECUTE FUNCTION refuse_change();
