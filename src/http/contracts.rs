//! Enterprise contracts: published by an admin, shown, and listed for their customer.

use domain::{
    contract::{Contract, Product},
    id::{ContractId, CustomerId},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    request::ApiRequest,
    response::{Answered, created, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{contracts, views},
};

view! {
    /// An agreement with one customer. Orders that are opened while it is in effect may name its products.
    pub(super) struct ContractView("Contract") of (contract: Contract; agreement = contract.agreement()) {
        id: ContractId,
        customer_id: CustomerId = contract.customer,
        name: String,
        /// By which invoices and accounts name it.
        reference: String,
        /// Version of the policy that says what the contract does not.
        policy: String,
        products: Vec<Product> = agreement.map(|agreement| agreement.products).unwrap_or_default(),
        /// The TOML document, as it was published.
        document: String,
        /// SHA-256 of its bytes, in lower-case hex.
        hash: String,
        published_by: String = contract.published_by.to_string(),
        published_at: At = At(contract.published_at),
        /// From here on, until another contract of the customer takes effect.
        effective_at: At = At(contract.effective_at),
    }
}

/// A contract to publish.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewContract")]
pub(super) struct Wanted {
    /// The TOML document, whole.
    #[schemars(length(min = 1, max = domain::contract::DOCUMENT_BYTES_MAX))]
    document: String,
}

pub(super) async fn publish(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let Wanted { document } = ask.json()?;
    let done = contracts::publish(&app, &document, |change| caller.command(change)).await?;
    Ok(created(&ContractView::of(done.answer)).replayed(done.replayed))
}

pub(super) async fn show(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let known = views::contract(&app, ask.id("id")?).await?;
    Ok(ok(&ContractView::of(known)))
}

pub(super) async fn list(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let customer: CustomerId = ask.id("id")?;
    let page = contracts::list(&app, &customer, ask.page()?).await?;
    let response = ok(&List::of(page, ContractView::of));
    response.about(&app, &customer).await
}
