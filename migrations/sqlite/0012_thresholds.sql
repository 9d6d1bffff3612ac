-- The thresholds of a customer's available credits below which the seller is to hear of it, as JSON; NULL where none were
-- ever set. They stand in the customer's own row because every batch has read it: a customer without any costs nothing.
ALTER TABLE customers ADD COLUMN thresholds TEXT;
