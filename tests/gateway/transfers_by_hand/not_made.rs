//! Transfers that are not made, because the money went or the account is doubtful.

use credit_gateway::access::Role;
use serde_json::json;

use super::{DIGITS, NUMBER, account};
use crate::support::{
    buyer::{bank_order, id_of},
    world::World,
};

both_engines!(
    a_holder_who_did_not_pay_is_asked_about,
    a_refund_that_the_provider_was_too_late_for_gets_its_account,
    a_transfer_is_not_made_of_money_that_its_bank_took_back,
    a_transfer_is_not_made_of_money_that_the_console_gave_back,
);

async fn a_holder_who_did_not_pay_is_asked_about(world: &World) {
    let order = world
        .buy_by_transfer("c1", "direct-1000", "홍길동4821")
        .await;
    let payment = order["payment_id"].as_str().unwrap();
    let refused = world
        .request_refund(payment, Some(account(NUMBER, "김철수")))
        .await
        .refused(409, "holder_differs");
    assert!(
        !refused.to_string().contains("철수") && !refused.to_string().contains("길동"),
        "{refused}"
    );
    assert_eq!(world.balance("c1").await, 1_000);
    let quote = world.quote(payment).await;
    let body = json!({"payment_id": payment, "quote_id": quote["id"], "reason": "the buyer asked",
        "refund_account": account(NUMBER, "김철수"), "holder_confirmed": true});
    let refund = world
        .gateway()
        .post(Role::Support, "/v1/refunds", &body)
        .await
        .ok();
    // The same where another account is given later. The payer's own needs no reason.
    let other = json!({"refund_account": account(NUMBER, "김영희")});
    world
        .at_refund(&refund, "account", &other)
        .await
        .refused(409, "holder_differs");
    let own = json!({"refund_account": account(NUMBER, "홍 길동")});
    world.at_refund(&refund, "account", &own).await.ok();
    let confirmed = "SELECT COUNT(*) FROM audit_log WHERE act = 'refund.request' AND detail LIKE '%that was confirmed'";
    assert_eq!(world.number_of(confirmed).await, 1);
    let evidence = json!({"evidence": "transfer 1"});
    world.at_refund(&refund, "paid", &evidence).await.ok();
}

async fn a_transfer_is_not_made_of_money_that_its_bank_took_back(world: &World) {
    let order = bank_order("c1", "direct-1000", "홍길동");
    let order = world.open_order(&order).await;
    let movement = world.deposit("홍길동", 10_000).await;
    let paid = world.order(&id_of(&order)).await;
    let payment = paid["payment_id"].as_str().unwrap();
    let refund = world
        .request_refund(payment, Some(account(NUMBER, "홍길동")))
        .await
        .ok();
    world.payout(&refund).await.ok();
    world
        .at_provider(&format!("/bank/deposits/{movement}/reverse"), &json!({}))
        .await;
    world.payout(&refund).await.refused(409, "money_taken_back");
    let reason = json!({"reason": "the bank took the deposit back"});
    let declined = world.at_refund(&refund, "declined", &reason).await.ok();
    assert_eq!(
        (&declined["state"], &declined["note"]),
        (&json!("declined"), &reason["reason"])
    );
    assert_eq!(world.balance("c1").await, 0);
    assert_eq!(world.number_of("SELECT in_flight FROM payments").await, 0);
    // A second person reports it with other words, or reports that it was paid.
    let other = json!({"reason": "another"});
    let again = world.at_refund(&refund, "declined", &other).await;
    again.refused(409, "refund_not_open");
    let paid = json!({"evidence": "transfer 1"});
    let paid = world.at_refund(&refund, "paid", &paid).await;
    paid.refused(409, "refund_not_open");
    world.audit().await;
}

/// The provider is looked up before a person reads the account: no other message reached the gateway.
async fn a_transfer_is_not_made_of_money_that_the_console_gave_back(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let payment = order["payment_id"].as_str().unwrap();
    let refund = world.too_late(payment).await;
    let body = json!({"refund_account": account(NUMBER, "홍길동")});
    world.at_refund(&refund, "account", &body).await.ok();
    assert_eq!(world.payout(&refund).await.ok()["account_number"], DIGITS);
    let key = world
        .gateway()
        .get(Role::Support, &format!("/v1/payments/{payment}"))
        .await
        .ok();
    let key = json!({"paymentKey": key["payment_key"]});
    world.at_provider("/toss/console/cancel", &key).await;
    world.payout(&refund).await.refused(409, "money_taken_back");
    let reason = json!({"reason": "given at the console"});
    world.at_refund(&refund, "declined", &reason).await.ok();
    world.audit().await;
}

/// By Toss's deadline an old card payment cannot be cancelled any more: no account was requested at that time.
async fn a_refund_that_the_provider_was_too_late_for_gets_its_account(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let payment = order["payment_id"].as_str().unwrap();
    let refund = world.too_late(payment).await;
    world
        .payout(&refund)
        .await
        .refused(409, "refund_account_missing");
    let body = json!({"refund_account": account(NUMBER, "홍길동")});
    let given = world.at_refund(&refund, "account", &body).await.ok();
    assert_eq!(
        (&given["state"], &given["note"]),
        (
            &json!("by_hand"),
            &json!("EXCEED_CANCELABLE_DATE: too late")
        )
    );
    assert_eq!(world.payout(&refund).await.ok()["account_number"], DIGITS);
    let evidence = json!({"evidence": "transfer 1"});
    world.at_refund(&refund, "paid", &evidence).await.ok();
}
