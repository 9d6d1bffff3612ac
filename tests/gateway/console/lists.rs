//! The search box, and what every list can do.

use credit_gateway::access::{Desk, Role};

use crate::support::{buyer::card_order, desk::Browser, world::World};

both_engines!(
    the_search_box_finds_by_what_people_know,
    a_list_is_filtered_sorted_paged_and_saved,
);

async fn the_search_box_finds_by_what_people_know(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    world.buy("alice", "direct-1000", 1).await;
    let order = world
        .gateway()
        .get(Role::Support, "/v1/orders?customer_id=alice")
        .await
        .ok();
    let order = &order["items"][0];
    let id = order["id"].as_str().unwrap();
    let amount = order["amount"].as_i64().unwrap();
    let payment = order["payment_id"].as_str().unwrap();
    let path = format!("/v1/payments/{payment}");
    let payment_view = world.gateway().get(Role::Support, &path).await.ok();
    let key = payment_view["payment_key"].as_str().unwrap();
    let find = async |text: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let query = query.append_pair("q", text).finish();
        browser.get(&format!("/console/search?{query}")).await
    };
    assert_eq!(find(id).await.location(), format!("/console/orders/{id}"));
    assert_eq!(
        find(payment).await.location(),
        format!("/console/payments/{payment}")
    );
    assert_eq!(find("alice").await.location(), "/console/customers/alice");
    for text in [key, &amount.to_string(), &format!(" {amount}원 ")] {
        let page = find(text).await;
        assert_eq!(page.status, 200);
        assert!(
            page.text.contains("/console/customers/alice"),
            "{text}: {}",
            page.text
        );
    }
    for text in [
        "bob",
        "999999",
        "<script>alert(1)</script>",
        "alice nothing",
        "ord_x",
        "%00",
    ] {
        let page = find(text).await;
        assert_eq!(page.status, 200, "{text}");
        assert!(
            page.text.contains("찾은 것이 없습니다"),
            "{text}: {}",
            page.text
        );
        assert!(!page.text.contains("<script"), "{text}");
    }
}

async fn a_list_is_filtered_sorted_paged_and_saved(world: &World) {
    let browser = Browser::of(world, Desk::Auditor).await;
    for customer in ["bea", "abe"] {
        world.buy(customer, "direct-1000", 1).await;
    }
    world.open_order(&card_order("cyd", "direct-1000", 1)).await;
    let all = browser.page("/console/orders").await;
    for name in ["bea", "abe", "cyd"] {
        assert!(
            all.contains(&format!("/console/customers/{name}")),
            "{name}: {all}"
        );
    }
    let open = browser
        .page("/console/orders?state=completed&customer_id=")
        .await;
    assert!(open.contains("/console/customers/bea") && !open.contains("/console/customers/cyd"));
    let sorted = browser.page("/console/orders?sort=customer").await;
    let place = |name: &str| sorted.find(&format!("/console/customers/{name}")).unwrap();
    assert!(
        place("abe") < place("bea") && place("bea") < place("cyd"),
        "{sorted}"
    );
    let down = browser.page("/console/orders?sort=-customer").await;
    assert!(down.find("customers/cyd") < down.find("customers/abe"));
    let file = browser.get("/console/orders?csv=1&state=completed").await;
    assert_eq!(
        file.header("content-type"),
        Some("text/csv; charset=utf-8; header=present")
    );
    let lines: Vec<&str> = file.text.lines().collect();
    assert_eq!(lines.len(), 3, "{}", file.text);
    assert!(
        lines[0].contains("고객") && lines[1].contains("completed"),
        "{}",
        file.text
    );
    let wrong = browser.get("/console/orders?amount=x").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("처리하지 않았습니다"), "{}", wrong.text);
}
