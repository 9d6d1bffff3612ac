//! Purchases where Toss's own script opens the window: our page, the simulator's script, and the ordinary way back.

mod forged;

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::{account_order, card_order, id_of},
    settings::TOSS_CLIENT_KEY,
    window::{fact, page, request},
    world::{SHOP, World},
};

both_engines!(
    .toss_sdk():
    the_page_opens_a_window_that_is_paid_and_mints_once,
    an_account_is_issued_through_the_page_and_completed_by_its_deposit,
    a_buyer_who_closed_the_window_opens_another_and_pays_once,
    a_refusal_of_the_script_leads_back_to_a_page_of_ours,
    the_page_runs_our_script_and_the_providers_and_no_other,
    only_the_page_of_an_open_order_opens_a_window,
);

async fn the_page_opens_a_window_that_is_paid_and_mints_once(world: &World) {
    let order = world.open_order(&card_order("c1", "package-1000", 3)).await;
    let books = world.sandbox_books().await;
    assert_eq!(books["toss"]["payments"], json!([]), "nothing is begun yet");
    let shown = page(world, &order).await;
    assert_eq!(fact(&shown, "amount").as_deref(), Some("29700"));
    assert_eq!(fact(&shown, "order-id"), Some(id_of(&order)));
    assert_eq!(fact(&shown, "client-key").as_deref(), Some(TOSS_CLIENT_KEY));
    assert!(shown.text.contains("29,700원") && shown.text.contains("3,000"));
    let back = world.press_in_window(&order, "pay").await;
    for _ in 0..2 {
        let shop = world.gateway().browse(&back).await.location();
        assert!(
            shop.starts_with(SHOP) && shop.contains("status=completed"),
            "{shop}"
        );
    }
    assert_eq!(world.balance("c1").await, 3_000);
    let paid = world.order(&id_of(&order)).await;
    world.refund(paid["payment_id"].as_str().unwrap()).await;
    assert_eq!(world.balance("c1").await, 0);
}

async fn an_account_is_issued_through_the_page_and_completed_by_its_deposit(world: &World) {
    let order = world.open_order(&account_order("c1", "direct-1000")).await;
    let back = world.press_in_window(&order, "pay").await;
    let own = world.gateway().browse(&back).await.location();
    let shown = world.gateway().browse(&own).await;
    assert!(shown.text.contains("입금"), "{}", shown.text);
    let deposit = json!({"orderId": order["id"]});
    world.at_provider("/toss/deposits", &deposit).await;
    world.wait_for_order(&id_of(&order), "completed").await;
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn a_buyer_who_closed_the_window_opens_another_and_pays_once(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let back = world.press_in_window(&order, "close").await;
    let unpaid = world.gateway().browse(&back).await;
    assert!(
        unpaid.text.contains("결제를 취소하셨습니다"),
        "{}",
        unpaid.text
    );
    let back = world.press_in_window(&order, "pay").await;
    let shop = world.gateway().browse(&back).await.location();
    assert!(shop.contains("status=completed"), "{shop}");
    assert_eq!(world.balance("c1").await, 1_000);
    let books = world.sandbox_books().await;
    let payments = books["toss"]["payments"].as_array().unwrap();
    let approvals: i64 = payments
        .iter()
        .map(|payment| payment["approvals"].as_i64().unwrap())
        .sum();
    assert_eq!((payments.len(), approvals), (2, 1));
}

/// The script refuses before a window comes up: our own script goes to the fail address with the code.
async fn a_refusal_of_the_script_leads_back_to_a_page_of_ours(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let shown = page(world, &order).await;
    let mut wrong = request(&shown);
    wrong["amount"] = json!({"currency": "USD", "value": 1});
    let refused = world.ask_script(&shown, &wrong).await;
    assert_eq!(refused.status, 400, "{}", refused.text);
    let code = refused.json()["code"].as_str().unwrap().to_owned();
    let back = format!("{}&code={code}", fact(&shown, "fail-url").unwrap());
    let told = world.gateway().browse(&back).await;
    assert_eq!(told.status, 200);
    assert!(told.text.contains("저희 쪽 문제로"), "{}", told.text);
    assert_eq!(world.order(&id_of(&order)).await["state"], "open");
}

async fn the_page_runs_our_script_and_the_providers_and_no_other(world: &World) {
    let mut order = card_order("c1", "direct-1000", 1);
    order["return_url"] = json!("http://localhost:9/shop?name=\"><script>alert(1)</script>");
    let order = world.open_order(&order).await;
    let shown = page(world, &order).await;
    let origin = world.sandbox.base.trim_end_matches("/sandbox");
    let policy = shown.header("content-security-policy").unwrap();
    for rule in [
        "default-src 'none'",
        &format!("script-src 'self' {origin};"),
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(rule), "{rule}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(shown.header("referrer-policy"), Some("strict-origin"));
    let scripts: Vec<&str> = shown.text.split("<script ").skip(1).collect();
    assert_eq!(scripts.len(), 1, "{}", shown.text);
    assert!(scripts[0].starts_with("src=\"/assets/window/toss\" defer></script>"));
    // Our script fetches the provider's: with a script that hangs, the page's button would not work.
    let sdk = format!("{origin}/sandbox/toss/v2/standard");
    assert_eq!(fact(&shown, "script"), Some(sdk));
    assert!(!shown.text.contains("<script>") && !shown.text.contains("onclick"));

    let ours = world.gateway().browse("/assets/window/toss").await;
    assert_eq!(ours.status, 200);
    assert_eq!(
        ours.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    assert!(ours.text.contains("requestPayment"));
    for other in ["/assets/window/kakaopay", "/assets/window/nobody"] {
        let answer = world.gateway().browse(other).await;
        answer.refused(404, "route_not_found");
    }
    // Every other page has the strict policy.
    let docs = world.gateway().browse("/docs").await;
    assert!(
        !docs
            .header("content-security-policy")
            .unwrap()
            .contains("script-src")
    );
}

async fn only_the_page_of_an_open_order_opens_a_window(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    page(world, &order).await;
    let path = format!("/v1/orders/{}/cancel", id_of(&order));
    world
        .gateway()
        .post(Role::Checkout, &path, &Value::Null)
        .await
        .ok();
    let shown = page(world, &order).await;
    assert!(!shown.text.contains("<script"), "{}", shown.text);
    assert!(
        !shown
            .header("content-security-policy")
            .unwrap()
            .contains("script-src")
    );
    let mut wallet = card_order("c1", "direct-1000", 1);
    wallet["provider"] = json!("kakaopay");
    let wallet = world.open_order(&wallet).await;
    let led = world
        .gateway()
        .browse(wallet["checkout_url"].as_str().unwrap())
        .await
        .location();
    assert!(led.contains("/kakaopay/"), "{led}");
}
