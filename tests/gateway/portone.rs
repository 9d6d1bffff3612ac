//! Buying through PortOne: its script opens the PG's window from a page of ours, a confirmation of ours takes the money, and
//! its signed webhooks tell of the rest.

mod console;
mod support;
mod test_channel;

use credit_gateway::access::Role;
use domain::order::HINTS_APART;
use serde_json::{Value, json};

use crate::support::{
    buyer::id_of,
    window::{fact, page},
    world::{SHOP, World},
};

both_engines!(
    .portone():
    the_page_opens_a_window_that_is_paid_and_mints_once,
    a_buyer_whose_card_is_refused_tries_again_under_the_same_name,
    a_buyer_who_gave_up_is_told_so,
    a_buyer_who_gave_up_while_nobody_could_ask_is_told_so_within_minutes,
    a_window_opened_for_less_does_not_open,
    a_webhook_alone_completes_an_order_whose_buyer_never_came_back,
    an_answer_that_was_lost_after_the_money_was_taken_is_found_by_asking,
    a_receipt_for_money_in_an_account_is_issued_by_hand,
    an_account_is_issued_and_completed_by_its_deposit_and_refunded_to_the_buyers_own,
    an_account_that_nobody_ordered_is_given_up,
    real_money_where_play_money_was_to_move_mints_nothing,
    the_page_runs_our_script_and_portones_and_no_other,
    a_forged_webhook_is_refused_and_moves_nothing,
);

async fn the_page_opens_a_window_that_is_paid_and_mints_once(world: &World) {
    let order = world
        .open_order(&World::portone_order("c1", "package-1000", 3))
        .await;
    let shown = page(world, &order).await;
    assert_eq!(fact(&shown, "total-amount").as_deref(), Some("29700"));
    assert_eq!(fact(&shown, "payment-id"), Some(id_of(&order)));
    assert!(!shown.text.contains("portone-api-secret"), "{}", shown.text);
    let back = world.press_at_portone(&order, "pay").await;
    assert!(back.contains("paymentToken="), "{back}");
    assert_eq!(
        world.balance_or_zero("c1").await,
        0,
        "coming back is what confirms"
    );
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
    let books = world.sandbox_books().await;
    let payment = &books["portone"]["payments"][0];
    assert_eq!(
        (&payment["approvals"], &payment["cancelled"]),
        (&json!(1), &json!(29_700))
    );
}

/// On a computer the script answers the page, which then leads to the address for failures.
async fn a_buyer_whose_card_is_refused_tries_again_under_the_same_name(world: &World) {
    let order = world
        .open_order(&World::portone_order("c1", "direct-1000", 1))
        .await;
    let shown = page(world, &order).await;
    world.press_at_portone(&order, "decline").await;
    let told = format!("{}&code=FAILURE_TYPE_PG", fact(&shown, "fail-url").unwrap());
    let unpaid = world.gateway().browse(&told).await;
    assert!(unpaid.text.contains("거절"), "{}", unpaid.text);
    world.pass(HINTS_APART);
    assert_eq!(world.order(&id_of(&order)).await["state"], "open");
    let back = world.press_at_portone(&order, "pay").await;
    let shop = world.gateway().browse(&back).await.location();
    assert!(shop.contains("status=completed"), "{shop}");
    assert_eq!(world.balance("c1").await, 1_000);
}

/// On a phone the window leads back by one address, whatever happened.
async fn a_buyer_who_gave_up_is_told_so(world: &World) {
    let order = world
        .open_order(&World::portone_order("c1", "direct-1000", 1))
        .await;
    let back = world.press_at_portone(&order, "close").await;
    world.gateway().browse(&back).await;
    let order = world.order(&id_of(&order)).await;
    assert_eq!(order["state"], "failed", "{order}");
    assert_eq!(world.balance_or_zero("c1").await, 0);
}

/// The look-up after the refusal that the browser brought had no answer. Nothing was sent that could still take money, so the
/// order does not wait for the end of its session.
async fn a_buyer_who_gave_up_while_nobody_could_ask_is_told_so_within_minutes(world: &World) {
    let order = world
        .open_order(&World::portone_order("c1", "direct-1000", 1))
        .await;
    let down = json!([
        {"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "lookup", "times": 1},
    ]);
    world.faults("portone", down).await;
    let back = world.press_at_portone(&order, "close").await;
    world.gateway().browse(&back).await;
    let id = id_of(&order);
    assert_eq!(world.fired("portone", "refuse_5xx_before").await, 1);
    let began = world.now();
    let ended = async || world.order(&id).await["state"] == "failed";
    world
        .wait_while_time_passes("the order ends", chrono::TimeDelta::seconds(5), ended)
        .await;
    let took = world.now() - began;
    assert!(took < chrono::TimeDelta::minutes(5), "{took}");
}

/// The buyer changes the amount in the page: PortOne knows the registered one, and no money moves.
async fn a_window_opened_for_less_does_not_open(world: &World) {
    let order = world
        .open_order(&World::portone_order("c1", "direct-1000", 1))
        .await;
    let shown = page(world, &order).await;
    let mut cheap = support::request(&shown);
    cheap["totalAmount"] = json!(100);
    let refused = world.ask_portones_script(&cheap).await;
    assert_eq!(refused.status, 400, "{}", refused.text);
    let code = refused.json()["code"].as_str().unwrap().to_owned();
    assert_eq!(code, "AmountNotEqualToPredefined");
    let back = format!("{}&code={code}", fact(&shown, "fail-url").unwrap());
    assert_eq!(world.gateway().browse(&back).await.status, 200);
    assert_eq!(world.order(&id_of(&order)).await["state"], "open");
}

/// The channel takes the money itself, and the buyer's browser was closed.
async fn a_webhook_alone_completes_an_order_whose_buyer_never_came_back(world: &World) {
    world
        .at_provider("/portone/console/channel", &json!({"manual": false}))
        .await;
    let order = world
        .open_order(&World::portone_order("c1", "direct-1000", 1))
        .await;
    world.pass(HINTS_APART);
    world.press_at_portone(&order, "pay").await;
    world.wait_for_order(&id_of(&order), "completed").await;
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn an_answer_that_was_lost_after_the_money_was_taken_is_found_by_asking(world: &World) {
    let order = world
        .open_order(&World::portone_order("c1", "direct-1000", 1))
        .await;
    let lost = json!([
        {"kind": "lost_answer_after_effect", "probability_percent": 100, "operation": "confirm", "times": 1},
    ]);
    world.faults("portone", lost).await;
    let back = world.press_at_portone(&order, "pay").await;
    world.gateway().browse(&back).await;
    assert_eq!(world.fired("portone", "lost_answer_after_effect").await, 1);
    world.wait_for_order(&id_of(&order), "completed").await;
    assert_eq!(world.lots("c1").await.len(), 1);
}

impl World {
    /// The order of 1,000 credits, paid into an account that was issued through PortOne.
    async fn paid_into_an_account_at_portone(&self) -> Value {
        let mut order = Self::portone_order("c1", "direct-1000", 1);
        order["method"] = json!("virtual_account");
        let order = self.open_order(&order).await;
        let back = self.press_at_portone(&order, "pay").await;
        self.gateway().browse(&back).await;
        let deposit = json!({"orderId": order["id"]});
        self.at_provider("/portone/deposits", &deposit).await;
        self.wait_for_order(&id_of(&order), "completed").await
    }
}

/// PortOne issues none by itself here, and no wallet had the money: a person does it.
async fn a_receipt_for_money_in_an_account_is_issued_by_hand(world: &World) {
    let paid = world.paid_into_an_account_at_portone().await;
    let payment = paid["payment_id"].as_str().unwrap();
    let path = format!("/v1/payments/{payment}/cash-receipts");
    let body = json!({"purpose": "income_deduction", "identity": "010-1234-5678"});
    let asked = world.gateway().post(Role::Support, &path, &body).await.ok();
    assert_eq!(
        (&asked["state"], &asked["way"]),
        (&json!("waiting"), &json!("hand")),
        "{asked}"
    );
}

async fn an_account_is_issued_and_completed_by_its_deposit_and_refunded_to_the_buyers_own(
    world: &World,
) {
    let mut order = World::portone_order("c1", "direct-1000", 1);
    order["method"] = json!("virtual_account");
    let order = world.open_order(&order).await;
    let back = world.press_at_portone(&order, "pay").await;
    let own = world.gateway().browse(&back).await.location();
    let shown = world.gateway().browse(&own).await;
    assert!(shown.text.contains("입금"), "{}", shown.text);
    let deposit = json!({"orderId": order["id"]});
    world.at_provider("/portone/deposits", &deposit).await;
    let paid = world.wait_for_order(&id_of(&order), "completed").await;
    assert_eq!(world.balance("c1").await, 1_000);
    let account = json!({"bank": "004", "account_number": "110123457270", "holder": "홍길동"});
    let payment = paid["payment_id"].as_str().unwrap();
    let refund = id_of(&world.request_refund(payment, Some(account)).await.ok());
    let ended = async || world.refund_state(&refund).await == "succeeded";
    world.wait_until("the refund ends", ended).await;
    assert_eq!(world.balance("c1").await, 0);
}

/// The buyer changes the method in the page.
async fn an_account_that_nobody_ordered_is_given_up(world: &World) {
    let order = world
        .open_order(&World::portone_order("c1", "direct-1000", 1))
        .await;
    let shown = page(world, &order).await;
    let mut other = support::request(&shown);
    other["payMethod"] = json!("VIRTUAL_ACCOUNT");
    let opened = world.ask_portones_script(&other).await.ok();
    let back = world.press_in_portones_window(&opened, "pay").await;
    world.gateway().browse(&back).await;
    let books = world.sandbox_books().await;
    let payment = &books["portone"]["payments"][0];
    assert_eq!(
        (&payment["status"], &payment["approvals"]),
        (&json!("CANCELLED"), &json!(0))
    );
    assert_eq!(world.balance_or_zero("c1").await, 0);
}

/// A gateway that is tried out meets a channel on which money moves: nothing is concluded from it.
async fn real_money_where_play_money_was_to_move_mints_nothing(world: &World) {
    let live = json!({"live": true});
    world.at_provider("/portone/console/channel", &live).await;
    let order = world
        .open_order(&World::portone_order("c1", "direct-1000", 1))
        .await;
    let back = world.press_at_portone(&order, "pay").await;
    world.gateway().browse(&back).await;
    let order = world.order(&id_of(&order)).await;
    assert_ne!(order["state"], "completed", "{order}");
    assert_eq!(world.balance_or_zero("c1").await, 0);
    // PortOne compares the kind of the channel before it takes the money.
    let books = world.sandbox_books().await;
    assert_eq!(books["portone"]["payments"][0]["approvals"], 0);
}

async fn the_page_runs_our_script_and_portones_and_no_other(world: &World) {
    let order = world
        .open_order(&World::portone_order("c1", "direct-1000", 1))
        .await;
    let shown = page(world, &order).await;
    let policy = shown.header("content-security-policy").unwrap();
    let script = fact(&shown, "script").unwrap();
    let origin = script.split_once("/sandbox").unwrap().0;
    assert!(
        policy.contains(&format!("script-src 'self' {origin};")),
        "{policy}"
    );
    for rule in [
        "connect-src",
        "https://*.portone.io",
        "https://*.iamport.co",
    ] {
        assert!(policy.contains(rule), "{rule}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    let own = world.gateway().browse("/assets/window/portone").await;
    assert_eq!(own.status, 200);
    assert!(own.text.contains("PortOne.requestPayment") && !own.text.contains("TossPayments"));
    assert!(!own.text.contains(&id_of(&order)));
    let stand_in = world.sandbox.browse("/portone/v2/browser-sdk.js").await;
    assert!(
        stand_in.text.contains("window.PortOne"),
        "{}",
        stand_in.text
    );
}

async fn a_forged_webhook_is_refused_and_moves_nothing(world: &World) {
    world
        .at_provider("/portone/console/channel", &json!({"manual": false}))
        .await;
    let forged = json!([{"kind": "webhook_bad_signature", "probability_percent": 100}]);
    world.faults("portone", forged).await;
    let order = world
        .open_order(&World::portone_order("c1", "direct-1000", 1))
        .await;
    world.press_at_portone(&order, "pay").await;
    let refused = async || world.fired("portone", "webhook_bad_signature").await >= 2;
    world.wait_until("they were sent", refused).await;
    let sql = "SELECT COUNT(*) FROM inbox WHERE provider = 'portone' AND verdict <> 'rejected'";
    assert_eq!(world.database.number(sql).await, 0);
    world.faults("portone", json!([])).await;
    world.wait_for_order(&id_of(&order), "completed").await;
}
