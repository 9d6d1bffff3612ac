//! Plans of memberships in the catalogue.

use domain::product::{Catalogue, CatalogueError, PLAN_CREDITS_MAX};

use crate::published;

fn with_plans(plans: &str) -> Result<Catalogue, CatalogueError> {
    let product =
        "[[product]]\nid = \"a\"\nname = \"x\"\nsale = \"direct\"\ncredits = 1\nprice = 1\n";
    Catalogue::parse(&format!("{product}{plans}"))
}

fn plan(id: &str, name: &str, credits: i64) -> String {
    format!("[[plan]]\nid = \"{id}\"\nname = \"{name}\"\ncredits = {credits}\nprice = 0\n")
}

#[test]
fn the_catalogue_has_plans_by_their_ids() {
    let catalogue = published().catalogue;
    let plan = catalogue.plan("membership-pro").unwrap();
    assert_eq!((plan.credits.get(), plan.price.get()), (2_000, 17_900));
    assert!(catalogue.plan("direct-100").is_none());
    assert!(catalogue.get("membership-pro").is_none());
}

#[test]
fn a_catalogue_needs_no_plan() {
    assert!(with_plans("").unwrap().plans().is_empty());
}

#[test]
fn a_wrong_plan_is_refused_by_plan_and_field() {
    assert!(with_plans(&plan("p", "x", PLAN_CREDITS_MAX)).is_ok());
    // A product and a plan may have one id: nothing takes both.
    assert!(with_plans(&plan("a", "x", 1)).is_ok());
    for (document, named) in [
        (plan("", "x", 1), "id"),
        (plan("P", "x", 1), "id"),
        (plan(&"p".repeat(41), "x", 1), "id"),
        (plan("p", "x", 1) + &plan("p", "y", 2), "id"),
        (plan("p", "", 1), "name"),
        (plan("p", "x ", 1), "name"),
        (plan("p", "x", 0), "credits"),
        (plan("p", "x", PLAN_CREDITS_MAX + 1), "credits"),
        (plan("p", "x", 1) + "billing = \"order\"\n", "price"),
        (plan("p", "x", 1) + "tax_free = 1\n", "tax_free"),
    ] {
        match with_plans(&document) {
            Err(CatalogueError::PlanRule { field, .. }) => assert_eq!(field, named, "{document}"),
            other => panic!("{document}: {other:?}"),
        }
    }
    let unknown = with_plans(&(plan("p", "x", 1) + "charge = \"order\""));
    assert!(
        matches!(unknown, Err(CatalogueError::Unreadable(_))),
        "{unknown:?}"
    );
}

#[test]
fn a_plan_is_billed_by_the_seller_or_by_orders() {
    let catalogue = published().catalogue;
    assert_eq!(catalogue.plan("membership-pro").unwrap().billed(), None);
    let plus = catalogue.plan("membership-plus").unwrap();
    let price = plus.billed().unwrap();
    assert_eq!((price.amount.get(), price.tax_free.get()), (9_900, 0));
    let wrong = with_plans(&(plan("p", "x", 1) + "billing = \"nobody\""));
    assert!(
        matches!(wrong, Err(CatalogueError::Unreadable(_))),
        "{wrong:?}"
    );
}
