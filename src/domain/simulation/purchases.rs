//! The terms of new purchases under two versions, product by product.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    calendar::serialize_seoul,
    money::{Credits, Won},
    policy::Policy,
    product::Sale,
    rulebook::Rulebook,
    terms::terms,
};

/// A product in a quantity, under the version without the draft and under the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PolicyPurchaseTerms")]
pub struct PurchaseTerms {
    pub product: String,
    pub quantity: i64,
    /// Null where this quantity is not sold.
    pub before: Option<Offered>,
    /// Null where this quantity is not sold.
    pub after: Option<Offered>,
    pub changed: bool,
}

/// The terms of a purchase at the instant of the simulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PolicyOffered")]
pub struct Offered {
    pub credits: Credits,
    /// Won, VAT included.
    pub amount: Won,
    /// How long the credits live, e.g. `365 days`.
    pub validity: String,
    /// How long those of its bonus live; null where it has none.
    pub bonus_validity: Option<String>,
    /// Exclusive.
    #[serde(serialize_with = "serialize_seoul")]
    #[schemars(with = "DateTime<Utc>")]
    pub expires_at: DateTime<Utc>,
    /// Exclusive.
    #[serde(serialize_with = "serialize_seoul")]
    #[schemars(with = "DateTime<Utc>")]
    pub refund_by_right_until: DateTime<Utc>,
    /// Exclusive.
    #[serde(serialize_with = "serialize_seoul")]
    #[schemars(with = "DateTime<Utc>")]
    pub refund_through_support_until: DateTime<Utc>,
}

/// Every product of the catalogue: one of a product sold in any quantity, each number of packages that either version
/// sells.
pub(super) fn compared(
    rules: &Rulebook,
    old: &Policy,
    new: &Policy,
    at: DateTime<Utc>,
) -> Vec<PurchaseTerms> {
    let tables = old.validity.bulk.table.iter();
    let packages = tables.chain(&new.validity.bulk.table);
    let packages: BTreeSet<i64> = packages.map(|row| row.packages).collect();
    let quantities = |sale| match sale {
        Sale::Direct => BTreeSet::from([1]),
        Sale::Package => packages.clone(),
    };
    let products = rules.catalogue.products().iter();
    let sold = products.flat_map(|product| {
        let quantities = quantities(product.sale).into_iter();
        quantities.map(|quantity| (product.id.clone(), quantity))
    });
    sold.map(|(product, quantity)| {
        let before = offered(rules, &product, quantity, old, at);
        let after = offered(rules, &product, quantity, new, at);
        PurchaseTerms {
            product,
            quantity,
            changed: before != after,
            before,
            after,
        }
    })
    .collect()
}

/// None where it is not sold.
fn offered(
    rules: &Rulebook,
    product: &str,
    quantity: i64,
    policy: &Policy,
    at: DateTime<Utc>,
) -> Option<Offered> {
    let offer = rules.catalogue.offer(product, quantity, policy).ok()?;
    let terms = terms(&offer, policy, &rules.holidays, at).ok()?;
    Some(Offered {
        credits: terms.credits,
        amount: terms.amount,
        validity: offer.validity.to_string(),
        bonus_validity: offer.bonus.map(|bonus| bonus.validity.to_string()),
        expires_at: terms.expires_at,
        refund_by_right_until: terms.refund_by_right_until,
        refund_through_support_until: terms.refund_through_support_until,
    })
}
