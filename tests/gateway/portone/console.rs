//! What others do with a payment at PortOne, refunds that take their time, and the comparison of a day.

use chrono::TimeDelta;
use credit_gateway::access::{Desk, Role};
use serde_json::json;

use crate::support::{buyer::id_of, desk::Browser, world::World};

both_engines!(
    .portone():
    a_cancel_at_the_console_takes_the_credits,
    a_chargeback_takes_the_credits_and_is_shown_to_support,
    a_chargeback_that_is_recorded_too_is_taken_once,
    a_dispute_that_portone_tells_of_is_shown,
    a_cancel_that_the_pg_carries_out_later_ends_when_it_says_so,
    a_cancel_that_the_pg_refuses_later_gives_the_credits_back,
    a_refund_whose_answer_was_lost_goes_back_once,
    a_part_that_others_cancelled_stops_a_refund_of_another_balance,
    a_day_is_compared_and_agrees,
);

/// How fast time passes while the world waits.
const STEP: TimeDelta = TimeDelta::seconds(1);

async fn a_cancel_at_the_console_takes_the_credits(world: &World) {
    let paid = world.buy_at_portone("c1").await;
    let cancel = json!({"paymentKey": paid["id"]});
    world.at_provider("/portone/console/cancel", &cancel).await;
    let gone = async || world.balance("c1").await == 0;
    world.wait_until("the credits go", gone).await;
}

async fn a_chargeback_takes_the_credits_and_is_shown_to_support(world: &World) {
    let paid = world.buy_at_portone("c1").await;
    let back = json!({"paymentKey": paid["id"], "reason": "분실 카드"});
    world
        .at_provider("/portone/console/chargeback", &back)
        .await;
    let gone = async || world.balance("c1").await == 0;
    world.wait_until("the credits go", gone).await;
    let payment = paid["payment_id"].as_str().unwrap();
    assert_eq!(world.fact_told(payment, "chargeback").await, "10000");
}

impl World {
    /// A fact of a payment, as the API shows it.
    async fn fact_told(&self, payment: &str, fact: &str) -> String {
        let path = format!("/v1/payments/{payment}");
        let shown = self.gateway().get(Role::Support, &path).await.ok();
        let told = shown["facts"][fact].as_str();
        told.unwrap_or_default().to_owned()
    }
}

/// Half is charged back and listed. Support also records it, as kept back from a payout.
async fn a_chargeback_that_is_recorded_too_is_taken_once(world: &World) {
    let paid = world.buy_at_portone("c1").await;
    let back = json!({"paymentKey": paid["id"], "amount": 5_000});
    world
        .at_provider("/portone/console/chargeback", &back)
        .await;
    let gone = async || world.balance("c1").await == 500;
    world.wait_until("half of the credits go", gone).await;
    let payment = paid["payment_id"].as_str().unwrap();
    let dispute = world.dispute(payment, json!({"amount": 5_000})).await.ok();
    let lost = json!({"state": "lost", "taken": "settlement", "note": "the card company wrote"});
    world.decide(&id_of(&dispute), lost).await.ok();
    assert_eq!(world.balance("c1").await, 500, "half of the credits stay");
    let path = format!("/v1/payments/{payment}");
    let shown = world.gateway().get(Role::Support, &path).await.ok();
    assert_eq!(shown["cancelled_outside"], 5_000, "{shown}");
}

async fn a_dispute_that_portone_tells_of_is_shown(world: &World) {
    let paid = world.buy_at_portone("c1").await;
    let payment = paid["payment_id"].as_str().unwrap();
    let begins = json!({"paymentKey": paid["id"]});
    world.at_provider("/portone/console/dispute", &begins).await;
    let told = async || {
        world
            .fact_told(payment, "dispute")
            .await
            .contains("UNRESOLVED")
    };
    world.wait_while_time_passes("it is told", STEP, told).await;
    let browser = Browser::of(world, Desk::Support).await;
    let page = browser.page(&format!("/console/payments/{payment}")).await;
    assert!(page.contains("UNRESOLVED"), "{page}");
    let ends = json!({"paymentKey": paid["id"], "resolved": true});
    world.at_provider("/portone/console/dispute", &ends).await;
    let over = async || {
        !world
            .fact_told(payment, "dispute")
            .await
            .contains("UNRESOLVED")
    };
    world.wait_while_time_passes("its end", STEP, over).await;
    assert_eq!(world.balance("c1").await, 1_000);
}

/// The refund stays under way, and is not sent again, until the PG ends it.
async fn a_cancel_that_the_pg_carries_out_later_ends_when_it_says_so(world: &World) {
    let paid = world.buy_at_portone("c1").await;
    let slow = json!({"slow_cancels": true});
    world.at_provider("/portone/console/channel", &slow).await;
    let payment = paid["payment_id"].as_str().unwrap();
    let refund = id_of(&world.request_refund(payment, None).await.ok());
    let sent = async || {
        let books = world.sandbox_books().await;
        books["portone"]["payments"][0]["cancels"][0]["amount"] == 10_000
    };
    world.wait_until("it is requested", sent).await;
    // Longer than PortOne keeps the key.
    world.pass(TimeDelta::hours(4));
    let done = json!({"paymentKey": paid["id"], "status": "SUCCEEDED"});
    world.at_provider("/portone/console/finish", &done).await;
    let ended = async || world.refund_state(&refund).await == "succeeded";
    world
        .wait_while_time_passes("the refund ends", STEP, ended)
        .await;
    let books = world.sandbox_books().await;
    let payment = &books["portone"]["payments"][0];
    assert_eq!(payment["cancels"].as_array().unwrap().len(), 1, "{payment}");
}

async fn a_cancel_that_the_pg_refuses_later_gives_the_credits_back(world: &World) {
    let paid = world.buy_at_portone("c1").await;
    let slow = json!({"slow_cancels": true});
    world.at_provider("/portone/console/channel", &slow).await;
    let payment = paid["payment_id"].as_str().unwrap();
    let refund = id_of(&world.request_refund(payment, None).await.ok());
    let sent = async || {
        let books = world.sandbox_books().await;
        books["portone"]["payments"][0]["cancels"][0]["amount"] == 10_000
    };
    world.wait_until("it is requested", sent).await;
    let failed = json!({"paymentKey": paid["id"], "status": "FAILED"});
    world.at_provider("/portone/console/finish", &failed).await;
    let ended = async || world.refund_state(&refund).await == "declined";
    world
        .wait_while_time_passes("the refund ends", STEP, ended)
        .await;
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn a_refund_whose_answer_was_lost_goes_back_once(world: &World) {
    let paid = world.buy_at_portone("c1").await;
    let lost = json!([
        {"kind": "lost_answer_after_effect", "probability_percent": 100, "operation": "cancel", "times": 1},
    ]);
    world.faults("portone", lost).await;
    let payment = paid["payment_id"].as_str().unwrap();
    let refund = id_of(&world.request_refund(payment, None).await.ok());
    let ended = async || world.refund_state(&refund).await == "succeeded";
    world
        .wait_while_time_passes("the refund ends", STEP, ended)
        .await;
    assert_eq!(world.fired("portone", "lost_answer_after_effect").await, 1);
    let books = world.sandbox_books().await;
    let payment = &books["portone"]["payments"][0];
    assert_eq!(payment["cancels"].as_array().unwrap().len(), 1, "{payment}");
}

/// Others cancel a part while ours is kept from going out: PortOne's balance is not the one that the refund expects.
async fn a_part_that_others_cancelled_stops_a_refund_of_another_balance(world: &World) {
    let paid = world.buy_at_portone("c1").await;
    let down = json!([
        {"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "cancel", "times": 1},
    ]);
    world.faults("portone", down).await;
    let payment = paid["payment_id"].as_str().unwrap();
    let refund = id_of(&world.request_refund(payment, None).await.ok());
    let refused = async || world.fired("portone", "refuse_5xx_before").await == 1;
    world.wait_until("the cancel was refused", refused).await;
    let part = json!({"paymentKey": paid["id"], "amount": 1_000});
    world.at_provider("/portone/console/cancel", &part).await;
    let ended = async || {
        let state = world.refund_state(&refund).await;
        state == "declined" || state == "succeeded"
    };
    world
        .wait_while_time_passes("the refund ends", STEP, ended)
        .await;
    let books = world.sandbox_books().await;
    assert_eq!(books["portone"]["payments"][0]["cancelled"], 1_000);
}

async fn a_day_is_compared_and_agrees(world: &World) {
    let paid = world.buy_at_portone("c1").await;
    world.buy_at_portone("c2").await;
    world.refund(paid["payment_id"].as_str().unwrap()).await;
    world.pass(TimeDelta::days(1));
    let begun = json!({"provider": "portone", "date": "2026-04-08"});
    let run = world
        .gateway()
        .post(Role::Support, "/v1/reconciliations", &begun)
        .await
        .ok();
    let path = format!("/v1/reconciliations/{}", id_of(&run));
    let done = async || {
        let run = world.gateway().get(Role::Support, &path).await.ok();
        run["state"] != "running"
    };
    world.wait_until("the day is compared", done).await;
    let run = world.gateway().get(Role::Support, &path).await.ok();
    assert_eq!(
        (&run["state"], &run["rows"], &run["explained_parts"]),
        (&json!("finished"), &json!(3), &json!(100_000)),
        "{run}"
    );
    let sql = "SELECT COUNT(*) FROM discrepancies";
    assert_eq!(world.database.number(sql).await, 0);
}
