//! Wallets: they send no webhook that could replace a lost answer, and Kakao Pay has no idempotency keys.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{
    buyer::{id_of, wallet_order},
    world::World,
};

both_engines!(
    a_wallet_that_took_the_money_and_did_not_say_so_still_ends_in_one_lot,
    a_refund_that_was_made_at_the_console_meanwhile_is_not_made_again,
    a_cancel_at_the_console_is_found_by_asking,
);

/// How fast time passes while the world waits.
const STEP: TimeDelta = TimeDelta::seconds(1);

/// When the only order is looked up again; 0 when it is not.
const NEXT_LOOK: &str = "SELECT CAST(COALESCE(MIN(run_at), 0) AS BIGINT) FROM jobs \
    WHERE kind = 'settle_order' AND state = 'waiting'";

fn once(kind: &str, operation: &str) -> Value {
    json!([{"kind": kind, "probability_percent": 100, "operation": operation, "times": 1}])
}

async fn a_wallet_that_took_the_money_and_did_not_say_so_still_ends_in_one_lot(world: &World) {
    for provider in ["kakaopay", "naverpay"] {
        let order = world.open_order(&wallet_order(provider, provider)).await;
        let lost = once("lost_answer_after_effect", "confirm");
        world.faults(provider, lost).await;
        world.come_back(&order, "pay").await;
        assert_eq!(world.fired(provider, "lost_answer_after_effect").await, 1);
        let told = world.order(&id_of(&order)).await;
        assert_eq!(
            told["state"], "confirming",
            "in doubt is not failed: {told}"
        );
        let completed = async || world.order(&id_of(&order)).await["state"] == "completed";
        world
            .wait_while_time_passes("the order is completed", STEP, completed)
            .await;
        assert_eq!(world.balance(provider).await, 1_000);
        assert_eq!(world.lots(provider).await.len(), 1);
    }
}

/// Support did not wait while Kakao Pay was out of order. Its own cancel took exactly the refund's amount from the
/// balance that the refund expects, so it counts as the refund. If the refund were also sent, the money would go back
/// twice.
async fn a_refund_that_was_made_at_the_console_meanwhile_is_not_made_again(world: &World) {
    let order = world.open_order(&wallet_order("kakaopay", "c1")).await;
    let paid = world.pay(&order).await;
    world.spend("c1", 500).await.ok();
    let down = once("refuse_5xx_before", "cancel");
    world.faults("kakaopay", down).await;
    let payment = paid["payment_id"].as_str().unwrap();
    let refund = id_of(&world.request_refund(payment, None).await.ok());
    let refused = async || world.fired("kakaopay", "refuse_5xx_before").await == 1;
    world.wait_until("the cancel was refused", refused).await;
    let books = world.sandbox_books().await;
    let key = &books["kakaopay"]["payments"][0]["payment_key"];
    let by_hand = json!({"paymentKey": key, "amount": 5_000});
    world
        .at_provider("/kakaopay/console/cancel", &by_hand)
        .await;
    let ended = async || world.refund_state(&refund).await == "succeeded";
    world
        .wait_while_time_passes("the refund ends", STEP, ended)
        .await;
    let books = world.sandbox_books().await;
    let paid = &books["kakaopay"]["payments"][0];
    let cancels = paid["cancels"].as_array().unwrap().len();
    assert_eq!((cancels, &paid["cancelled"]), (1, &json!(5_000)), "{paid}");
}

/// Kakao Pay sends no notice.
async fn a_cancel_at_the_console_is_found_by_asking(world: &World) {
    let order = world.open_order(&wallet_order("kakaopay", "c1")).await;
    world.pay(&order).await;
    let books = world.sandbox_books().await;
    let key = &books["kakaopay"]["payments"][0]["payment_key"];
    let by_hand = json!({"paymentKey": key, "amount": 10_000});
    // After two look-ups that found no change.
    for days in [1, 2] {
        world.pass(TimeDelta::days(days));
        let looked =
            async || world.database.number(NEXT_LOOK).await > world.now().timestamp_micros();
        world.wait_until("the next look is promised", looked).await;
    }
    world
        .at_provider("/kakaopay/console/cancel", &by_hand)
        .await;
    assert_eq!(world.balance("c1").await, 1_000);
    world.pass(TimeDelta::days(5));
    let gone = async || world.balance("c1").await == 0;
    world.wait_until("the credits go", gone).await;
}
