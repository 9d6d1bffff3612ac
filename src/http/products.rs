//! The products, and the terms under which they are sold.

use chrono::{DateTime, Utc};
use domain::{
    kind::Method,
    money::{Credits, Won},
    policy::{Announced, Change, Policies, Policy, PolicyState},
    product::{Billing, Plan, Product, QUANTITY_MAX, Sale},
};
use providers::provider::{AmountLimit, Capabilities, Provider};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    error::{NOT_FOUND, Problem},
    request::ApiRequest,
    response::{Answered, ApiResponse, ok},
    view::{At, view},
};
use crate::{app::App, flows::checkout};

/// What can be bought now.
#[derive(Serialize, JsonSchema)]
pub(super) struct Shop {
    /// Version of the policy that orders opened now are under.
    policy: String,
    products: Vec<ProductView>,
    /// The plans of memberships. A subscription to one is begun by the seller's service.
    plans: Vec<PlanView>,
    /// The ways to pay that are available.
    providers: Vec<ProviderView>,
    /// The ways to pay that the policy announces and that are not available yet.
    announced: Vec<AnnouncedView>,
}

view! {
    struct ProductView("Product") of (product: &Product, quantities: Option<Vec<i64>>;
        most = quantities.iter().flatten().copied().max()) {
        id: String = product.id.clone(),
        name: String = product.name.clone(),
        /// The same in Korean, where the catalogue has it.
        korean_name: Option<String> = product.korean_name.clone(),
        sale: Sale,
        /// Of one unit.
        credits: Credits,
        /// Won for one unit, VAT included.
        price: Won,
        /// The part of `price` that bears no VAT.
        tax_free: Won,
        /// The only quantities sold; null where any from 1 to `quantity_max` is.
        quantities: Option<Vec<i64>> = quantities,
        quantity_max: i64 = most.unwrap_or(QUANTITY_MAX),
    }
}

view! {
    /// What a membership brings each month.
    struct PlanView("Plan") of (plan: &Plan) {
        id: String = plan.id.clone(),
        name: String = plan.name.clone(),
        /// The same in Korean, where the catalogue has it.
        korean_name: Option<String> = plan.korean_name.clone(),
        /// Of one month.
        credits: Credits,
        /// Won of one month, VAT included.
        price: Won,
        /// The part of `price` that bears no VAT.
        tax_free: Won,
        /// Who takes the money. Each month by an order: it is given when the order is paid.
        billing: Billing,
    }
}

view! {
    /// A way to pay.
    struct ProviderView("Provider") of (provider: &dyn Provider; offered = provider.capabilities()) {
        id: String = provider.id().to_string(),
        /// The first is taken when an order names none.
        methods: Vec<Method> = offered.methods.clone(),
        /// Smallest amount it takes by any of its methods, in won.
        amount_min: Won = offered.amount_min,
        /// What each method takes, in the order of `methods`.
        amounts: Vec<AmountsView> = amounts(offered),
    }
}

view! {
    /// The amounts that one method takes in one payment.
    struct AmountsView("Amounts") of (limit: AmountLimit) {
        method: Method,
        /// In won.
        amount_min: Won = limit.min,
        /// In won; null where no limit is known.
        amount_max: Option<Won> = limit.max,
    }
}

view! {
    /// A way to pay that is announced. An order that asks for it is refused as `not_available_yet`.
    struct AnnouncedView("AnnouncedMethod") of (name: &str, announced: &Announced) {
        /// Its name in `method` or `provider` of an order.
        method: String = name.to_owned(),
        /// The policy's sentence.
        says: String = announced.says.clone(),
        /// The section of the policy that says so.
        section: String = announced.section.clone(),
    }
}

fn amounts(offered: &Capabilities) -> Vec<AmountsView> {
    let methods = offered.methods.iter();
    let limits = methods.map(|method| offered.amounts(*method));
    limits.map(AmountsView::of).collect()
}

pub(super) fn products(app: &App) -> ApiResponse {
    let rules = app.rules();
    let policy = rules.policies.current(app.now());
    let packages = policy.validity.bulk.table.iter();
    let packages: Vec<i64> = packages.map(|row| row.packages).collect();
    let products = rules.catalogue.products().iter().map(|product| {
        let quantities = match product.sale {
            Sale::Direct => None,
            Sale::Package => Some(packages.clone()),
        };
        ProductView::of(product, quantities)
    });
    let providers = app.registry.all();
    let providers = providers.map(|provider| ProviderView::of(provider.as_ref()));
    let announced = checkout::announced(app, policy);
    let announced = announced.map(|(name, announced)| AnnouncedView::of(name, announced));
    ok(&Shop {
        policy: policy.version.clone(),
        products: products.collect(),
        plans: rules.catalogue.plans().iter().map(PlanView::of).collect(),
        providers: providers.collect(),
        announced: announced.collect(),
    })
}

/// Every version of the policy, the first to take effect first.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Policies")]
pub(super) struct Versions {
    policies: Vec<Listed>,
}

view! {
    /// A published version. One that is announced takes effect later; a major one was announced with notice.
    pub(super) struct Listed("PolicyVersion") of (policy: &Policy, known: &Policies, at: DateTime<Utc>;
        state = known.state(policy, at); announced = known.announced(policy)) {
        version: String = policy.version.clone(),
        title: String = policy.title.clone(),
        source: String = policy.source.clone(),
        change: Change,
        /// SHA-256 of the document.
        hash: String = policy.hash.clone(),
        published_at: At = At(policy.published_at),
        effective_at: At = At(policy.effective_at),
        /// Whether orders opened now are under it.
        current: bool = state == PolicyState::Current,
        state: PolicyState = state,
        /// Whether it is a major change: it says so, or it makes a term worse for buyers.
        major: bool = announced.major,
        /// The terms that it makes worse for buyers, against the version before it.
        cuts: Vec<String> = announced.cuts,
    }
}

pub(super) fn policies(app: &App) -> ApiResponse {
    let (rules, now) = (app.rules(), app.now());
    let known = &rules.policies;
    let policies = known.all().iter();
    let policies = policies.map(|policy| Listed::of(policy, known, now));
    let policies = policies.collect();
    ok(&Versions { policies })
}

pub(super) fn policy(app: &App, ask: &ApiRequest) -> Answered {
    let rules = app.rules();
    let found = rules.policies.get(ask.param("version"));
    let missing = || Problem::new(&NOT_FOUND, "no policy of that version");
    let policy: &Policy = found.ok_or_else(missing)?;
    Ok(ok(policy))
}
