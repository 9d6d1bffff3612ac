-- The audit log is read act by act, so that it can be seen who has looked at what is private, and how often.
-- Acts are few beside spends: the index costs nothing that is felt.

CREATE INDEX acts_by_act ON acts (act, id);
