-- One spend: the rows of the customer, lot, spend, entry and the idempotency key with its answer, as wide as the
-- gateway's own. `turn`, `first` and `clients` are parameters.
\set turn :turn + 1
\set n :first + :turn * :clients + :client_id
\set k :n * 7919 % 10000
\set c 10000 + :k
\set at 1767323045678901
BEGIN;
UPDATE customers SET seq = seq + 1, head = md5(:n::text) || md5(:n::text) WHERE id = 'bench-' || :c RETURNING seq AS s \gset
UPDATE lots SET remaining = remaining - 1, spent = spent + 1 WHERE id = 'lot_01m1000000000000' || (1000000000 + :k);
INSERT INTO spends (id, customer_id, credits, meter, reference, parts, spent_at) VALUES ('spd_01m0000000000000' || :n, 'bench-' || :c, 1, 'chat.tokens', 'request-' || :n, '[{"lot":"lot_01m00000000000001000000000","kind":"promotional","credits":1,"expires_at":"2026-12-23T15:00:00Z","why":"first to expire, at 2026-12-24T00:00:00+09:00"}]', :at);
INSERT INTO entries (customer_id, seq, posting_id, act, from_account, to_account, unit, amount, lot_id, reference, posted_at, hash) VALUES ('bench-' || :c, :s, 'pst_01m0000000000000' || :n, 'spend', 'available', 'used', 'credits', 1, 'lot_01m1000000000000' || (1000000000 + :k), 'spd_01m0000000000000' || :n, :at, md5(:n::text) || md5(:c::text));
INSERT INTO idempotency_keys (scope, client_key, fingerprint, reply, answered_at, key) VALUES ('key_01m00000000000001000000000', 'spread-256-' || :n, md5(:n::text) || md5(:n::text), '{"answer":{"spend":{"id":"spd_01m00000000000001000000000","customer_id":"bench-10000","credits":1,"meter":"chat.tokens","reference":"request-1000000000","parts":[{"lot":"lot_01m00000000000001000000000","kind":"promotional","credits":1,"expires_at":"2026-12-23T15:00:00Z","why":"first to expire, at 2026-12-24T00:00:00+09:00"}],"hold": null,"at":"2026-01-02T03:04:05.678901Z","reversed_at": null}},"balance":99999999}', :at, 'key_01m00000000000001000000000/spread-256-' || :n);
COMMIT;
