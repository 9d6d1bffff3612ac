//! Refunds that go wrong on the way.

use chrono::TimeDelta;
use serde_json::json;

use super::{STEP, always};
use crate::support::{buyer::id_of, world::World};

both_engines!(
    a_refund_that_goes_wrong_on_the_way_goes_back_once,
    a_refund_in_doubt_is_asked_about_at_once,
    a_refund_whose_deposit_is_taken_back_ends,
);

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
