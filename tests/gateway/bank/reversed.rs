//! Deposits that the bank takes back.

use credit_gateway::access::Role;
use serde_json::json;

use crate::support::{
    buyer::bank_order,
    client::BankWebhook,
    world::{BANK_SECRET, World},
};

both_engines!(
    a_deposit_that_the_bank_takes_back_revokes_the_lot,
    a_transfer_made_again_after_a_reversal_is_matched_by_hand,
    a_reversal_that_overtakes_its_deposit_is_sent_again,
    a_deposit_that_was_given_back_and_is_taken_back_too_is_listed,
);

async fn a_deposit_that_the_bank_takes_back_revokes_the_lot(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let movement = world.deposit("홍길동", 10_000).await;
    world.spend("c1", 100).await.ok();
    world
        .at_provider(&format!("/bank/deposits/{movement}/reverse"), &json!({}))
        .await;
    let balance = world
        .gateway()
        .get(Role::Service, "/v1/customers/c1/balance")
        .await
        .ok();
    assert_eq!(
        (&balance["available"], &balance["debt"]),
        (&json!(0), &json!(100)),
        "{balance}"
    );
    assert_eq!(world.deposits("reversed").await.len(), 1);
}

async fn a_transfer_made_again_after_a_reversal_is_matched_by_hand(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let movement = world.deposit("홍길동", 10_000).await;
    world
        .at_provider(&format!("/bank/deposits/{movement}/reverse"), &json!({}))
        .await;
    assert_eq!(world.balance("c1").await, 0);
    world.deposit("홍길동", 10_000).await;
    let again = world.deposits("duplicate").await.remove(0);
    let path = format!("/v1/deposits/{}/match", again["id"].as_str().unwrap());
    let body = json!({"order_id": order["id"], "reason": "the buyer called"});
    let matched = world.gateway().post(Role::Support, &path, &body).await.ok();
    assert_eq!(matched["state"], "matched", "{matched}");
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn a_reversal_that_overtakes_its_deposit_is_sent_again(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let body =
        json!({"type": "deposit.reversed", "timestamp": "t", "data": {"movement_id": "mv-1"}});
    let reversal = BankWebhook::signed(BANK_SECRET, "msg-reversal", world.now(), &body);
    let early = world.gateway().bank_webhook(&reversal).await;
    assert!(
        early.status >= 400,
        "taken although its deposit is not there: {}",
        early.text
    );
    world
        .gateway()
        .bank_webhook(&world.notice("mv-1", "홍길동", 10_000))
        .await
        .ok();
    world.gateway().bank_webhook(&reversal).await.ok();
    assert_eq!(world.balance("c1").await, 0);
}

/// Support has transferred the refund when the bank takes the deposit back: somebody has the money twice.
async fn a_deposit_that_was_given_back_and_is_taken_back_too_is_listed(world: &World) {
    let order = world
        .open_order(&bank_order("c1", "direct-1000", "홍길동"))
        .await;
    let movement = world.deposit("홍길동", 10_000).await;
    let paid = world.order(order["id"].as_str().unwrap()).await;
    let account = json!({"bank": "088", "account_number": "110123456789", "holder": "홍길동"});
    let payment = paid["payment_id"].as_str().unwrap();
    let refund = world.request_refund(payment, Some(account)).await.ok();
    let path = format!("/v1/refunds/{}/paid", refund["id"].as_str().unwrap());
    let evidence = json!({"evidence": "transfer 1"});
    let gateway = world.gateway();
    gateway.post(Role::Support, &path, &evidence).await.ok();
    world
        .at_provider(&format!("/bank/deposits/{movement}/reverse"), &json!({}))
        .await;
    let path = "/v1/contradictions?state=open";
    let open = gateway.get(Role::Support, path).await.ok();
    assert_eq!(open["items"].as_array().unwrap().len(), 1, "{open}");
    assert_eq!(open["items"][0]["kind"], "gave_back_twice", "{open}");
    assert_eq!(world.balance("c1").await, 0);
}
