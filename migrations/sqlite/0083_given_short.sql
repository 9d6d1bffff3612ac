-- Closing an account tells what refunds were given short of: few refunds are.

CREATE INDEX refunds_given_short ON refunds (customer_id) WHERE settled_amount IS NOT NULL;
