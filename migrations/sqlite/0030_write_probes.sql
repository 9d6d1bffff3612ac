-- Whether the database can be written. A gateway that is asked whether it is ready writes this one row and commits it,
-- because a full disk and a server that takes only reads are not seen by reading.

CREATE TABLE write_probes (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    probed_at INTEGER NOT NULL
) STRICT;
