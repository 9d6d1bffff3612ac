//! The products on sale.

use serde::Deserialize;

use super::{NotForSale, Offer, Plan, Product, Sale, name_in, title_of};
use crate::{calendar::Period, canary, kind::Kind, policy::Policy};

/// Everything that can be bought, and the plans of memberships.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    products: Vec<Product>,
    plans: Vec<Plan>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    product: Vec<Product>,
    #[serde(default)]
    plan: Vec<Plan>,
}

/// Why a document is not a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// Not TOML, or a field is missing, unknown or of the wrong form. Names line and field.
    #[error("catalogue cannot be read: {0}")]
    Unreadable(String),
    #[error("catalogue has no product")]
    Empty,
    #[error("product `{product}`: field `{field}`: {rule}")]
    Rule {
        product: String,
        field: &'static str,
        rule: String,
    },
    #[error("plan `{plan}`: field `{field}`: {rule}")]
    PlanRule {
        plan: String,
        field: &'static str,
        rule: String,
    },
}

fn stands_twice(twice: bool) -> Option<(&'static str, String)> {
    twice.then(|| ("id", "stands there twice".to_owned()))
}

impl Catalogue {
    /// Reads and checks a TOML document of `[[product]]` and `[[plan]]` tables.
    pub fn parse(document: &str) -> Result<Self, CatalogueError> {
        let Document {
            product: products,
            plan: plans,
        } = toml::from_str(document)
            .map_err(|error| CatalogueError::Unreadable(error.to_string()))?;
        if products.is_empty() {
            return Err(CatalogueError::Empty);
        }
        for (place, product) in products.iter().enumerate() {
            let twice = products[..place].iter().any(|other| other.id == product.id);
            if let Some((field, rule)) = stands_twice(twice).or_else(|| product.broken_rule()) {
                let product = product.id.clone();
                return Err(CatalogueError::Rule {
                    product,
                    field,
                    rule,
                });
            }
        }
        for (place, plan) in plans.iter().enumerate() {
            let twice = plans[..place].iter().any(|other| other.id == plan.id);
            if let Some((field, rule)) = stands_twice(twice).or_else(|| plan.broken_rule()) {
                let plan = plan.id.clone();
                return Err(CatalogueError::PlanRule { plan, field, rule });
            }
        }
        Ok(Self { products, plans })
    }

    /// Every product, in the order of the document.
    pub fn products(&self) -> &[Product] {
        &self.products
    }

    /// Every plan, in the order of the document. There may be none.
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }

    pub fn plan(&self, plan: &str) -> Option<&Plan> {
        self.plans.iter().find(|known| known.id == plan)
    }

    pub fn get(&self, product: &str) -> Option<&Product> {
        self.products.iter().find(|known| known.id == product)
    }

    /// The title of an order in Korean: by the product of that id as long as it has the name that the title has, or by the
    /// plan of that name. `None` where there is no Korean name.
    pub fn korean_title(&self, product: &str, title: &str, quantity: i64) -> Option<String> {
        let known = self.get(product);
        let known = known.filter(|known| known.name == name_in(title, quantity));
        let korean = known.and_then(|known| known.korean_name.as_deref());
        korean
            .map(|korean| title_of(korean, quantity))
            .or_else(|| self.plans.iter().find_map(|plan| plan.korean_month(title)))
    }

    /// The offer for `quantity` of `product` under `policy`.
    pub fn offer(
        &self,
        product: &str,
        quantity: i64,
        policy: &Policy,
    ) -> Result<Offer, NotForSale> {
        let Some(product) = self.get(product) else {
            return Err(NotForSale::UnknownProduct {
                product: product.to_owned(),
                known: self.products.iter().map(|known| known.id.clone()).collect(),
            });
        };
        match product.sale {
            Sale::Direct => {
                let validity = policy.validity.purchased.period;
                product.offer(quantity, Kind::Purchased, validity, policy)
            }
            Sale::Package => {
                let of_table = policy.bulk_validity(quantity);
                let of_table = canary!(
                    AnyNumberOfPackages,
                    of_table.or(Some(Period::Months(1))),
                    of_table
                );
                let Some(validity) = of_table else {
                    let table = &policy.validity.bulk.table;
                    return Err(NotForSale::Quantity {
                        product: product.id.clone(),
                        quantity,
                        allowed: table.iter().map(|row| row.packages).collect(),
                    });
                };
                let validity = canary!(BulkForAMonth, Period::Months(1), validity);
                product.offer(quantity, Kind::Bulk, validity, policy)
            }
        }
    }
}
