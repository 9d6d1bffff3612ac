-- People at the desk: an operator is an API key (`api_keys`, which says its role and whether it was revoked) that signs in
-- with a password in the place of a secret. Here stands what lets it sign in, and where it is signed in; none of it is
-- money or a decision, so the journal does not record it.
CREATE TABLE operators (
    -- The id of its API key.
    id TEXT NOT NULL PRIMARY KEY,
    -- What it signs in as. A name is never given again, so that an old act never seems to be somebody else's.
    name TEXT NOT NULL UNIQUE,
    -- Argon2id, with its parameters and salt (PHC string).
    password TEXT NOT NULL,
    -- 1: the password was given by somebody else and has to be replaced at the first sign-in.
    password_once INTEGER NOT NULL CHECK (password_once IN (0, 1)),
    -- What the secret of the second factor is derived from, with the gateway's signing key, where there is a second factor;
    -- and the last step of time whose code was used.
    totp_secret TEXT,
    totp_step INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

-- Where operators are signed in. A row goes when it is signed out, and some time after its end.
CREATE TABLE operator_sessions (
    -- SHA-256 of what the browser has, so that whoever reads the database signs in nowhere.
    digest TEXT NOT NULL PRIMARY KEY,
    operator_id TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    -- When it was last used, give or take a minute.
    seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX operator_sessions_of ON operator_sessions (operator_id);
CREATE INDEX operator_sessions_by_start ON operator_sessions (started_at);
