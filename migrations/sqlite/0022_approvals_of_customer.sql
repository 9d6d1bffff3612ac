-- An account is not closed over an act that waits for a second person, so a closing looks for those of its customer. One that
-- nobody decided in time keeps its state, so the customer finds them, and not the state.
CREATE INDEX approvals_of_customer ON approvals (customer_id);
