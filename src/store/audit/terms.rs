//! Terms are pinned by content: what is stored of a policy is what was hashed, and everything bought names such a hash.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::{
    Check, Look, int,
    sets::{Set, sets},
    text,
};
use crate::store::{StoreError, query::Arg, sql::Sql};

pub(super) static SETS: [Set; 1] = sets! {
    terms_pinned "orders, payments, lots and quotes name a stored policy by version and content" = "\
        SELECT t.id, 'under ' || t.policy || ' with SHA-256 ' || t.policy_hash || ', which is not stored' AS detail \
        FROM ( \
            SELECT id, policy, policy_hash FROM orders UNION ALL SELECT id, policy, policy_hash FROM payments \
            UNION ALL SELECT id, policy, policy_hash FROM lots UNION ALL SELECT id, policy, policy_hash FROM quotes \
        ) t LEFT JOIN policies p ON p.version = t.policy AND p.hash = t.policy_hash \
        WHERE p.version IS NULL";
};

static POLICIES: Sql = Sql::new(
    "SELECT version, hash, document, published_at, effective_at FROM policies ORDER BY version",
);

/// The documents are few: a seller publishes some in a year.
pub(super) async fn run(look: &mut Look<'_>) -> Result<Check, StoreError> {
    let mut check = Check::new(
        "policies_whole",
        "every stored policy is the document that was hashed, under the version and the instants that it states",
    );
    for row in look.rows(&POLICIES, Vec::<Arg<'_>>::new()).await? {
        let (version, document) = (text(&row, 0)?, text(&row, 2)?);
        let mut hash = String::new();
        for byte in Sha256::digest(document.as_bytes()) {
            let _infallible = write!(hash, "{byte:02x}");
        }
        if hash != text(&row, 1)? {
            check.add(version, format!("its document has SHA-256 {hash}"));
            continue;
        }
        let Ok(stated) = document.parse::<toml::Table>() else {
            check.add(version, "its document cannot be read");
            continue;
        };
        let word = |field: &str| stated.get(field).and_then(toml::Value::as_str);
        if word("version") != Some(version) {
            check.add(version, "its document states another version");
        }
        for (field, at) in [("published_at", 3), ("effective_at", 4)] {
            let instant =
                word(field).and_then(|text| chrono::DateTime::parse_from_rfc3339(text).ok());
            if instant.map(|instant| instant.timestamp_micros()) != Some(int(&row, at)?) {
                check.add(version, format!("its document states another {field}"));
            }
        }
    }
    Ok(check)
}
