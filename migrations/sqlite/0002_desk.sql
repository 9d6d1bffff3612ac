-- What the support desk lists, by state: orders, refunds, and the parked jobs of one subject. Without these a list of
-- the few that need a person would read through all that went well.

CREATE INDEX orders_by_state ON orders (state, id);
CREATE INDEX refunds_by_state ON refunds (state, id);
-- Parked jobs go when their subject is settled by another.
CREATE INDEX jobs_parked_of ON jobs (subject, kind) WHERE state = 'parked';
