-- A tax invoice has one buyer. Before one is recorded, those of its number are looked for, whosever they are.
CREATE INDEX tax_invoices_by_number ON tax_invoices (approval_number);
