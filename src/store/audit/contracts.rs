//! Contracts: each is the document that was hashed, and what was ordered under one is what it says.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{
    Check, Look, hex, int,
    terms::{Agreed, Versions},
    text,
};
use crate::store::{StoreError, engine::Row, sql::Sql};

static CONTRACTS: Sql = Sql::new(
    "SELECT id, customer_id, name, reference, document, hash, policy, policy_hash, effective_at FROM contracts \
     WHERE id > $1 ORDER BY id LIMIT 500",
);

/// Adds every contract to the versions by which purchases are judged.
pub(super) async fn whole(
    look: &mut Look<'_>,
    versions: &mut Versions,
) -> Result<Check, StoreError> {
    let mut check = Check::new(
        "contracts_whole",
        "every contract is the document that was hashed, for the customer, under the policy and from the instant that it states",
    );
    let mut after = String::new();
    while let Some(page) = look.page(&CONTRACTS, &mut after).await? {
        for row in &page {
            let (id, document) = (text(row, 0)?, text(row, 4)?);
            let hash = hex(&Sha256::digest(document.as_bytes()));
            if hash != text(row, 5)? {
                check.add(id, format!("its document has SHA-256 {hash}"));
                continue;
            }
            let Ok(stated) = toml::from_str::<Value>(document) else {
                check.add(id, "its document cannot be read");
                continue;
            };
            let word = |field: &str| stated.get(field).and_then(Value::as_str);
            for (field, at) in [
                ("customer", 1),
                ("name", 2),
                ("reference", 3),
                ("policy", 6),
            ] {
                if word(field) != Some(text(row, at)?) {
                    check.add(id, format!("its document states another {field}"));
                }
            }
            let effective_at = word("effective_at")
                .and_then(|text| chrono::DateTime::parse_from_rfc3339(text).ok());
            if effective_at.map(|at| at.timestamp_micros()) != Some(int(row, 8)?) {
                check.add(id, "its document states another effective_at");
            }
            let policy = (text(row, 6)?.to_owned(), text(row, 7)?.to_owned());
            versions.agree(Agreed {
                id,
                hash,
                policy,
                stated,
            });
        }
    }
    Ok(check)
}

static ORDERS: Sql = Sql::new(
    "SELECT o.id, o.product, o.quantity, o.amount, o.credits, o.customer_id, c.customer_id, c.document, o.opened_at, \
        c.effective_at, o.promotion \
     FROM orders AS o JOIN contracts AS c ON c.id = o.policy WHERE o.id > $1 ORDER BY o.id LIMIT 500",
);

pub(super) async fn followed(look: &mut Look<'_>) -> Result<Check, StoreError> {
    let check = Check::new(
        "contracts_followed",
        "an order under a contract is its customer's, after it took effect, and costs and brings what the tier of its quantity says",
    );
    let faults = |row: &Row| {
        let mut faults = Vec::new();
        if text(row, 5)? != text(row, 6)? {
            faults.push(format!("its contract is of {}", text(row, 6)?));
        }
        if int(row, 8)? < int(row, 9)? || row.text(10)?.is_some() {
            faults.push("opened before its contract took effect, or with a promotion".to_owned());
        }
        let (product, quantity) = (text(row, 1)?, int(row, 2)?);
        let stated: Value = toml::from_str(text(row, 7)?).unwrap_or_default();
        let due = tier(&stated, product, quantity).map(|(price, credits)| {
            (
                price.saturating_mul(quantity),
                credits.saturating_mul(quantity),
            )
        });
        if due != Some((int(row, 3)?, int(row, 4)?)) {
            faults.push(format!(
                "{quantity} of {product} are {due:?} won and credits by its contract"
            ));
        }
        Ok(faults)
    };
    look.every_row(check, &ORDERS, faults).await
}

/// The price and the credits of one unit.
fn tier(contract: &Value, product: &str, quantity: i64) -> Option<(i64, i64)> {
    let products = contract["product"].as_array()?;
    let found = products.iter().find(|known| known["id"] == product)?;
    let tiers = found["tiers"].as_array()?.iter();
    let fits = tiers.filter(|tier| tier["from"].as_i64().is_some_and(|from| from <= quantity));
    let tier = fits.max_by_key(|tier| tier["from"].as_i64())?;
    Some((tier["price"].as_i64()?, tier["credits"].as_i64()?))
}
