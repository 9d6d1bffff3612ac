//! Buying from the customer's page: the products, those of the customer's contract among them, the form, and the order before its payment.

use axum::response::Response;
use domain::{
    contract,
    id::OrderId,
    kind::{Method, ProviderId},
    order::Order,
    product::{Product, QUANTITY_MAX, Sale},
};

use super::Visit;
use crate::{
    app::{App, Shared},
    flows::{
        checkout::{self, DEPOSITOR_NAME_MAX},
        contracts,
        my::{self, Again},
    },
    http::{
        error::{INVALID_FIELD, NOT_FOUND, Problem},
        extract::add_pairs,
        html,
        parameters::AGAIN,
        request::ApiRequest,
    },
    web::my as pages,
};

/// What this customer can buy: the products of the customer's contract, and those of the catalogue. An order for a name
/// that both have is for the catalogue's.
async fn items(app: &App, visit: &Visit) -> Result<Vec<pages::Item>, Problem> {
    let agreed = contracts::agreed(app, &visit.customer).await?;
    let rules = app.rules();
    let agreed = agreed.into_iter().flat_map(|agreed| agreed.products);
    let own = agreed.filter(|product| rules.catalogue.get(&product.id).is_none());
    let own = own.filter_map(agreed_item);
    let products = rules.catalogue.products().iter();
    Ok(own
        .chain(products.map(|product| item(app, visit, product)))
        .collect())
}

/// A product of a contract has at least one price.
fn agreed_item(product: contract::Product) -> Option<pages::Item> {
    Some(pages::Item {
        price: product.tiers.first()?.price,
        id: product.id,
        name: product.name,
        quantities: Vec::new(),
        tiers: product.tiers,
    })
}

fn item(app: &App, visit: &Visit, product: &Product) -> pages::Item {
    let rules = app.rules();
    let packages = &rules.policies.current(app.now()).validity.bulk.table;
    pages::Item {
        tiers: Vec::new(),
        id: product.id.clone(),
        name: checkout::title(app, visit.frame.lang, (&product.id, &product.name, 1)),
        price: product.price,
        quantities: match product.sale {
            Sale::Direct => Vec::new(),
            Sale::Package => packages.iter().map(|row| row.packages).collect(),
        },
    }
}

pub(super) async fn shop(app: &App, ask: &ApiRequest, visit: &Visit) -> Result<Response, Problem> {
    if let Some(product) = ask.query("product") {
        return visit.page(app, &form(app, visit, product, None).await?);
    }
    let page = pages::Shop {
        items: items(app, visit).await?,
        frame: visit.frame.clone(),
    };
    visit.page(app, &page)
}

async fn form(
    app: &App,
    visit: &Visit,
    product: &str,
    refused: Option<(&'static str, Option<String>)>,
) -> Result<pages::Buy, Problem> {
    let known = items(app, visit).await?.into_iter();
    let mut known = known.filter(|item| item.id == product);
    let item = known.next();
    let item = item.ok_or_else(|| Problem::new(&NOT_FOUND, "no such product"))?;
    let ways = app.registry.all().flat_map(|provider| {
        let methods = provider.capabilities().methods.iter();
        let id = provider.id();
        methods.map(move |method| (id.clone(), *method))
    });
    let ways: Vec<(ProviderId, Method)> = ways.collect();
    let by_name = ways
        .iter()
        .any(|(_, method)| *method == Method::BankTransfer);
    Ok(pages::Buy {
        item,
        quantity_max: QUANTITY_MAX,
        ways: ways
            .iter()
            .map(|(provider, method)| pages::Way::of(provider.as_str(), *method))
            .collect(),
        name_max: by_name.then_some(DEPOSITOR_NAME_MAX),
        once: app.id(OrderId::new).to_string(),
        refused,
        frame: visit.frame.clone(),
    })
}

/// Opens an order and shows it. The buyer reads its terms there and goes on to the payment, so that no form of ours leads
/// straight to another origin.
pub(super) async fn order(
    app: &Shared,
    ask: &ApiRequest,
    visit: &Visit,
) -> Result<Response, Problem> {
    let mut pairs = Vec::new();
    add_pairs(&mut pairs, &ask.body, AGAIN)?;
    let said = |name: &str| {
        let found = pairs.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let product = said("product").to_owned();
    let outcome = match again(&said) {
        Ok(again) => open(app, visit, again).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(order) => html::see_other(&visit.frame.to(&format!("/orders/{}", order.id))),
        Err(problem) if problem.kind.status.is_client_error() => {
            let refused = (problem.kind.code, problem.field_name());
            let page = form(app, visit, &product, Some(refused)).await?;
            visit.page_as(problem.kind.status, app, &page)
        }
        Err(problem) => Err(problem),
    }
}

async fn open(app: &Shared, visit: &Visit, again: Again) -> Result<Order, Problem> {
    let page = app.urls.own(&visit.frame.to(""));
    let opened = my::buy(app, &visit.customer, again, page).await;
    Ok(opened?)
}

fn again<'a>(said: &impl Fn(&str) -> &'a str) -> Result<Again, Problem> {
    let wrong = |name: &str, rule: &str| Problem::field(&INVALID_FIELD, name, rule);
    let quantity = said("quantity").parse::<i64>();
    let quantity = quantity.map_err(|_| wrong("quantity", "is a whole number"))?;
    let way = said("way").split_once(':');
    let (provider, method) = way.ok_or_else(|| wrong("way", "is one of those on offer"))?;
    let provider: Result<ProviderId, _> = provider.parse();
    let provider = provider.map_err(|_| wrong("way", "is one of those on offer"))?;
    let by_name = method == Method::BankTransfer.as_str();
    let name = Some(said("depositor_name").trim()).filter(|name| by_name && !name.is_empty());
    Ok(Again {
        product: said("product").to_owned(),
        quantity,
        provider: Some(provider),
        method: Some(method.to_owned()),
        depositor_name: name.map(str::to_owned),
        once: said("once").to_owned(),
    })
}

pub(super) async fn ordered(
    app: &App,
    ask: &ApiRequest,
    visit: &Visit,
) -> Result<Response, Problem> {
    let order = my::order(app, &visit.customer, ask.id("order")?).await?;
    let page = pages::Ordered {
        terms: checkout::terms_of(app, &order).await?,
        checkout: checkout::page_url(app, &order),
        title: checkout::title_of(app, visit.frame.lang, &order),
        amount: order.amount,
        credits: order.credits,
        frame: visit.frame.clone(),
    };
    visit.page(app, &page)
}
