-- What a customer was granted in all has a limit, which is looked at where credits come in. No later sum over the
-- customer's credits (balance, holds, debts) can pass it then, whatever is reversed, released or given back.

ALTER TABLE customers ADD COLUMN granted BIGINT NOT NULL DEFAULT 0 CHECK (granted >= 0);
UPDATE customers SET granted = (SELECT COALESCE(SUM(lots.granted), 0) FROM lots WHERE lots.customer_id = customers.id);
