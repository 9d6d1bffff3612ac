//! What is sold now, as the catalogue has it. It is a file of the operator's, which the desk shows and does not change.

use axum::response::Response;
use domain::{
    product::{Billing, Sale},
    statement::Lang,
};

use crate::{
    app::Shared,
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        list::{Cell, Tone},
        products as pages,
    },
};

/// The name that a page in this language shows, as buyers' pages do.
fn named(visit: &Visit, name: &str, korean: Option<&str>) -> String {
    let korean = korean.filter(|_| visit.lang() == Lang::Korean);
    korean.unwrap_or(name).to_owned()
}

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
            name: named(&visit, &product.name, product.korean_name.as_deref()),
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
        name: named(&visit, &plan.name, plan.korean_name.as_deref()),
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
