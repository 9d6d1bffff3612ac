-- A bonus follows its purchase whenever credits come back to it, so payments are found of which anything went, by us or by others.

DROP INDEX payments_taken_back;
CREATE INDEX payments_given_back ON payments (customer_id) WHERE credits_revoked + cancelled_outside + refunded + in_flight > 0;
