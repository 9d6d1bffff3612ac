//! The products, and the terms under which they are sold.

use axum::response::{IntoResponse as _, Response};
use domain::{
    kind::Method,
    money::{Credits, Won},
    policy::{Change, Policy},
    product::{QUANTITY_MAX, Sale},
};
use providers::provider::Capabilities;
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    error::{NOT_FOUND, Problem},
    request::ApiRequest,
    response::ok,
    view::At,
};
use crate::app::App;

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

/// Every version of the policy, the first to take effect first.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Policies")]
pub(super) struct Versions {
    policies: Vec<Listed>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PolicyVersion")]
struct Listed {
    version: String,
    title: String,
    source: String,
    change: Change,
    /// SHA-256 of the document.
    hash: String,
    published_at: At,
    effective_at: At,
    /// Whether orders opened now are under it.
    current: bool,
}

pub(super) fn policies(app: &App) -> Response {
    let current = &app.rules.policies.current(app.now()).version;
    let policies = app.rules.policies.all().iter().map(|policy| Listed {
        version: policy.version.clone(),
        title: policy.title.clone(),
        source: policy.source.clone(),
        change: policy.change,
        hash: policy.hash.clone(),
        published_at: At(policy.published_at),
        effective_at: At(policy.effective_at),
        current: policy.version == *current,
    });
    ok(Versions {
        policies: policies.collect(),
    })
    .into_response()
}

pub(super) fn policy(app: &App, ask: &ApiRequest) -> Result<Response, Problem> {
    let version = ask.param("version");
    let found: Option<&Policy> = app.rules.policies.get(version);
    found
        .map(|policy| ok(policy).into_response())
        .ok_or_else(|| Problem::new(&NOT_FOUND, "no policy of that version"))
}
