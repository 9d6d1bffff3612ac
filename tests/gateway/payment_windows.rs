//! Purchases where Toss's own script opens the window: our page, the simulator's script, and the ordinary way back.

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
    a_forged_payment_completes_nothing,
    a_window_opened_for_less_takes_nothing_and_mints_nothing,
    a_window_opened_in_dollars_takes_nothing_and_mints_nothing,
    two_windows_of_one_order_are_paid_once,
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

/// The browser brings back another buyer's payment, then one that does not exist.
async fn a_forged_payment_completes_nothing(world: &World) {
    let theirs = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let back = world.press_in_window(&theirs, "pay").await;
    let (_, brought) = back.split_once("&paymentKey=").unwrap();
    let (key, _) = brought.split_once('&').unwrap();
    world.gateway().browse(&back).await.location();
    for (customer, key) in [("c2", key), ("c3", "made-up-0001")] {
        let mine = world
            .open_order(&card_order(customer, "direct-1000", 1))
            .await;
        let shown = page(world, &mine).await;
        let forged = format!(
            "{}&paymentKey={key}&orderId={}&amount=10000",
            fact(&shown, "success-url").unwrap(),
            id_of(&mine)
        );
        world.gateway().browse(&forged).await;
        let mine = world.order(&id_of(&mine)).await;
        assert_eq!(mine["state"], "failed", "{mine}");
        assert_eq!(world.balance_or_zero(customer).await, 0);
    }
    assert_eq!(world.balance("c1").await, 1_000);
}

/// The buyer changes the amount in the page before the window is opened.
async fn a_window_opened_for_less_takes_nothing_and_mints_nothing(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let shown = page(world, &order).await;
    let mut cheap = request(&shown);
    cheap["amount"]["value"] = json!(100);
    let back = world.press_as(&shown, &cheap, "pay").await;
    let own = world.gateway().browse(&back).await.location();
    let told = world.gateway().browse(&own).await;
    assert!(
        told.text.contains("결제가 이루어지지 않았습니다"),
        "{}",
        told.text
    );
    let order = world.order(&id_of(&order)).await;
    assert_eq!(order["state"], "failed", "{order}");
    assert_eq!(order["explanation"]["code"], "AMOUNT_MISMATCH", "{order}");
    assert_eq!(world.balance_or_zero("c1").await, 0);
    let books = world.sandbox_books().await;
    assert_eq!(books["toss"]["payments"][0]["approvals"], 0);
}

/// The same with a method that takes dollars and cents.
async fn a_window_opened_in_dollars_takes_nothing_and_mints_nothing(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let shown = page(world, &order).await;
    let mut foreign = request(&shown);
    foreign["method"] = json!("FOREIGN_EASY_PAY");
    foreign["amount"] = json!({"currency": "USD", "value": 10_000.99});
    let back = world.press_as(&shown, &foreign, "pay").await;
    world.gateway().browse(&back).await;
    let order = world.order(&id_of(&order)).await;
    assert_eq!(order["state"], "failed", "{order}");
    assert_eq!(order["explanation"]["code"], "AMOUNT_MISMATCH", "{order}");
    assert_eq!(world.balance_or_zero("c1").await, 0);
    let books = world.sandbox_books().await;
    assert_eq!(books["toss"]["payments"][0]["approvals"], 0);
}

/// Both were authenticated before either came back, and the answer to the first confirmation is lost.
async fn two_windows_of_one_order_are_paid_once(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let first = world.press_in_window(&order, "pay").await;
    let second = world.press_in_window(&order, "pay").await;
    let lost = json!([{"kind": "lost_answer_after_effect", "probability_percent": 100, "operation": "confirm", "times": 1}]);
    world.faults("toss", lost).await;
    world.gateway().browse(&first).await;
    world.gateway().browse(&second).await;
    world.wait_for_order(&id_of(&order), "completed").await;
    assert_eq!(world.balance("c1").await, 1_000);
    let books = world.sandbox_books().await;
    let payments = books["toss"]["payments"].as_array().unwrap();
    let approvals = payments
        .iter()
        .map(|payment| payment["approvals"].as_i64().unwrap());
    assert_eq!((payments.len(), approvals.sum::<i64>()), (2, 1));
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
