-- The rights of the two roles that work with the tables: run it as their owner, after each `credit-gateway migrate`.
-- docs/operations.md makes the roles. A statement of the program that needs more, and a right that none needs, fail a test.
--
-- credit_gateway_app: gateways, and the commands that write. It can rewrite no record: of the append-only tables it has no
-- UPDATE, it has DELETE only where what is deleted is no record, and it owns nothing, so it cannot take a trigger away.
-- credit_gateway_reader: audit, seal, export, statements, and pg_dump.

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM credit_gateway_app, credit_gateway_reader;
GRANT USAGE ON SCHEMA public TO credit_gateway_app, credit_gateway_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO credit_gateway_app, credit_gateway_reader;

GRANT INSERT, UPDATE ON api_keys TO credit_gateway_app;
GRANT INSERT, UPDATE ON approvals TO credit_gateway_app;
GRANT INSERT, UPDATE ON audit_findings TO credit_gateway_app;
GRANT INSERT ON audit_log TO credit_gateway_app;
GRANT INSERT, UPDATE ON audit_passes TO credit_gateway_app;
GRANT INSERT ON balance_points TO credit_gateway_app;
GRANT INSERT, UPDATE ON campaigns TO credit_gateway_app;
GRANT INSERT, UPDATE ON chains TO credit_gateway_app;
GRANT INSERT, UPDATE (url) ON cash_receipt_outcomes TO credit_gateway_app;
GRANT INSERT, UPDATE (identity) ON cash_receipt_requests TO credit_gateway_app;
GRANT INSERT ON dispute_decisions TO credit_gateway_app;
GRANT INSERT ON disputes TO credit_gateway_app;
GRANT INSERT, DELETE ON cash_receipts_waiting TO credit_gateway_app;
GRANT INSERT, UPDATE, DELETE ON checkouts TO credit_gateway_app;
GRANT INSERT ON contracts TO credit_gateway_app;
GRANT INSERT, UPDATE ON contradictions TO credit_gateway_app;
GRANT INSERT, UPDATE ON customers TO credit_gateway_app;
GRANT INSERT, UPDATE ON deposits TO credit_gateway_app;
GRANT INSERT, UPDATE ON discrepancies TO credit_gateway_app;
GRANT INSERT ON distributions TO credit_gateway_app;
GRANT INSERT ON due_months TO credit_gateway_app;
GRANT INSERT ON entries TO credit_gateway_app;
GRANT INSERT, UPDATE ON event_chains TO credit_gateway_app;
GRANT INSERT ON event_feed TO credit_gateway_app;
GRANT UPDATE ON event_heads TO credit_gateway_app;
GRANT INSERT, UPDATE ON events TO credit_gateway_app;
GRANT INSERT ON expiry_notices TO credit_gateway_app;
GRANT INSERT ON hold_extensions TO credit_gateway_app;
GRANT INSERT, UPDATE ON holds TO credit_gateway_app;
GRANT INSERT, UPDATE, DELETE ON idempotency_keys TO credit_gateway_app;
GRANT INSERT, UPDATE ON inbox TO credit_gateway_app;
GRANT INSERT, UPDATE, DELETE ON jobs TO credit_gateway_app;
GRANT INSERT ON journal TO credit_gateway_app;
GRANT INSERT, UPDATE ON lots TO credit_gateway_app;
GRANT INSERT, UPDATE, DELETE ON operator_sessions TO credit_gateway_app;
GRANT INSERT, UPDATE ON operators TO credit_gateway_app;
GRANT INSERT, UPDATE ON orders TO credit_gateway_app;
GRANT INSERT, UPDATE ON payments TO credit_gateway_app;
GRANT INSERT ON payouts TO credit_gateway_app;
GRANT INSERT ON policies TO credit_gateway_app;
GRANT INSERT ON policy_decisions TO credit_gateway_app;
GRANT INSERT ON policy_drafts TO credit_gateway_app;
GRANT INSERT ON policy_notices TO credit_gateway_app;
GRANT INSERT ON quotes TO credit_gateway_app;
GRANT INSERT, UPDATE ON reconciliations TO credit_gateway_app;
GRANT INSERT, UPDATE ON redemptions TO credit_gateway_app;
GRANT INSERT, UPDATE ON refunds TO credit_gateway_app;
GRANT INSERT ON removals TO credit_gateway_app;
GRANT INSERT, UPDATE ON settlement_imports TO credit_gateway_app;
GRANT INSERT, UPDATE ON settlement_rows TO credit_gateway_app;
GRANT INSERT, UPDATE ON settlements TO credit_gateway_app;
GRANT INSERT ON seals TO credit_gateway_app;
GRANT INSERT, UPDATE ON spends TO credit_gateway_app;
GRANT INSERT, UPDATE ON subscriptions TO credit_gateway_app;
GRANT INSERT, DELETE ON tax_amendments_due TO credit_gateway_app;
GRANT INSERT ON tax_invoices TO credit_gateway_app;
GRANT INSERT, UPDATE, DELETE ON webhook_deliveries TO credit_gateway_app;
GRANT INSERT, UPDATE ON webhook_endpoints TO credit_gateway_app;
GRANT INSERT, UPDATE ON webhook_progress TO credit_gateway_app;
GRANT INSERT, UPDATE ON write_probes TO credit_gateway_app;
