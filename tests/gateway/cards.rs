//! Buying by card through Toss Payments.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    buyer::{card_order, id_of},
    client::send,
    world::{SHOP, TOSS_KEY, World},
};

both_engines!(
    three_packages_bought_at_once_live_three_calendar_months,
    direct_credits_live_365_days,
    the_browser_is_led_back_to_the_shop_with_the_order,
    a_declined_card_leaves_no_payment,
    a_closed_window_leaves_the_order_open_until_its_time_is_over,
    an_order_that_was_cancelled_is_not_paid_any_more,
    a_buyer_who_comes_back_to_a_cancelled_order_is_not_charged,
    a_buyer_who_comes_back_after_the_end_is_led_to_the_shop,
    money_taken_for_a_cancelled_order_is_parked,
    coming_back_twice_pays_once,
    a_webhook_alone_completes_a_payment_whose_buyer_never_came_back,
    a_cancel_at_the_providers_console_revokes_what_is_unused,
    what_was_spent_of_a_cancelled_payment_is_owed_and_paid_by_the_next,
    an_order_shows_the_terms_it_is_bought_under,
    an_order_is_refused_where_its_method_takes_no_such_amount,
    easy_pay_is_told_to_support_with_its_parts,
);

async fn three_packages_bought_at_once_live_three_calendar_months(world: &World) {
    let order = world.buy("c1", "package-1000", 3).await;
    assert_eq!(order["amount"], 29_700);
    assert_eq!(order["credits"], 3_000);
    let lots = world.lots("c1").await;
    assert_eq!(lots.len(), 1, "{lots:?}");
    assert_eq!(lots[0]["kind"], "bulk");
    assert_eq!(lots[0]["granted"], 3_000);
    // Bought on 8 April: counted from the 9th, the third month ends with 8 July.
    assert_eq!(lots[0]["expires_at"], "2026-07-09T00:00:00+09:00");
    assert_eq!(world.balance("c1").await, 3_000);
}

async fn direct_credits_live_365_days(world: &World) {
    let order = world.buy("c1", "direct-1000", 2).await;
    assert_eq!(order["amount"], 20_000);
    let lots = world.lots("c1").await;
    assert_eq!(lots[0]["kind"], "purchased");
    assert_eq!(lots[0]["expires_at"], "2027-04-09T00:00:00+09:00");
    assert_eq!(world.balance("c1").await, 2_000);
}

async fn the_browser_is_led_back_to_the_shop_with_the_order(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-100", 3)).await;
    let shop = world.come_back(&order, "pay").await.location();
    assert!(shop.starts_with(SHOP), "{shop}");
    assert!(
        shop.contains(&format!("order_id={}", id_of(&order))),
        "{shop}"
    );
    assert!(shop.contains("status=completed"), "{shop}");
}

async fn a_declined_card_leaves_no_payment(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    world.come_back(&order, "decline").await;
    let order = world.wait_for_order(&id_of(&order), "failed").await;
    assert!(order["payment_id"].is_null(), "{order}");
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM payments").await,
        0
    );
    assert_eq!(world.database.number("SELECT COUNT(*) FROM lots").await, 0);
}

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

async fn coming_back_twice_pays_once(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let back = world.press(&order, "pay").await;
    for _ in 0..3 {
        let shop = world.gateway().browse(&back).await.location();
        assert!(shop.starts_with(SHOP), "{shop}");
    }
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(
        world.sandbox_books().await["toss"]["payments"][0]["approvals"],
        1
    );
}

/// The answer to the confirmation is lost after the money was taken: the webhook's hint leads to a look-up.
async fn a_webhook_alone_completes_a_payment_whose_buyer_never_came_back(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let back = world.press(&order, "pay").await;
    world.faults("toss", json!([{"kind": "lost_answer_after_effect", "probability_percent": 100, "operation": "confirm", "times": 1}])).await;
    world.gateway().browse(&back).await;
    let order = world.wait_for_order(&id_of(&order), "completed").await;
    assert!(order["payment_id"].is_string());
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn a_cancel_at_the_providers_console_revokes_what_is_unused(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    world.console_cancel(0, Some(4_000)).await;
    world
        .wait_until("part of the credits goes", async || {
            world.balance("c1").await == 600
        })
        .await;
    world.console_cancel(0, None).await;
    world
        .wait_until("all credits go", async || world.balance("c1").await == 0)
        .await;
    let lot = &world.lots("c1").await[0];
    assert_eq!(lot["revoked"], 1_000, "{lot}");
}

async fn what_was_spent_of_a_cancelled_payment_is_owed_and_paid_by_the_next(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    world.spend("c1", 400).await.ok();
    world.console_cancel(0, None).await;
    world
        .wait_until("the credits go", async || world.balance("c1").await == 0)
        .await;
    let balance = world
        .gateway()
        .get(Role::Service, "/v1/customers/c1/balance")
        .await
        .ok();
    assert_eq!(balance["debt"], 400, "{balance}");
    world.buy("c1", "direct-1000", 1).await;
    let balance = world
        .gateway()
        .get(Role::Service, "/v1/customers/c1/balance")
        .await
        .ok();
    assert_eq!(
        (&balance["available"], &balance["debt"]),
        (&json!(600), &json!(0)),
        "{balance}"
    );
}

async fn an_order_shows_the_terms_it_is_bought_under(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let terms = &order["terms"];
    assert_eq!(terms["expires_at"], "2027-04-09T00:00:00+09:00", "{order}");
    assert_eq!(terms["refund_by_right_until"], "2026-04-16T00:00:00+09:00");
    assert_eq!(
        terms["refund_through_support_until"],
        "2026-04-23T00:00:00+09:00"
    );
    assert_eq!(terms["policy"], "2025-07-17");
}

impl World {
    /// Somebody cancels a payment at the provider's own console: the n-th of its books, some won or all.
    async fn console_cancel(&self, at: usize, won: Option<i64>) {
        let books = self.sandbox_books().await;
        let mut body = json!({"paymentKey": books["toss"]["payments"][at]["payment_key"]});
        if let Some(won) = won {
            body["amount"] = won.into();
        }
        self.at_provider("/toss/console/cancel", &body).await;
    }
}

/// An account transfer accepts ten million won at most, and a card accepts more.
async fn an_order_is_refused_where_its_method_takes_no_such_amount(world: &World) {
    // 105 and 106 units of 95,000 won are on both sides of the limit.
    for (method, quantity, refused) in [
        ("account_transfer", 105, false),
        ("account_transfer", 106, true),
        ("card", 106, false),
    ] {
        let mut order = card_order("c1", "direct-10000", quantity);
        order["method"] = json!(method);
        let answer = world.gateway().post(Role::Checkout, "/v1/orders", &order);
        let answer = answer.await;
        if refused {
            let problem = answer.refused(422, "amount_above_maximum");
            let detail = problem["detail"].as_str().unwrap();
            assert!(detail.contains("10000000 won"), "{problem}");
        } else {
            assert_eq!(answer.status, 201, "{}", answer.text);
        }
    }
    let shop = world.gateway().get(Role::Checkout, "/v1/products").await;
    let shop = shop.json();
    let providers = shop["providers"].as_array().unwrap();
    let toss = providers.iter().find(|it| it["id"] == "toss").unwrap();
    assert_eq!(toss["amount_min"], 100, "{toss}");
    let transfers = toss["amounts"].as_array().unwrap().iter();
    let mut transfers = transfers.filter(|it| it["method"] == "account_transfer");
    let expected =
        json!({"method": "account_transfer", "amount_min": 200, "amount_max": 10_000_000});
    assert_eq!(transfers.next(), Some(&expected));
}

/// The buyer chooses an easy-pay service in the card window: a card in it pays a part, its points the rest.
async fn easy_pay_is_told_to_support_with_its_parts(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let checkout = order["checkout_url"].as_str().unwrap();
    let page = world.gateway().browse(checkout).await.location();
    let pressed = world.sandbox.bare(Method::POST, &format!("{page}/pay"));
    let form = "easyPay=TOSSPAY&means=card&points=4000";
    let back = send(pressed.body(form)).await.location();
    world.gateway().browse(&back).await.location();
    let order = world.order(&id_of(&order)).await;
    let payment = order["payment_id"].as_str().unwrap();
    let path = format!("/v1/payments/{payment}");
    let shown = world.gateway().get(Role::Support, &path).await.json();
    assert_eq!(shown["method"], "easy_pay", "{shown}");
    let facts = &shown["facts"];
    assert_eq!(
        (
            &facts["easy_pay"],
            &facts["easy_pay_card"],
            &facts["easy_pay_points"]
        ),
        (&json!("토스페이"), &json!("6000"), &json!("4000")),
        "{shown}"
    );
    assert_eq!(facts.get("easy_pay_money"), None, "{shown}");
    world.refund(payment).await;
    assert_eq!(world.balance("c1").await, 0);
}
