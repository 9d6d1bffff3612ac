//! The products, and the terms under which they are sold.

mod policies;

use axum::response::{IntoResponse as _, Response};
use domain::{
    kind::Method,
    money::{Credits, Won},
    product::{QUANTITY_MAX, Sale},
};
use providers::provider::Capabilities;
use schemars::JsonSchema;
use serde::Serialize;

use super::response::ok;
use crate::app::App;
pub(super) use policies::{Versions, policies, policy};

/// What can be bought now.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Shop {
    /// Version of the policy that orders opened now are under.
    policy: String,
    products: Vec<ProductView>,
    providers: Vec<ProviderView>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Product")]
struct ProductView {
    id: String,
    name: String,
    sale: Sale,
    /// Of one unit.
    credits: Credits,
    /// Won for one unit, VAT included.
    price: Won,
    /// The part of `price` that bears no VAT.
    tax_free: Won,
    /// The only quantities sold; null where any from 1 to `quantity_max` is.
    quantities: Option<Vec<i64>>,
    quantity_max: i64,
}

/// A way to pay.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Provider")]
struct ProviderView {
    id: String,
    /// The first is taken when an order names none.
    methods: Vec<Method>,
    /// Smallest amount it takes by any of its methods, in won.
    amount_min: Won,
    /// What each method takes, in the order of `methods`.
    amounts: Vec<AmountsView>,
}

/// The amounts that one method takes in one payment.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Amounts")]
struct AmountsView {
    method: Method,
    /// In won.
    amount_min: Won,
    /// In won; null where no limit is known.
    amount_max: Option<Won>,
}

fn amounts(offered: &Capabilities) -> Vec<AmountsView> {
    let limits = offered
        .methods
        .iter()
        .map(|method| offered.amounts(*method));
    limits
        .map(|limit| AmountsView {
            method: limit.method,
            amount_min: limit.min,
            amount_max: limit.max,
        })
        .collect()
}

pub(super) fn products(app: &App) -> Response {
    let policy = app.rules.policies.current(app.now());
    let packages: Vec<i64> = policy
        .validity
        .bulk
        .table
        .iter()
        .map(|row| row.packages)
        .collect();
    let products = app.rules.catalogue.products().iter().map(|product| {
        let quantities = match product.sale {
            Sale::Direct => None,
            Sale::Package => Some(packages.clone()),
        };
        ProductView {
            id: product.id.clone(),
            name: product.name.clone(),
            sale: product.sale,
            credits: product.credits,
            price: product.price,
            tax_free: product.tax_free,
            quantity_max: quantities
                .as_ref()
                .and_then(|all| all.iter().max().copied())
                .unwrap_or(QUANTITY_MAX),
            quantities,
        }
    });
    let providers = app.registry.all().map(|provider| ProviderView {
        id: provider.id().to_string(),
        methods: provider.capabilities().methods.clone(),
        amount_min: provider.capabilities().amount_min,
        amounts: amounts(provider.capabilities()),
    });
    let shop = Shop {
        policy: policy.version.clone(),
        products: products.collect(),
        providers: providers.collect(),
    };
    ok(shop).into_response()
}
