-- An account is not closed over an act that waits for a second person, so a closing looks for those of its customer. Few rows
-- wait at a time, and one leaves the index when it is decided.
CREATE INDEX approvals_waiting_of ON approvals (customer_id) WHERE state = 'waiting';
