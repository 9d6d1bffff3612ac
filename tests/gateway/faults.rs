//! Providers that misbehave. Whatever goes wrong, the books end as if it had not, within bounded time. Money that
//! does not match is parked where people see it.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use domain::order::HINTS_APART;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, card_order, id_of},
    client::send,
    world::World,
};

both_engines!(
    a_confirmation_that_goes_wrong_on_the_way_still_ends_in_one_lot,
    a_refund_that_goes_wrong_on_the_way_goes_back_once,
    look_ups_that_go_wrong_are_asked_again,
    a_refund_in_doubt_is_asked_about_at_once,
    a_refund_whose_deposit_is_taken_back_ends,
    money_of_another_amount_is_parked_and_mints_nothing,
    a_word_that_nobody_knows_proves_nothing,
    a_lost_webhook_is_made_up_for_by_the_sweep,
    a_look_up_from_before_its_end_does_not_give_an_order_up,
    webhooks_twice_late_and_out_of_order_end_in_the_same_books,
    a_forged_signature_of_the_feed_is_refused_until_a_genuine_one_comes,
    a_storm_of_faults_ends_in_the_right_books,
);

/// How fast time passes while the world waits: retries come seconds to minutes apart.
const STEP: TimeDelta = TimeDelta::seconds(1);

fn always(kind: &str, operation: &str, times: i64) -> Value {
    json!([{"kind": kind, "probability_percent": 100, "operation": operation, "times": times}])
}

/// Waits until the order has this state, while time passes.
async fn becomes(world: &World, order: &str, state: &str) {
    let there = async || world.order(order).await["state"] == state;
    world
        .wait_while_time_passes(&format!("order {order} becomes {state}"), STEP, there)
        .await;
}

async fn a_confirmation_that_goes_wrong_on_the_way_still_ends_in_one_lot(world: &World) {
    let kinds = [
        "lost_answer_after_effect",
        "refuse_5xx_before",
        "malformed",
        "html_error_page",
        "empty_body",
        "unknown_status",
    ];
    for (at, kind) in kinds.into_iter().enumerate() {
        let customer = format!("c{at}");
        let order = world
            .open_order(&card_order(&customer, "direct-1000", 1))
            .await;
        world.faults("toss", always(kind, "confirm", 1)).await;
        let fired = world.fired("toss", kind).await;
        world.come_back(&order, "pay").await;
        assert_eq!(
            world.fired("toss", kind).await,
            fired + 1,
            "{kind} did not happen"
        );
        becomes(world, &id_of(&order), "completed").await;
        assert_eq!(world.balance(&customer).await, 1_000, "{kind}");
        assert_eq!(world.lots(&customer).await.len(), 1, "{kind}");
    }
}

async fn a_refund_that_goes_wrong_on_the_way_goes_back_once(world: &World) {
    let kinds = [
        "lost_answer_after_effect",
        "refuse_5xx_before",
        "malformed",
        "html_error_page",
        "empty_body",
        "unknown_status",
        "wrong_amount",
    ];
    for (at, kind) in kinds.into_iter().enumerate() {
        let customer = format!("c{at}");
        let order = world.buy(&customer, "direct-1000", 1).await;
        world.spend(&customer, 500).await.ok();
        world.faults("toss", always(kind, "cancel", 1)).await;
        let refund = world
            .request_refund(order["payment_id"].as_str().unwrap(), None)
            .await
            .ok();
        let id = id_of(&refund);
        let ended = async || world.refund_state(&id).await == "succeeded";
        world
            .wait_while_time_passes(&format!("the refund ends despite {kind}"), STEP, ended)
            .await;
        assert_eq!(world.balance(&customer).await, 0, "{kind}");
        let books = world.sandbox_books().await;
        let paid = books["toss"]["payments"].as_array().unwrap();
        let paid = paid
            .iter()
            .find(|paid| paid["order_id"] == order["id"])
            .unwrap();
        assert_eq!(
            paid["cancels"].as_array().unwrap().len(),
            1,
            "{kind}: {paid}"
        );
        assert_eq!(paid["cancelled"], 5_000, "{kind}");
    }
}

async fn look_ups_that_go_wrong_are_asked_again(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let broken = json!([
        {"kind": "lost_answer_after_effect", "probability_percent": 100, "operation": "confirm", "times": 1},
        {"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "lookup", "times": 2},
        {"kind": "malformed", "probability_percent": 100, "operation": "lookup", "times": 1},
    ]);
    world.faults("toss", broken).await;
    world.come_back(&order, "pay").await;
    becomes(world, &id_of(&order), "completed").await;
    assert_eq!(world.balance("c1").await, 1_000);
}

/// The check for the case that the sender is gone comes after a minute; a sender that still runs looks it up sooner.
async fn a_refund_in_doubt_is_asked_about_at_once(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let lost = always("lost_answer_after_effect", "cancel", 1);
    world.faults("toss", lost).await;
    let payment = order["payment_id"].as_str().unwrap();
    let refund = id_of(&world.request_refund(payment, None).await.ok());
    let tried = async || {
        let sql = "SELECT COUNT(*) FROM jobs WHERE kind = 'settle_refund' AND attempts = 1 AND state = 'waiting'";
        world.database.number(sql).await == 1
    };
    world.wait_until("the first try is over", tried).await;
    world.pass(TimeDelta::seconds(2));
    let ended = async || world.refund_state(&refund).await == "succeeded";
    world.wait_until("the refund ends", ended).await;
}

/// The cancel did not arrive, and meanwhile the bank took the deposit back: no money is left to send.
async fn a_refund_whose_deposit_is_taken_back_ends(world: &World) {
    let order = world.issue_account("c1", "direct-1000").await;
    let id = json!({"orderId": order["id"]});
    world.at_provider("/toss/deposits", &id).await;
    let order = world.wait_for_order(&id_of(&order), "completed").await;
    world
        .faults("toss", always("refuse_5xx_before", "cancel", 1))
        .await;
    let payment = order["payment_id"].as_str().unwrap();
    let account = json!({"bank": "088", "account_number": "110123456789", "holder": "홍길동"});
    let refund = world.request_refund(payment, Some(account)).await.ok();
    let asked = async || world.fired("toss", "refuse_5xx_before").await == 1;
    world.wait_until("the cancel was refused", asked).await;
    world.at_provider("/toss/deposits/reverse", &id).await;
    let ended = async || world.refund_state(&id_of(&refund)).await == "declined";
    world
        .wait_while_time_passes("the refund ends", STEP, ended)
        .await;
    assert_eq!(
        world.balance("c1").await,
        0,
        "the credits went with the money"
    );
}

async fn money_of_another_amount_is_parked_and_mints_nothing(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    // A webhook would trigger a look-up of the right amount, which may be booked first.
    let wrong = json!([
        {"kind": "wrong_amount", "probability_percent": 100, "operation": "confirm", "times": 1},
        {"kind": "wrong_amount", "probability_percent": 100, "operation": "lookup", "times": 1},
        {"kind": "webhook_lost", "probability_percent": 100},
    ]);
    world.faults("toss", wrong).await;
    world.come_back(&order, "pay").await;
    let order = world.wait_for_order(&id_of(&order), "mismatched").await;
    assert!(
        order["note"].as_str().unwrap().contains("10001 won"),
        "{order}"
    );
    assert_eq!(world.balance("c1").await, 0);
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM payments").await,
        0
    );
    let page = world
        .gateway()
        .browse(order["checkout_url"].as_str().unwrap())
        .await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert_eq!(
        world
            .database
            .number("SELECT COUNT(*) FROM events WHERE kind = 'order.mismatched'")
            .await,
        1
    );
}

async fn a_word_that_nobody_knows_proves_nothing(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let broken = json!([
        {"kind": "unknown_status", "probability_percent": 100, "operation": "confirm", "times": 1},
        {"kind": "unknown_status", "probability_percent": 100, "operation": "lookup", "times": 3},
    ]);
    world.faults("toss", broken).await;
    world.come_back(&order, "pay").await;
    assert_eq!(world.order(&id_of(&order)).await["state"], "confirming");
    assert_eq!(world.balance("c1").await, 0);
    becomes(world, &id_of(&order), "completed").await;
    assert_eq!(world.balance("c1").await, 1_000);
}

/// Only a webhook reports the deposit into a virtual account. When it is lost, the provider is looked up once more at
/// the order's end, before the order is given up.
async fn a_lost_webhook_is_made_up_for_by_the_sweep(world: &World) {
    let order = world.issue_account("c1", "direct-1000").await;
    let lost = json!([{"kind": "webhook_lost", "probability_percent": 100}]);
    world.faults("toss", lost).await;
    world
        .at_provider("/toss/deposits", &json!({"orderId": order["id"]}))
        .await;
    assert_eq!(
        world.order(&id_of(&order)).await["state"],
        "awaiting_deposit"
    );
    world.pass(TimeDelta::days(8));
    let swept = async || {
        world.sweep().await;
        world.order(&id_of(&order)).await["state"] == "completed"
    };
    world.wait_until("the order is completed", swept).await;
    assert_eq!(world.balance("c1").await, 1_000);
}

/// The provider answers "no deposit yet" and the answer is slow. The deposit comes, then the account's end, then the
/// answer. An answer from before the end says nothing about the end.
async fn a_look_up_from_before_its_end_does_not_give_an_order_up(world: &World) {
    let order = world.issue_account("c1", "direct-1000").await;
    let idle = async || {
        world
            .database
            .number(crate::support::database::NEAR_JOBS)
            .await
            == 0
    };
    world
        .wait_until("the account's own webhooks are done with", idle)
        .await;
    let slow = json!([
        {"kind": "delay", "probability_percent": 100, "operation": "lookup", "times": 1, "delay_ms": 400},
        {"kind": "webhook_lost", "probability_percent": 100},
    ]);
    world.faults("toss", slow).await;
    world.pass(HINTS_APART);
    let hint = json!({"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": "2026-04-08T10:00:00.000000",
        "data": {"orderId": order["id"], "paymentKey": "hint", "status": "READY"}});
    let hint = world
        .gateway()
        .bare(Method::POST, "/webhooks/toss")
        .json(&hint);
    send(hint.header("tosspayments-webhook-transmission-id", "whtrans_hint"))
        .await
        .ok();
    let asked = async || world.fired("toss", "delay").await == 1;
    world.wait_until("the provider was asked", asked).await;
    world
        .at_provider("/toss/deposits", &json!({"orderId": order["id"]}))
        .await;
    world.pass(TimeDelta::days(8));
    world.wait_until("the slow answer is in", idle).await;
    let swept = async || {
        world.sweep().await;
        world.order(&id_of(&order)).await["state"] == "completed"
    };
    world.wait_until("the order is completed", swept).await;
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn webhooks_twice_late_and_out_of_order_end_in_the_same_books(world: &World) {
    for (at, kind) in ["webhook_duplicate", "webhook_late", "webhook_reordered"]
        .into_iter()
        .enumerate()
    {
        let customer = format!("c{at}");
        let order = world.issue_account(&customer, "direct-1000").await;
        world
            .faults("toss", json!([{"kind": kind, "probability_percent": 100}]))
            .await;
        world
            .at_provider("/toss/deposits", &json!({"orderId": order["id"]}))
            .await;
        becomes(world, &id_of(&order), "completed").await;
        assert_eq!(world.balance(&customer).await, 1_000, "{kind}");
        world
            .at_provider("/toss/deposits/reverse", &json!({"orderId": order["id"]}))
            .await;
        let gone = async || world.balance(&customer).await == 0;
        world
            .wait_while_time_passes(&format!("the credits go despite {kind}"), STEP, gone)
            .await;
        world.faults("toss", json!([])).await;
    }
    world
        .open_order(&bank_order("b1", "direct-1000", "홍길동"))
        .await;
    world
        .faults(
            "bank",
            json!([{"kind": "webhook_duplicate", "probability_percent": 100}]),
        )
        .await;
    world.deposit("홍길동", 10_000).await;
    assert_eq!(world.balance("b1").await, 1_000);
}

async fn a_forged_signature_of_the_feed_is_refused_until_a_genuine_one_comes(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let forged = json!([{"kind": "webhook_bad_signature", "probability_percent": 100, "times": 1}]);
    world.faults("bank", forged).await;
    let told = world
        .at_provider(
            "/bank/deposits",
            &json!({"depositor_name": "홍길동", "amount": 10_000}),
        )
        .await;
    assert_eq!(told["delivered"], false, "{told}");
    // The feed sends it again, signed with the right secret.
    world.wait_for_order(&id_of(&order), "completed").await;
    assert_eq!(world.balance("c1").await, 1_000);
    assert_eq!(
        world
            .database
            .number("SELECT COUNT(*) FROM inbox WHERE verdict = 'rejected'")
            .await,
        1
    );
}

/// Every kind of damage at once, a third of all calls: twelve purchases, each refunded.
async fn a_storm_of_faults_ends_in_the_right_books(world: &World) {
    let kinds = [
        "lost_answer_after_effect",
        "refuse_5xx_before",
        "malformed",
        "html_error_page",
        "empty_body",
        "unknown_status",
    ];
    let storm: Vec<Value> = kinds
        .iter()
        .map(|kind| json!({"kind": kind, "probability_percent": 6}))
        .collect();
    let mut orders = Vec::new();
    for at in 0..12 {
        orders.push(
            world
                .open_order(&card_order(&format!("c{at}"), "direct-1000", 1))
                .await,
        );
    }
    world.faults("toss", json!(storm)).await;
    for order in &orders {
        world.come_back(order, "pay").await;
    }
    for order in &orders {
        becomes(world, &id_of(order), "completed").await;
    }
    let mut refunds = Vec::new();
    for order in &orders {
        let order = world.order(&id_of(order)).await;
        refunds.push(id_of(
            &world
                .request_refund(order["payment_id"].as_str().unwrap(), None)
                .await
                .ok(),
        ));
    }
    for refund in &refunds {
        let ended = async || world.refund_state(refund).await == "succeeded";
        world
            .wait_while_time_passes("every refund ends", STEP, ended)
            .await;
    }
    let books = world.sandbox_books().await;
    for paid in books["toss"]["payments"].as_array().unwrap() {
        assert_eq!(
            (
                &paid["approvals"],
                paid["cancels"].as_array().unwrap().len()
            ),
            (&json!(1), 1),
            "{paid}"
        );
    }
    let metrics = world.gateway().get(Role::Admin, "/metrics").await;
    assert!(
        metrics.text.contains("credit_gateway_jobs_parked 0"),
        "{}",
        metrics.text
    );
}
