//! Possible damages of a database, and the checks that must report each.

/// A change behind the books' back.
pub(crate) struct Damage {
    /// The tables it changes: their constraints are removed before, and the tables restored after.
    pub(crate) tables: &'static [&'static str],
    pub(crate) sql: &'static str,
    pub(crate) breaks: &'static [&'static str],
}

const fn damage(
    tables: &'static [&'static str],
    sql: &'static str,
    breaks: &'static [&'static str],
) -> Damage {
    Damage {
        tables,
        sql,
        breaks,
    }
}

pub(crate) const DAMAGES: &[Damage] = &[
    // Terms of orders.
    damage(
        &["lots"],
        "UPDATE lots SET expires_at = expires_at + 86400000000 WHERE customer_id = 'alice'",
        &["expiry_as_promised"],
    ),
    damage(
        &["lots"],
        "UPDATE lots SET expires_at = expires_at - 1 WHERE kind = 'bulk'",
        &["expiry_as_promised"],
    ),
    damage(
        &["refunds", "payments"],
        "UPDATE refunds SET amount = amount + 1 WHERE state = 'succeeded'; \
         UPDATE payments SET refunded = refunded + 1 WHERE refunded > 0",
        &["refunds_pro_rata"],
    ),
    damage(
        &["refunds"],
        "UPDATE refunds SET vat = vat + 1 WHERE state = 'sent'",
        &["refunds_taxed"],
    ),
    // A refund of which less was given has the taxes of the given amount.
    damage(
        &["refunds"],
        "UPDATE refunds SET vat = vat + 1 WHERE settled_amount IS NOT NULL",
        &["refunds_taxed"],
    ),
    damage(
        &["payments"],
        "UPDATE payments SET tax = REPLACE(tax, '\"vat\":91', '\"vat\":90') WHERE customer_id = 'rita'",
        &["refunds_taxed"],
    ),
    // Lots.
    damage(
        &["lots"],
        "UPDATE lots SET remaining = remaining + 1 WHERE customer_id = 'hal'",
        &["lot_sums", "lot_entries"],
    ),
    damage(
        &["lots"],
        "UPDATE lots SET remaining = remaining - 1, expired = expired + 1 WHERE customer_id = 'hal'",
        &["lot_entries"],
    ),
    damage(
        &["lots"],
        "UPDATE lots SET rank = 9 WHERE customer_id = 'busy' AND kind = 'membership'",
        &["lot_flags"],
    ),
    // No statement would find the lot to spend from.
    damage(
        &["lots"],
        "UPDATE lots SET has_remaining = 0 WHERE customer_id = 'hal'",
        &["lot_flags"],
    ),
    damage(
        &["lots"],
        "UPDATE lots SET has_held = 1 - has_held WHERE customer_id = 'busy'",
        &["lot_flags"],
    ),
    damage(
        &["lots"],
        "UPDATE lots SET expires_at = acquired_at WHERE customer_id = 'busy'",
        &["expired_unspent"],
    ),
    damage(
        &["lots"],
        "UPDATE lots SET expires_at = acquired_at WHERE customer_id = 'bob'",
        &["expired_unrefunded"],
    ),
    // The last lot of the order of spending becomes one that should have come earlier.
    damage(
        &["lots"],
        "UPDATE lots SET expires_at = expires_at - 86400000000 \
         WHERE id = (SELECT MAX(id) FROM kept_lots WHERE kind = 'promotional' AND customer_id = 'busy')",
        &["spending_order"],
    ),
    // Spends and holds.
    damage(
        &["spends"],
        "UPDATE spends SET credits = credits + 1 WHERE customer_id = 'alice' AND credits = 300",
        &["spends_posted"],
    ),
    damage(
        &["spends"],
        "UPDATE spends SET reversed_at = spent_at WHERE credits = 300",
        &["spends_posted"],
    ),
    damage(
        &["spends"],
        "UPDATE spends SET reversed_at = NULL WHERE credits = 10",
        &["spends_posted"],
    ),
    damage(
        &["spends"],
        "UPDATE spends SET parts = '[]' WHERE credits = 300",
        &["parts_posted"],
    ),
    damage(
        &["spends"],
        "UPDATE spends SET parts = 'no JSON' WHERE credits = 60",
        &["parts_posted"],
    ),
    damage(
        &["spends"],
        "UPDATE spends SET parts = (SELECT parts FROM kept_spends WHERE credits = 300) WHERE credits = 10",
        &["parts_posted"],
    ),
    damage(
        &["holds"],
        "UPDATE holds SET state = 'lapsed' WHERE state = 'open'",
        &["holds_posted"],
    ),
    damage(
        &["holds"],
        "UPDATE holds SET captured = 61 WHERE state = 'captured'",
        &["holds_posted"],
    ),
    damage(
        &["holds"],
        "UPDATE holds SET parts = '[]' WHERE state = 'released'",
        &["parts_posted"],
    ),
    // Customers.
    damage(
        &["customers"],
        "UPDATE customers SET debt = debt + 1 WHERE id = 'dave'",
        &["debts"],
    ),
    damage(
        &["customers"],
        "UPDATE customers SET debt = debt + 1 WHERE id = 'alice'",
        &["debts", "debts_of_payments", "debts_set_off"],
    ),
    damage(
        &["customers"],
        "UPDATE customers SET debt_waived = debt_waived + 1 WHERE id = 'dave'",
        &["debts", "debts_of_payments"],
    ),
    damage(
        &["payments"],
        "UPDATE payments SET debt = debt + 1 WHERE id = (SELECT MIN(id) FROM payments WHERE customer_id = 'dave')",
        &["debts_of_payments"],
    ),
    damage(
        &["payments"],
        "UPDATE payments SET debt_waived = debt_waived + 1 WHERE id = (SELECT MIN(id) FROM payments WHERE customer_id = 'alice')",
        &["debts_of_payments"],
    ),
    damage(
        &["customers"],
        "UPDATE customers SET granted = granted - 1 WHERE id = 'dave'",
        &["granted_in_all"],
    ),
    damage(
        &["lots"],
        "UPDATE lots SET debt_paid = debt_paid + 1 WHERE customer_id = 'alice'",
        &["debts_paid_by_lots"],
    ),
    damage(
        &["customers"],
        "UPDATE customers SET state = 'closed', closed_at = opened_at WHERE id = 'busy'",
        &["closed_hold_nothing"],
    ),
    damage(
        &["customers"],
        "UPDATE customers SET closed_at = NULL WHERE id = 'erin'",
        &["closed_hold_nothing"],
    ),
    damage(
        &["customers"],
        "UPDATE customers SET seq = seq + 1 WHERE id = 'alice'",
        &["chain_numbers", "chain_heads"],
    ),
    damage(
        &["customers"],
        "UPDATE customers SET head = 'x' WHERE id = 'alice'",
        &["chain_heads"],
    ),
    // Orders and payments.
    damage(
        &["lots"],
        "INSERT INTO lots (id, customer_id, kind, payment_id, policy, policy_hash, granted, remaining, held, spent, refunded, expired, \
            revoked, acquired_at, expires_at, rank) \
         SELECT 'lot_again', customer_id, kind, payment_id, policy, policy_hash, 0, 0, 0, 0, 0, 0, 0, acquired_at, expires_at, rank \
         FROM kept_lots WHERE customer_id = 'alice'",
        &["minted_once", "minted_as_ordered"],
    ),
    damage(
        &["orders"],
        "UPDATE orders SET credits = credits + 1 WHERE customer_id = 'alice'",
        &["minted_as_ordered"],
    ),
    damage(
        &["orders"],
        "UPDATE orders SET policy = 'other' WHERE customer_id = 'alice'",
        &["minted_as_ordered", "terms_pinned"],
    ),
    damage(
        &["lots"],
        "UPDATE lots SET policy_hash = 'other' WHERE customer_id = 'alice'",
        &["terms_pinned"],
    ),
    damage(
        &["quotes"],
        "UPDATE quotes SET policy_hash = 'other'",
        &["terms_pinned"],
    ),
    damage(
        &["policies"],
        "UPDATE policies SET document = REPLACE(document, 'days = 14', 'days = 7')",
        &["policies_whole"],
    ),
    damage(
        &["policies"],
        "UPDATE policies SET effective_at = effective_at + 1",
        &["policies_whole"],
    ),
    damage(&["policies"], "DELETE FROM policies", &["terms_pinned"]),
    damage(
        &["orders"],
        "UPDATE orders SET amount = amount + 1 WHERE customer_id = 'alice'",
        &["paid_as_ordered"],
    ),
    damage(
        &["orders"],
        "UPDATE orders SET state = 'failed' WHERE customer_id = 'alice'",
        &["completed_paid"],
    ),
    damage(
        &["orders"],
        "UPDATE orders SET payment_id = NULL WHERE customer_id = 'alice'",
        &["completed_paid"],
    ),
    damage(
        &["lots"],
        "UPDATE lots SET payment_id = NULL WHERE customer_id = 'alice'",
        &["completed_paid"],
    ),
    damage(
        &["payments", "orders"],
        "UPDATE payments SET amount = amount + 1 WHERE customer_id = 'alice'; \
         UPDATE orders SET amount = amount + 1 WHERE customer_id = 'alice'",
        &["won_summed"],
    ),
    damage(
        &["payments"],
        "UPDATE payments SET refunded = refunded + 1 WHERE customer_id = 'rita'",
        &["refunds_bounded", "refunds_summed", "won_summed"],
    ),
    damage(
        &["payments"],
        "UPDATE payments SET credits_revoked = credits_revoked - 1 WHERE cancelled_outside = 29700",
        &["revoked_posted"],
    ),
    damage(
        &["payments"],
        "UPDATE payments SET paid_at = paid_at + 86400000000 WHERE customer_id = 'alice'",
        &["nothing_ahead"],
    ),
    // Refunds.
    damage(
        &["refunds"],
        "UPDATE refunds SET amount = amount - 1 WHERE state = 'succeeded'",
        &["refunds_summed"],
    ),
    damage(
        &["refunds"],
        "UPDATE refunds SET credits = credits - 1 WHERE state = 'sent'",
        &["refunds_posted"],
    ),
    damage(
        &["refunds"],
        "UPDATE refunds SET lot_id = (SELECT MIN(id) FROM lots WHERE customer_id = 'alice') WHERE state = 'declined'",
        &["refunds_posted"],
    ),
    damage(
        &["jobs"],
        "DELETE FROM jobs WHERE kind = 'settle_refund'",
        &["work_promised"],
    ),
    damage(
        &["jobs"],
        "DELETE FROM jobs WHERE kind = 'settle_order'",
        &["work_promised"],
    ),
    // Deposits.
    damage(
        &["deposits"],
        "UPDATE deposits SET state = 'unmatched' WHERE movement_key = 'm-1'",
        &["deposits_paid"],
    ),
    damage(
        &["deposits"],
        "UPDATE deposits SET state = 'reversed' WHERE movement_key = 'm-1'",
        &["deposits_paid"],
    ),
    damage(
        &["deposits"],
        "UPDATE deposits SET amount = 991 WHERE movement_key = 'm-4'",
        &["deposits_paid", "paid_as_ordered"],
    ),
    damage(
        &["deposits"],
        "DELETE FROM deposits WHERE movement_key = 'm-3'",
        &["deposits_received"],
    ),
    damage(
        &["deposits"],
        "UPDATE deposits SET repeat_of = id WHERE movement_key = 'statement:m-1'",
        &["deposits_repeated"],
    ),
    damage(
        &["deposits"],
        "UPDATE deposits SET state = 'unmatched' WHERE movement_key = 'statement:m-1'",
        &["deposits_repeated"],
    ),
    damage(
        &["deposits"],
        "UPDATE deposits SET repeat_of = NULL, state = 'unmatched' WHERE movement_key = 'statement:m-1'",
        &["deposits_told_once"],
    ),
    damage(
        &["deposits"],
        "UPDATE deposits SET amount = 1001 WHERE movement_key = 'statement:m-1'",
        &["deposits_repeated"],
    ),
    // The ledger.
    damage(
        &["entries"],
        "UPDATE entries SET amount = amount + 1 WHERE customer_id = 'alice' AND to_account = 'receivable'",
        &["chain_hashes", "won_summed"],
    ),
    damage(
        &["entries"],
        "UPDATE entries SET posting_id = 'pst_torn' WHERE customer_id = 'alice' AND to_account = 'receivable'",
        &["chain_hashes", "minted_once"],
    ),
    damage(
        &["entries"],
        "UPDATE entries SET posted_at = posted_at + 1 WHERE customer_id = 'alice' AND to_account = 'receivable'",
        &["postings_whole", "chain_hashes"],
    ),
    damage(
        &["entries"],
        "UPDATE entries SET hash = 'x' WHERE customer_id = 'busy' AND seq = 1500",
        &["chain_hashes"],
    ),
    damage(
        &["entries"],
        "UPDATE entries SET posted_at = posted_at - 1 WHERE customer_id = 'alice' AND act = 'mint'",
        &["chain_hashes"],
    ),
    // The part of a bonus that is taken back.
    damage(
        &["lots"],
        "UPDATE lots SET bonus_gone = 10 WHERE customer_id = 'vera' AND bonus_of IS NOT NULL",
        &["bonus_follows", "bonus_shared"],
    ),
    // Keys and references.
    damage(
        &["idempotency_keys"],
        "UPDATE idempotency_keys SET key = 'x'",
        &["keys_unique"],
    ),
    damage(
        &["idempotency_keys"],
        "UPDATE idempotency_keys SET reply = '{}'",
        &["idempotency_keys_answered"],
    ),
    damage(
        &["idempotency_keys"],
        "UPDATE idempotency_keys SET reply = REPLACE(reply, 'spd_', 'spd_x')",
        &["idempotency_keys_answered"],
    ),
    damage(
        &["quotes"],
        "DELETE FROM quotes WHERE customer_id = 'bob'",
        &["nothing_dangles"],
    ),
    damage(
        &["jobs"],
        "UPDATE jobs SET subject = 'ref_none' WHERE kind = 'settle_refund'",
        &["nothing_dangles", "work_promised"],
    ),
    damage(
        &["quotes"],
        "UPDATE quotes SET customer_id = 'busy' WHERE customer_id = 'bob'",
        &["one_customer"],
    ),
    // The points of balances.
    damage(
        &["balance_points"],
        "UPDATE balance_points SET available = available + 1",
        &["points_hold"],
    ),
    damage(
        &["balance_points"],
        "UPDATE balance_points SET posted_at = posted_at - 1",
        &["points_hold"],
    ),
    damage(
        &["balance_points"],
        "UPDATE balance_points SET seq = seq + 1000000",
        &["points_hold"],
    ),
    damage(
        &["holds"],
        "UPDATE holds SET extended_until = extended_until + 1 WHERE extended_until IS NOT NULL",
        &["holds_extended"],
    ),
    damage(
        &["entries"],
        "UPDATE entries SET reference = (SELECT id FROM spends WHERE credits = 300) WHERE act = 'grant' AND customer_id = 'hal'",
        &["returned_in_grace"],
    ),
    // The hash is that of the document.
    damage(
        &["lots", "policies"],
        "INSERT INTO policies (version, hash, document, published_at, effective_at, stored_at) VALUES ('strict', \
         '351ceef7fd97d9ee4932992166cf138bac27698f562d93c009bdc7c436214271', \
         'version = \"strict\"\npublished_at = \"1970-01-01T00:00:00Z\"\neffective_at = \"1970-01-01T00:00:00Z\"\n[holds]\nlot_ended = \"ends_with_lot\"\n', \
         0, 0, 0); UPDATE lots SET expires_at = acquired_at, policy = 'strict', \
         policy_hash = '351ceef7fd97d9ee4932992166cf138bac27698f562d93c009bdc7c436214271' WHERE customer_id = 'alice'",
        &["held_as_published"],
    ),
];
