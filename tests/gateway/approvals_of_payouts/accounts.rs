//! Another account for approved money.

use chrono::TimeDelta;
use credit_gateway::{access::Role, flows::retention::Mode};
use domain::retention::{RECORD_DAYS, Removal};
use serde_json::{Value, json};

use crate::{
    approvals::{approved_lines, decide, waits},
    support::{
        buyer::{bank_order, id_of},
        client::Answer,
        world::World,
    },
};

both_engines!(
    .limited():
    another_account_for_approved_money_waits_and_is_taken_once,
    an_account_that_was_rejected_is_not_taken,
    an_account_at_the_limit_is_taken_at_once,
    an_account_is_not_taken_in_place_of_one_that_was_given_since,
    an_account_is_not_taken_for_a_refund_that_was_paid_meanwhile,
    accounts_that_were_approved_go_in_their_time,
);

const FIRST: &str = "110123456789";
const SECOND: &str = "333444555666";
const THIRD: &str = "777888999000";

fn account(number: &str) -> Value {
    json!({"bank": "088", "account_number": number, "holder": "홍길동"})
}

/// A bought transfer of `times` 1,000 won, and the answer to support's request for its refund.
async fn asked_back(world: &World, times: i64) -> Answer {
    let mut order = bank_order("c1", "direct-100", "홍길동");
    order["quantity"] = json!(times);
    let order = world.open_order(&order).await;
    world
        .deposit("홍길동", order["amount"].as_i64().unwrap())
        .await;
    let paid = world.order(&id_of(&order)).await;
    let payment = paid["payment_id"].as_str().unwrap();
    world.request_refund(payment, Some(account(FIRST))).await
}

/// A refund of 10,000 won by hand, to the account that a second person approved; its id.
async fn approved_refund(world: &World) -> String {
    let asked = waits(&asked_back(world, 10).await);
    let done = decide(world, Role::Admin, "first", &asked, "approve").await;
    let refund = done.ok()["outcome"].as_str().unwrap().to_owned();
    assert_eq!(goes_to(world, &refund).await, FIRST);
    refund
}

async fn at_refund(world: &World, key: &str, refund: &str, verb: &str, body: Value) -> Answer {
    let path = format!("/v1/refunds/{refund}/{verb}");
    let gateway = world.gateway();
    gateway.post_under(key, Role::Support, &path, &body).await
}

async fn give(world: &World, key: &str, refund: &str, number: &str) -> Answer {
    let body = json!({"refund_account": account(number)});
    at_refund(world, key, refund, "account", body).await
}

async fn goes_to(world: &World, refund: &str) -> Value {
    let path = format!("/v1/refunds/{refund}/payout");
    let payout = world.gateway().get(Role::Support, &path).await.ok();
    payout["account_number"].clone()
}

async fn another_account_for_approved_money_waits_and_is_taken_once(world: &World) {
    let refund = approved_refund(world).await;
    let answer = give(world, "a1", &refund, SECOND).await;
    let asked = waits(&answer);
    assert_eq!(
        (&asked["act"], &asked["subject"], &asked["amount"]),
        (&json!("refund_account"), &json!(refund), &json!(10_000))
    );
    let again = give(world, "a1", &refund, SECOND).await;
    assert_eq!(waits(&again)["id"], asked["id"]);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    // Masked in the answer and in the stored row.
    assert_eq!(asked["refund_account"]["account_number"], "********5666");
    assert!(!answer.text.contains(SECOND) && !again.text.contains(SECOND));
    for number in [FIRST, SECOND] {
        let sql = format!("SELECT COUNT(*) FROM idempotency_keys WHERE reply LIKE '%{number}%'");
        assert_eq!(world.database.number(&sql).await, 0, "{number}");
    }
    assert_eq!(goes_to(world, &refund).await, FIRST);
    for what in ["approve", "reject"] {
        decide(world, Role::Support, what, &asked, what)
            .await
            .refused(403, "own_approval");
    }
    assert_eq!(goes_to(world, &refund).await, FIRST);
    let done = decide(world, Role::Admin, "d1", &asked, "approve").await;
    assert_eq!(done.ok()["outcome"], json!(refund));
    assert_eq!(goes_to(world, &refund).await, SECOND);
    decide(world, Role::Admin, "d2", &asked, "approve")
        .await
        .refused(409, "approval_settled");
    assert_eq!(approved_lines(world, "refund.account").await, 1);
}

async fn an_account_that_was_rejected_is_not_taken(world: &World) {
    let refund = approved_refund(world).await;
    let closed = json!({"reason": "the account is closed"});
    at_refund(world, "b1", &refund, "bounced", closed)
        .await
        .ok();
    let asked = waits(&give(world, "a1", &refund, SECOND).await);
    assert_eq!(world.refund_state(&refund).await, "bounced");
    decide(world, Role::Admin, "d1", &asked, "reject")
        .await
        .ok();
    decide(world, Role::Admin, "d2", &asked, "approve")
        .await
        .refused(409, "approval_settled");
    assert_eq!(world.refund_state(&refund).await, "bounced");
    assert_eq!(approved_lines(world, "refund.account").await, 0);
}

async fn an_account_at_the_limit_is_taken_at_once(world: &World) {
    let refund = asked_back(world, 5).await.ok();
    assert_eq!(refund["amount"], 5_000, "{refund}");
    let given = give(world, "a1", &id_of(&refund), SECOND).await;
    assert_eq!(given.status, 200, "{}", given.text);
    assert_eq!(goes_to(world, &id_of(&refund)).await, SECOND);
}

async fn an_account_is_not_taken_in_place_of_one_that_was_given_since(world: &World) {
    let refund = approved_refund(world).await;
    let (second, third) = (
        waits(&give(world, "a1", &refund, SECOND).await),
        waits(&give(world, "a2", &refund, THIRD).await),
    );
    decide(world, Role::Admin, "d1", &third, "approve")
        .await
        .ok();
    decide(world, Role::Admin, "d2", &second, "approve")
        .await
        .refused(409, "refund_account_changed");
    assert_eq!(goes_to(world, &refund).await, THIRD);
    decide(world, Role::Admin, "d3", &second, "reject")
        .await
        .ok();
}

async fn an_account_is_not_taken_for_a_refund_that_was_paid_meanwhile(world: &World) {
    let refund = approved_refund(world).await;
    let asked = waits(&give(world, "a1", &refund, SECOND).await);
    let transfer = json!({"evidence": "transfer 1"});
    at_refund(world, "p1", &refund, "paid", transfer).await.ok();
    decide(world, Role::Admin, "d1", &asked, "approve")
        .await
        .refused(409, "refund_not_open");
    assert_eq!(world.refund_state(&refund).await, "succeeded");
    // It came back: another account is needed after all, and it is the one that was requested.
    let closed = json!({"reason": "the account is closed"});
    at_refund(world, "b1", &refund, "bounced", closed)
        .await
        .ok();
    decide(world, Role::Admin, "d2", &asked, "approve")
        .await
        .ok();
    assert_eq!(world.refund_state(&refund).await, "by_hand");
    assert_eq!(goes_to(world, &refund).await, SECOND);
}

async fn accounts_that_were_approved_go_in_their_time(world: &World) {
    let refund = approved_refund(world).await;
    let asked = waits(&give(world, "a1", &refund, SECOND).await);
    decide(world, Role::Admin, "d1", &asked, "approve")
        .await
        .ok();
    let evidence = json!({"evidence": "transfer 1"});
    at_refund(world, "p1", &refund, "paid", evidence).await.ok();
    world.pass(TimeDelta::days(RECORD_DAYS));
    let removed = world.retention(Mode::Remove).await;
    for (removal, rows) in [(Removal::RefundAccount, 1), (Removal::ApprovalAccounts, 2)] {
        assert!(removed.contains(&(removal, rows)), "{removal}: {removed:?}");
    }
    // What was decided is on record, without the accounts.
    let path = format!("/v1/approvals/{}", id_of(&asked));
    let shown = world.gateway().get(Role::Support, &path).await.ok();
    assert_eq!(
        (&shown["state"], &shown["outcome"]),
        (&json!("approved"), &json!(refund))
    );
    for number in [FIRST, SECOND] {
        let sql = format!("SELECT COUNT(*) FROM approvals WHERE request LIKE '%{number}%'");
        assert_eq!(world.database.number(&sql).await, 0, "{number}");
    }
    world.audit().await;
}
