//! Enterprise contracts as data (credits policy, section 10): products of one customer with prices by volume, and a
//! validity and windows of refund of their own. What a contract does not say is said by the policy that it is agreed
//! under. So a contract is judged like a version of the policy, and orders, payments, lots and quotes pin its id and the
//! hash of its document in the place of a version's.

mod check;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    calendar::{Period, Rollover, deserialize_seoul},
    id::{ContractId, CustomerId},
    kind::Kind,
    money::{Credits, Won},
    policy::{Lifetime, Policies, Policy, Window, hash_of},
    product::{NotForSale, Offer, QUANTITY_MAX, title_of},
};

pub use check::{InvalidContract, PRODUCTS_MAX, TEXT_CHARS_MAX, TIERS_MAX};

/// Longest document: a contract of some dozens of products has a few kilobytes.
pub const DOCUMENT_BYTES_MAX: usize = 32_768;

/// A contract as it is kept. Nothing of it ever changes: another agreement is another contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    pub id: ContractId,
    pub customer: CustomerId,
    pub name: String,
    /// By which the seller's invoices and accounts name it.
    pub reference: String,
    /// The TOML document, as it was published.
    pub document: String,
    /// SHA-256 of its bytes, in lower-case hex.
    pub hash: String,
    /// Version and hash of the policy that it is agreed under.
    pub policy: String,
    pub policy_hash: String,
    pub published_by: Actor,
    pub published_at: DateTime<Utc>,
    /// Orders that are opened from here on may name its products, until another contract of the customer is in effect.
    pub effective_at: DateTime<Utc>,
}

impl Contract {
    /// Its terms, as a version of the policy. `None` where the policy that it is agreed under is not known here, or the
    /// document was damaged.
    pub fn terms(&self, policies: &Policies) -> Option<Policy> {
        let base = policies.pinned(&self.policy, &self.policy_hash)?;
        let agreement = self.agreement()?;
        (hash_of(&self.document) == self.hash).then(|| agreement.terms(&self.id.to_string(), base))
    }

    /// What the document says. `None` where it was damaged.
    pub fn agreement(&self) -> Option<Agreement> {
        Agreement::parse(&self.document).ok()
    }
}

/// The terms of a contract, as its document says them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    pub customer: CustomerId,
    pub name: String,
    pub reference: String,
    /// Version of the policy that it is agreed under.
    pub policy: String,
    #[serde(deserialize_with = "deserialize_seoul")]
    pub effective_at: DateTime<Utc>,
    pub validity: Agreed,
    pub refund: Refunds,
    #[serde(rename = "product")]
    pub products: Vec<Product>,
    #[serde(skip)]
    document: String,
}

/// A period, the contract's words for it, and their place in the contract.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreed {
    pub period: Period,
    pub says: String,
    pub section: String,
}

/// The windows of refund.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refunds {
    pub by_right: Agreed,
    pub through_support: Agreed,
}

/// A product of one customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ContractProduct")]
pub struct Product {
    pub id: String,
    /// The title that the buyer reads.
    pub name: String,
    /// Ascending by quantity, the first from 1 on. A quantity has one tier, for all of its units.
    pub tiers: Vec<Tier>,
}

/// What one unit brings and costs from a quantity on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ContractTier")]
pub struct Tier {
    pub from: i64,
    /// Of one unit.
    pub credits: Credits,
    /// Won for one unit, VAT included.
    pub price: Won,
}

impl Agreement {
    /// Reads and checks a TOML document.
    ///
    /// # Errors
    /// That it cannot be read, or the first field that breaks a rule.
    pub fn parse(document: &str) -> Result<Self, InvalidContract> {
        if document.len() > DOCUMENT_BYTES_MAX {
            let rule = format!("has at most {DOCUMENT_BYTES_MAX} bytes");
            let field = "document".to_owned();
            return Err(InvalidContract::Rule { field, rule });
        }
        let mut agreement: Self = toml::from_str(document)
            .map_err(|error| InvalidContract::Unreadable(error.to_string()))?;
        agreement.check()?;
        document.clone_into(&mut agreement.document);
        Ok(agreement)
    }

    /// SHA-256 of the document, in lower-case hex.
    pub fn hash(&self) -> String {
        hash_of(&self.document)
    }

    pub fn document(&self) -> &str {
        &self.document
    }

    /// The policy that it is agreed under, with the contract's validity and windows, under the contract's name.
    pub fn terms(&self, name: &str, base: &Policy) -> Policy {
        let mut policy = base.clone();
        name.clone_into(&mut policy.version);
        policy.agreed_under = Some(base.version.clone());
        policy.hash = self.hash();
        self.document.clone_into(&mut policy.document);
        policy.validity.purchased = Lifetime {
            period: self.validity.period,
            from: base.validity.purchased.from.clone(),
            section: self.validity.section.clone(),
        };
        let window = |agreed: &Agreed| Window {
            period: agreed.period,
            // A statutory window that ends on a day off goes on (Civil Act art. 161).
            rollover: Rollover::HolidaysAndSaturdays,
            says: agreed.says.clone(),
            section: agreed.section.clone(),
        };
        policy.refund.by_right = window(&self.refund.by_right);
        policy.refund.through_support = window(&self.refund.through_support);
        policy
    }

    /// What a quantity of a product costs and brings. All its units have the price of its tier. AI services bear VAT, so
    /// no part of the price is free of it.
    ///
    /// # Errors
    /// Where the contract has no such product, or the quantity is out of range.
    pub fn offer(&self, product: &str, quantity: i64) -> Result<Offer, NotForSale> {
        let known = self.products.iter().find(|known| known.id == product);
        let found = known.ok_or_else(|| NotForSale::UnknownProduct {
            product: product.to_owned(),
            known: self.products.iter().map(|known| known.id.clone()).collect(),
        })?;
        let refused = || NotForSale::QuantityRange {
            product: found.id.clone(),
            quantity,
            max: QUANTITY_MAX,
        };
        let mut tiers = found.tiers.iter().rev();
        let tier = tiers.find(|tier| tier.from <= quantity);
        let tier = tier
            .filter(|_| quantity <= QUANTITY_MAX)
            .ok_or_else(refused)?;
        Ok(Offer {
            product: found.id.clone(),
            title: title_of(&found.name, quantity),
            quantity,
            credits: tier.credits.times(quantity).ok_or_else(refused)?,
            amount: tier.price.times(quantity).ok_or_else(refused)?,
            tax_free: Won::ZERO,
            kind: Kind::Purchased,
            validity: self.validity.period,
            bonus: None,
        })
    }
}
