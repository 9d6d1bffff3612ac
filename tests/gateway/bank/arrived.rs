//! The page of an order that waits for a transfer says what came in and did not pay it, and promises nothing.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, id_of},
    world::World,
};

both_engines!(
    a_short_deposit_is_shown_as_being_checked,
    a_deposit_of_too_much_is_shown_as_being_checked,
    a_deposit_under_another_name_is_shown_where_one_order_alone_waits_for_it,
    what_came_before_the_order_or_under_other_terms_is_not_shown,
);

/// The page in Korean, and the word by which it turns.
async fn page(world: &World, order: &Value) -> (String, String) {
    let address = order["checkout_url"].as_str().unwrap();
    let page = world.gateway().browse(address).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let (_, rest) = page.text.split_once("data-standing=\"").unwrap();
    let standing = rest.split('"').next().unwrap().to_owned();
    (standing, page.text)
}

async fn opened(world: &World, customer: &str, name: &str) -> Value {
    world
        .open_order(&bank_order(customer, "direct-1000", name))
        .await
}

async fn a_short_deposit_is_shown_as_being_checked(world: &World) {
    let order = opened(world, "c1", "홍길동").await;
    assert_eq!(page(world, &order).await.0, "deposit");
    world.deposit("홍길동", 9_000).await;
    let (standing, text) = page(world, &order).await;
    assert_eq!(standing, "deposit-less", "{text}");
    let said = "9,000원이 입금되어 주문 금액보다 1,000원 적습니다.";
    assert!(text.contains(said), "{text}");
    let english = format!("{}&lang=en", order["checkout_url"].as_str().unwrap());
    let english = world.gateway().browse(&english).await.text;
    let said = "9,000 won came in, which is 1,000 won less than the order.";
    assert!(english.contains(said), "{english}");
    assert_eq!(world.balance_or_zero("c1").await, 0);
    // Support gives it back: the page is as before.
    let deposit = world.queued("underpaid").await;
    let path = format!("/v1/deposits/{}/return", id_of(&deposit));
    let reason = json!({"reason": "sent back, it was short"});
    let gateway = world.gateway();
    gateway.post(Role::Support, &path, &reason).await.ok();
    assert_eq!(page(world, &order).await.0, "deposit");
}

async fn a_deposit_of_too_much_is_shown_as_being_checked(world: &World) {
    let order = opened(world, "c1", "홍길동").await;
    world.deposit("홍길동", 10_500).await;
    let (standing, text) = page(world, &order).await;
    assert_eq!(standing, "deposit-more");
    assert!(text.contains("주문 금액보다 500원 많습니다."), "{text}");
}

async fn a_deposit_under_another_name_is_shown_where_one_order_alone_waits_for_it(world: &World) {
    let order = opened(world, "c1", "홍길동").await;
    world.deposit("김철수", 10_000).await;
    let (standing, text) = page(world, &order).await;
    assert_eq!(standing, "deposit-other-name");
    assert!(
        text.contains("10,000원이 다른 이름으로 입금되었습니다."),
        "{text}"
    );
    assert!(!text.contains("김철수"), "another person's name: {text}");
    // It may be anybody's once two wait for this amount.
    let other = opened(world, "c2", "이영희").await;
    for order in [&order, &other] {
        assert_eq!(page(world, order).await.0, "deposit");
    }
}

async fn what_came_before_the_order_or_under_other_terms_is_not_shown(world: &World) {
    world.deposit("김철수", 10_000).await;
    world.pass(TimeDelta::minutes(11));
    let order = opened(world, "c1", "홍길동").await;
    world.deposit("이영희", 9_999).await;
    assert_eq!(page(world, &order).await.0, "deposit");
}
