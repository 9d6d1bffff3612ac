-- When an operator last signed in: sessions go when they end, and who manages operators looks for those that nobody uses.
-- Like the rest of the row it is no record; each sign-in is a line of the audit log.
ALTER TABLE operators ADD COLUMN last_sign_in_at BIGINT;
