-- Spends and holds are found by the seller's own reference, orders and payments by amount, and orders by the name on a
-- transfer. Each index ends with the id: a list of what is found goes by it from the newest on, and ends after a page.

CREATE INDEX spends_of_reference ON spends (customer_id, reference, id);
CREATE INDEX holds_of_reference ON holds (customer_id, reference, id);
CREATE INDEX orders_of_amount ON orders (amount, id);
CREATE INDEX payments_of_amount ON payments (amount, id);
DROP INDEX orders_of_depositor;
CREATE INDEX orders_of_depositor ON orders (depositor_key, id) WHERE depositor_key IS NOT NULL;
