-- Removals of personal data: which of it was removed from which row, and when, so that a removal is an act on record.
-- A row's columns that never change are recorded by one digest: the one before and the one since stand here.
CREATE TABLE removals (
    id TEXT NOT NULL PRIMARY KEY,
    removal TEXT NOT NULL,
    row_id TEXT NOT NULL,
    digest_before TEXT,
    digest_after TEXT,
    removed_at INTEGER NOT NULL,
    journal_place INTEGER,
    CHECK ((digest_before IS NULL) = (digest_after IS NULL))
) STRICT;
CREATE INDEX removals_of_row ON removals (row_id);

CREATE TRIGGER removals_no_update BEFORE UPDATE ON removals
BEGIN
    SELECT RAISE(ABORT, 'removals is append-only');
END;
CREATE TRIGGER removals_no_delete BEFORE DELETE ON removals
BEGIN
    SELECT RAISE(ABORT, 'removals is append-only');
END;
-- A received row stays as it came. Its content may be emptied, both columns at once, once its time is over.
DROP TRIGGER inbox_as_received;
CREATE TRIGGER inbox_as_received BEFORE UPDATE OF id, provider, event_key, verdict, note, body_form, received_at, key ON inbox
BEGIN
    SELECT RAISE(ABORT, 'inbox is append-only');
END;
CREATE TRIGGER inbox_content_as_received BEFORE UPDATE OF headers, body ON inbox WHEN new.headers <> '{}' OR new.body <> ''
BEGIN
    SELECT RAISE(ABORT, 'inbox is append-only');
END;
