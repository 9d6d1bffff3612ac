//! Campaigns and contracts at the desk, with what came of them.

use credit_gateway::access::{Desk, Role};
use serde_json::json;

use crate::{
    contracts::{self, CONTRACT},
    promotions::{coded, redeeming},
    support::{buyer::id_of, desk::Browser, world::World},
};

both_engines!(
    a_campaign_is_shown_with_who_used_it,
    a_contract_is_shown_with_its_prices_and_its_document,
);

async fn a_campaign_is_shown_with_who_used_it(world: &World) {
    let support = Browser::of(world, Desk::Support).await;
    let browser = Browser::of(world, Desk::Admin).await;
    let empty = browser.page("/console/campaigns").await;
    assert!(empty.contains("캠페인이 없습니다"), "{empty}");
    let attack = json!({ "name": "<script>alert(1)</script>" });
    let begun = world.begin(&attack).await;
    let code = json!({ "code": "spring 10" });
    for customer in ["ann", "bob"] {
        let gateway = world.gateway();
        gateway
            .post(Role::Service, &redeeming(customer), &code)
            .await
            .ok();
    }
    let off = json!({
        "name": "off", "code": "AUTUMN", "gives": "discount_won", "worth": 2_000,
        "products": ["direct-1000"], "budget": 9_000,
    });
    let off = world.begin(&off).await;
    let mut order = coded("cyd");
    order["promotion_code"] = json!("autumn");
    let order = world.open_order(&order).await;
    let list = browser.page("/console/campaigns").await;
    for needed in [
        "SPRING10",
        ">100<",
        ">1,000<",
        "2,000원",
        "9,000원",
        "금액 할인",
    ] {
        assert!(list.contains(needed), "{needed}: {list}");
    }
    assert!(!list.contains("<script"), "{list}");
    let path = format!("/console/campaigns/{}", id_of(&begun));
    for path in ["/console/campaigns", "/console/campaigns?csv=1", &path] {
        let page = support.get(path).await.text;
        assert!(page.contains("코드 있음"), "{path}: {page}");
        assert!(
            !page.contains("SPRING") && !page.contains("AUTUMN"),
            "{page}"
        );
    }
    let page = browser.page(&path).await;
    for needed in [
        "/console/customers/ann",
        "/console/customers/bob",
        ">test (admin)<",
        "지급",
    ] {
        assert!(page.contains(needed), "{needed}: {page}");
    }
    assert!(!page.contains("<script"), "{page}");
    let read = support.page(&path).await;
    assert!(!read.contains("<form class=\"narrow\""), "{read}");
    let file = browser.get(&format!("{path}/redemptions?csv=1")).await;
    assert_eq!(file.text.lines().count(), 3, "{}", file.text);
    assert!(file.text.contains(",redeemed,50,0,"), "{}", file.text);
    let held = format!("/console/campaigns/{}/redemptions", id_of(&off));
    let held = browser.page(&held).await;
    for needed in ["결제 대기", &id_of(&order), "2,000원"] {
        assert!(held.contains(needed), "{needed}: {held}");
    }
}

async fn a_contract_is_shown_with_its_prices_and_its_document(world: &World) {
    let browser = Browser::of(world, Desk::Auditor).await;
    let contract = contracts::publish(world, CONTRACT).await;
    let path = format!("/console/contracts/{}", id_of(&contract));
    let of = "/console/customers/acme/contracts";
    let list = browser.page(of).await;
    for needed in [path.as_str(), "AC-2026-014", "/console/policies/2025-07-17"] {
        assert!(list.contains(needed), "{needed}: {list}");
    }
    let page = browser.page(&path).await;
    for needed in [
        "/console/customers/acme",
        contract["hash"].as_str().unwrap(),
        "9,500원",
        "8,000원",
        ">1,050<",
        "acme-credits",
        "test (admin)",
    ] {
        assert!(page.contains(needed), "{needed}: {page}");
    }
    assert!(
        !page.contains("<form class=\"narrow\""),
        "nothing is done here"
    );
    world.grant("acme", "promotional", 1).await;
    let customer = browser.page("/console/customers/acme").await;
    assert!(customer.contains(of), "{customer}");
    let none = browser.page("/console/customers/bob/contracts").await;
    assert!(none.contains("계약이 없습니다"), "{none}");
}
