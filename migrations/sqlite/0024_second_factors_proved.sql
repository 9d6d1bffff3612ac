-- A second factor is in force only after a code has proved that the person's app has it, because a secret that was copied
-- wrong would lock its person out. Until then it stands here, and the factor before it, if there is one, stays in force.
ALTER TABLE operators ADD COLUMN totp_pending TEXT;
