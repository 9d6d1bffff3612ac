//! Orders that were cancelled or ended before the buyer came back.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    buyer::{card_order, id_of},
    client::send,
    world::{TOSS_KEY, World},
};

both_engines!(
    a_closed_window_leaves_the_order_open_until_its_time_is_over,
    an_order_that_was_cancelled_is_not_paid_any_more,
    a_buyer_who_comes_back_to_a_cancelled_order_is_not_charged,
    a_buyer_who_comes_back_after_the_end_is_led_to_the_shop,
    money_taken_for_a_cancelled_order_is_parked,
);

async fn a_closed_window_leaves_the_order_open_until_its_time_is_over(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let id = id_of(&order);
    world.come_back(&order, "close").await;
    assert_eq!(world.order(&id).await["state"], "open");
    world.pass(TimeDelta::hours(1));
    world.sweep().await;
    world.wait_for_order(&id, "expired").await;
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM payments").await,
        0
    );
}

async fn an_order_that_was_cancelled_is_not_paid_any_more(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let id = id_of(&order);
    let path = format!("/v1/orders/{id}/cancel");
    let cancelled = world
        .gateway()
        .post(Role::Checkout, &path, &Value::Null)
        .await
        .ok();
    assert_eq!(cancelled["state"], "cancelled");
    let again = world
        .gateway()
        .post(Role::Support, &path, &Value::Null)
        .await
        .ok();
    assert_eq!(again["state"], "cancelled");
    let page = world
        .gateway()
        .browse(order["checkout_url"].as_str().unwrap())
        .await;
    assert_ne!(page.status, 303, "the buyer is still sent to the provider");
}

/// The buyer authenticated in another tab while the seller cancelled the order: the provider is not asked to take the
/// money.
async fn a_buyer_who_comes_back_to_a_cancelled_order_is_not_charged(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let back = world.press(&order, "pay").await;
    let path = format!("/v1/orders/{}/cancel", id_of(&order));
    world
        .gateway()
        .post(Role::Checkout, &path, &Value::Null)
        .await
        .ok();
    world.gateway().browse(&back).await;
    assert_eq!(world.order(&id_of(&order)).await["state"], "cancelled");
    assert_eq!(
        world.sandbox_books().await["toss"]["payments"][0]["approvals"],
        0
    );
    assert_eq!(world.balance("c1").await, 0);
}

/// The order ended without the buyer, or the buyer reloads the return address. The shop shows how it ended, or first
/// the order's own page when there is a reason to show.
async fn a_buyer_who_comes_back_after_the_end_is_led_to_the_shop(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let back = world.press(&order, "pay").await;
    let path = format!("/v1/orders/{}/cancel", id_of(&order));
    world
        .gateway()
        .post(Role::Checkout, &path, &Value::Null)
        .await
        .ok();
    let shop = world.gateway().browse(&back).await.location();
    assert!(shop.ends_with("&status=cancelled"), "{shop}");

    let order = world.open_order(&card_order("c2", "direct-1000", 1)).await;
    let back = world.press(&order, "decline").await;
    let back = back.replacen("/fail?", "/success?", 1);
    world.gateway().browse(&back).await;
    world.wait_for_order(&id_of(&order), "failed").await;
    let page = world.gateway().browse(&back).await.location();
    assert!(
        page.contains(&format!("/checkout/{}", id_of(&order))),
        "{page}"
    );
    let page = world.gateway().browse(&page).await;
    let home = format!("order_id={}&amp;status=failed", id_of(&order));
    assert!(
        page.text.contains(&home) || page.text.contains(&home.replace("&amp;", "&#38;")),
        "{}",
        page.text
    );
}

/// Another client with our key confirmed it. The money is there, so it is not dropped, and nothing is minted.
async fn money_taken_for_a_cancelled_order_is_parked(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    world.press(&order, "pay").await;
    let path = format!("/v1/orders/{}/cancel", id_of(&order));
    world
        .gateway()
        .post(Role::Checkout, &path, &Value::Null)
        .await
        .ok();
    let key = world.sandbox_books().await["toss"]["payments"][0]["payment_key"].clone();
    let body = json!({"paymentKey": key, "orderId": order["id"], "amount": 10_000});
    let confirm = world
        .sandbox
        .bare(Method::POST, "/toss/v1/payments/confirm")
        .json(&body);
    send(confirm.basic_auth(TOSS_KEY, Some(""))).await.ok();
    let order = world.wait_for_order(&id_of(&order), "mismatched").await;
    assert!(
        order["note"].as_str().unwrap().contains("cancelled"),
        "{order}"
    );
    assert_eq!(world.balance("c1").await, 0);
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM payments").await,
        0
    );
}
