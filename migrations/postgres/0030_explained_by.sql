-- What explains the rows of a comparison: payments, refunds, what others gave back, contradictions. So a day that is explained
-- whole still says which of its rows wait for a person.
--
-- JSON: how many rows and won each kind of explanation has, and the first rows that wait. Comparisons before it say nothing of it.
ALTER TABLE reconciliations ADD COLUMN explained_by TEXT NOT NULL DEFAULT '{"by":{},"waiting":[]}';
