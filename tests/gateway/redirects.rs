//! No address that somebody else wrote takes a browser where the seller did not allow it: each spelling of the corpus in every
//! place that a browser is sent on from.

mod corpus;
mod sign_in;

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::{card_order, id_of},
    client::Answer,
    world::{Plan, World},
};

/// The only origin to which buyers may be sent.
const ALLOWED: &str = "https://shop.example.com";

/// What the corpus has at least; the issue of these pages asked for it.
const SPELLINGS_MIN: usize = 120;

#[tokio::test]
async fn a_buyer_is_sent_to_the_sellers_origin_alone() {
    let plan = Plan::sqlite().without_workers().returning_to(ALLOWED);
    plan.run(async |world| {
        let spellings = corpus::spellings();
        assert!(spellings.len() >= SPELLINGS_MIN, "{}", spellings.len());
        let mut accepted = 0;
        for spelling in &spellings {
            accepted += usize::from(order_leads_home(world, spelling).await);
            checkout_is_like_the_order(world, spelling).await;
        }
        // Some spellings are only odd: they name the seller's own host and are taken.
        assert!((1..=30).contains(&accepted), "{accepted} were accepted");
    })
    .await;
}

/// Opens an order with this address. If that is accepted, every link of the page of the ended order is read as text: so
/// it does not matter how a browser's parser differs from ours.
async fn order_leads_home(world: &World, spelling: &str) -> bool {
    let mut order = card_order("c1", "direct-1000", 1);
    order["return_url"] = json!(spelling);
    let gateway = world.gateway();
    let opened = gateway.post(Role::Checkout, "/v1/orders", &order).await;
    if opened.status != 201 {
        let problem = opened.refused(422, "invalid_field");
        assert_eq!(problem["field"], "return_url", "{spelling:?}");
        return false;
    }
    let order = opened.json();
    let cancel = format!("/v1/orders/{}/cancel", id_of(&order));
    gateway
        .post(Role::Checkout, &cancel, &Value::Null)
        .await
        .ok();
    let page = gateway
        .browse(order["checkout_url"].as_str().unwrap())
        .await;
    let links = leads_away(world, &page);
    assert!(
        !links.is_empty(),
        "{spelling:?} leads nowhere: {}",
        page.text
    );
    for link in links {
        let rest = link.strip_prefix(ALLOWED);
        let inside = rest.is_some_and(|rest| rest.starts_with(['/', '?', '#']));
        assert!(inside, "{spelling:?} leads to {link}");
    }
    true
}

/// Where a page sends its reader outside of this gateway.
fn leads_away(world: &World, page: &Answer) -> Vec<String> {
    let base = format!("{}/", world.gateway().base);
    let mut found: Vec<String> = ["href=\"", "action=\"", "content=\"0;url="]
        .iter()
        .flat_map(|start| page.text.split(start).skip(1))
        .map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&"))
        .filter(|link| !link.starts_with(&base) && !is_of_the_gateway(link))
        .collect();
    if let Some(location) = page.headers.get("location") {
        found.push(location.to_str().unwrap().to_owned());
    }
    found
}

fn is_of_the_gateway(link: &str) -> bool {
    let here = link.starts_with('/') && !link.starts_with("//") && !link.contains('\\');
    // The last is the empty icon of every page.
    here || link.starts_with(['?', '#']) || link == "data:,"
}

async fn checkout_is_like_the_order(world: &World, spelling: &str) {
    let wanted = json!({ "customer_id": "c1", "product": "direct-1000", "quantity": 1, "return_url": spelling });
    let gateway = world.gateway();
    let checkout = gateway.post(Role::Checkout, "/v1/checkouts", &wanted).await;
    if checkout.status != 201 {
        let problem = checkout.refused(422, "invalid_field");
        assert_eq!(problem["field"], "return_url", "{spelling:?}");
        return;
    }
    let page = gateway
        .browse(checkout.json()["checkout_url"].as_str().unwrap())
        .await;
    for link in leads_away(world, &page) {
        let known = [ALLOWED, "https://help.shop.example.com", "mailto:", "tel:"];
        assert!(
            known.iter().any(|known| link.starts_with(known)),
            "{spelling:?} leads to {link}"
        );
    }
}
