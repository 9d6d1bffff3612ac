//! Contracts, and what was bought under them.

use super::{Tampering, tampering};

pub(super) const LIST: &[Tampering] = &[
    tampering(
        "a contract with another price",
        &["contracts"],
        "UPDATE contracts SET document = REPLACE(document, '9_000', '8_000')",
        &["rows_recorded", "contracts_whole"],
    ),
    tampering(
        "a contract with another price and its hash",
        &["contracts"],
        "UPDATE contracts SET hash = 'x'",
        &["rows_recorded", "contracts_whole", "terms_pinned"],
    ),
    tampering(
        "a contract of another customer",
        &["contracts"],
        "UPDATE contracts SET customer_id = 'alice'",
        &["rows_recorded", "contracts_whole", "contracts_followed"],
    ),
    tampering(
        "a contract of another name and reference",
        &["contracts"],
        "UPDATE contracts SET name = 'x', reference = 'y', published_by = 'worker', published_at = 1",
        &["rows_recorded", "contracts_whole"],
    ),
    tampering(
        "a contract under another policy",
        &["contracts"],
        "UPDATE contracts SET policy = 'x', policy_hash = 'y'",
        &["rows_recorded", "contracts_whole", "terms_pinned"],
    ),
    tampering(
        "a contract that took effect later",
        &["contracts"],
        "UPDATE contracts SET effective_at = effective_at + 86400000000000",
        &["rows_recorded", "contracts_whole", "contracts_followed"],
    ),
    tampering(
        "a contract that is gone",
        &["contracts"],
        "DELETE FROM contracts",
        &["records_kept", "terms_pinned"],
    ),
    tampering(
        "an order under a contract for less",
        &["orders"],
        "UPDATE orders SET amount = amount - 1 WHERE customer_id = 'acme'",
        &["rows_recorded", "contracts_followed"],
    ),
    tampering(
        "a lot under a contract that lives longer",
        &["lots"],
        "UPDATE lots SET expires_at = expires_at + 86400000000 WHERE customer_id = 'acme'",
        &["rows_recorded", "expiry_as_promised"],
    ),
    tampering(
        "an order under a contract with another validity",
        &["orders"],
        "UPDATE orders SET validity = '{\"months\":36}' WHERE customer_id = 'acme'",
        &["rows_recorded", "validity_as_published"],
    ),
];
