//! What is sold now, as the catalogue has it. It is a file of the operator's, which the desk shows and does not change.

use axum::response::Response;
use domain::product::{Billing, Sale};

use crate::{
    app::Shared,
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        list::{Cell, Tone},
        products as pages,
    },
};

pub(super) async fn show(app: Shared, visit: Visit, _: ApiRequest) -> Result<Response, Problem> {
    let rules = app.rules();
    let policy = rules.policies.current(app.now());
    let packages = policy.validity.bulk.table.iter();
    let packages: Vec<String> = packages.map(|row| row.packages.to_string()).collect();
    let products = rules
        .catalogue
        .products()
        .iter()
        .map(|product| pages::Product {
            id: product.id.clone(),
            name: product.name.clone(),
            credits: product.credits,
            price: product.price,
            sale: match product.sale {
                Sale::Direct => Cell::State("direct", ("수량 자유", "Any number"), Tone::Quiet),
                Sale::Package => {
                    Cell::State("package", ("정해진 묶음", "Set packages"), Tone::Quiet)
                }
            },
            quantities: match product.sale {
                Sale::Direct => String::new(),
                Sale::Package => packages.join(", "),
            },
        });
    let plans = rules.catalogue.plans().iter().map(|plan| pages::Plan {
        id: plan.id.clone(),
        name: plan.name.clone(),
        credits: plan.credits,
        price: plan.price,
        by_order: plan.billing == Billing::Order,
    });
    let page = pages::OnSale {
        policy: policy.version.clone(),
        products: products.collect(),
        plans: plans.collect(),
        frame: visit.frame.clone(),
    };
    visit.page(&page)
}
