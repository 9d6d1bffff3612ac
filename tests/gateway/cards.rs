//! Buying by card through Toss Payments.

mod cancelled;
mod console;

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::json;

use crate::support::{
    buyer::{card_order, id_of},
    client::send,
    world::{SHOP, World},
};

both_engines!(
    three_packages_bought_at_once_live_three_calendar_months,
    direct_credits_live_365_days,
    the_browser_is_led_back_to_the_shop_with_the_order,
    a_declined_card_leaves_no_payment,
    coming_back_twice_pays_once,
    a_webhook_alone_completes_a_payment_whose_buyer_never_came_back,
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
