//! Destinations of money above the requester's limit: another account for a refund, and a payment that is in no
//! books.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::{
    approvals::{approved_lines, decide, waits},
    support::{
        buyer::{bank_order, card_order, id_of},
        client::Answer,
        world::World,
    },
};

const FIRST: &str = "110123456789";
const SECOND: &str = "333444555666";
const THIRD: &str = "777888999000";

both_engines!(
    .limited():
    another_account_for_approved_money_waits_and_is_taken_once,
    an_account_that_was_rejected_is_not_taken,
    an_account_at_the_limit_is_taken_at_once,
    an_account_is_not_taken_in_place_of_one_that_was_given_since,
    an_account_is_not_taken_for_a_refund_that_was_paid_meanwhile,
    a_payment_above_the_limit_is_given_back_once_when_another_approves,
    a_payment_whose_return_was_rejected_stays,
    a_payment_within_the_limit_is_given_back_at_once,
    a_payment_that_went_meanwhile_is_not_given_back_again,
    what_the_provider_refused_is_closed_by_a_transfer_within_the_limit,
    what_the_provider_refused_is_transferred_above_the_limit_when_another_approves,
);

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

/// A payment of ten won less than `times` 1,000; returns the contradiction for a person to decide.
async fn underpaid(world: &World, times: i64) -> Value {
    let order = card_order("c1", "direct-100", times);
    let order = world.open_order(&order).await;
    let less = json!([
        {"kind": "charged_less", "probability_percent": 100, "operation": "confirm", "times": 1},
        {"kind": "webhook_lost", "probability_percent": 100},
    ]);
    world.faults("toss", less).await;
    world.come_back(&order, "pay").await;
    world.wait_for_order(&id_of(&order), "mismatched").await;
    let path = "/v1/contradictions?state=open";
    let open = world.gateway().get(Role::Support, path).await.ok();
    open["items"][0].clone()
}

async fn give_back(world: &World, known: &Value) -> Answer {
    let path = format!("/v1/contradictions/{}/refund", id_of(known));
    let body = json!({"reason": "the buyer called"});
    world.gateway().post(Role::Support, &path, &body).await
}

async fn state_of(world: &World, known: &Value) -> String {
    let path = format!("/v1/contradictions/{}", id_of(known));
    let told = world.gateway().get(Role::Support, &path).await.ok();
    told["state"].as_str().unwrap().to_owned()
}

/// The total the provider returned, and the number of refunds.
async fn gone(world: &World) -> (i64, usize) {
    let books = world.sandbox_books().await;
    let paid = &books["toss"]["payments"][0];
    let times = paid["cancels"].as_array().map_or(0, Vec::len);
    (paid["cancelled"].as_i64().unwrap_or(0), times)
}

async fn a_payment_above_the_limit_is_given_back_once_when_another_approves(world: &World) {
    let known = underpaid(world, 10).await;
    let asked = waits(&give_back(world, &known).await);
    assert_eq!(
        (&asked["act"], &asked["subject"], &asked["amount"]),
        (&json!("contradiction_refund"), &known["id"], &json!(9_990))
    );
    decide(world, Role::Support, "d0", &asked, "approve")
        .await
        .refused(403, "own_approval");
    assert_eq!(state_of(world, &known).await, "open");
    assert_eq!(gone(world).await, (0, 0));
    let done = decide(world, Role::Admin, "d1", &asked, "approve").await;
    assert_eq!(done.ok()["outcome"], known["id"]);
    let back = async || state_of(world, &known).await == "refunded";
    world.wait_until("the money is back", back).await;
    decide(world, Role::Admin, "d2", &asked, "approve")
        .await
        .refused(409, "approval_settled");
    assert_eq!(gone(world).await, (9_990, 1));
    assert_eq!(approved_lines(world, "contradiction.refund").await, 1);
}

async fn a_payment_whose_return_was_rejected_stays(world: &World) {
    let known = underpaid(world, 10).await;
    let asked = waits(&give_back(world, &known).await);
    decide(world, Role::Admin, "d1", &asked, "reject")
        .await
        .ok();
    decide(world, Role::Admin, "d2", &asked, "approve")
        .await
        .refused(409, "approval_settled");
    assert_eq!(state_of(world, &known).await, "open");
    assert_eq!(gone(world).await, (0, 0));
}

async fn a_payment_within_the_limit_is_given_back_at_once(world: &World) {
    let known = underpaid(world, 5).await;
    let going = give_back(world, &known).await;
    assert_eq!(going.status, 200, "{}", going.text);
    let back = async || state_of(world, &known).await == "refunded";
    world.wait_until("the money is back", back).await;
    assert_eq!(gone(world).await, (4_990, 1));
}

async fn a_payment_that_went_meanwhile_is_not_given_back_again(world: &World) {
    let known = underpaid(world, 10).await;
    let asked = waits(&give_back(world, &known).await);
    let cancel = json!({"paymentKey": known["payment_key"]});
    world.at_provider("/toss/console/cancel", &cancel).await;
    decide(world, Role::Admin, "d1", &asked, "approve")
        .await
        .refused(409, "contradiction_settled");
    assert_eq!(gone(world).await, (9_990, 1));
    let path = format!("/v1/approvals/{}", id_of(&asked));
    let told = world.gateway().get(Role::Admin, &path).await.ok();
    assert_eq!(told["state"], "waiting");
}

/// A refund that the provider refused for good: a person transfers it.
async fn refused(world: &World, times: i64) -> Value {
    let known = underpaid(world, times).await;
    let never = json!([
        {"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "cancel"},
    ]);
    world.faults("toss", never).await;
    let going = give_back(world, &known).await;
    if going.status == 202 {
        decide(world, Role::Admin, "r1", &waits(&going), "approve")
            .await
            .ok();
    }
    let not_given = domain::books::decisions::ReopenContradiction {
        customer: "c1".parse().unwrap(),
        order: known["order_id"].as_str().unwrap().parse().unwrap(),
        contradiction: id_of(&known).parse().unwrap(),
        failure: domain::failure::Failure::new("EXCEED_CANCELABLE_DATE", "too late"),
    };
    world.apps[0]
        .apply(domain::command::Command::new(
            not_given,
            domain::actor::Actor::Provider("toss".parse().unwrap()),
        ))
        .await
        .unwrap();
    assert_eq!(state_of(world, &known).await, "open");
    known
}

async fn close(world: &World, key: &str, known: &Value, transfer: Option<&str>) -> Answer {
    let path = format!("/v1/contradictions/{}/close", id_of(known));
    let body = json!({"reason": "too late", "transferred": transfer});
    let gateway = world.gateway();
    gateway.post_under(key, Role::Support, &path, &body).await
}

async fn what_the_provider_refused_is_closed_by_a_transfer_within_the_limit(world: &World) {
    let known = refused(world, 5).await;
    close(world, "c0", &known, None)
        .await
        .refused(409, "money_still_there");
    let closed = close(world, "c1", &known, Some("KB 1")).await.ok();
    assert_eq!(closed["state"], "closed", "{closed}");
    let reason = closed["reason"].as_str().unwrap();
    assert!(
        reason.contains("4990 won transferred by hand: KB 1"),
        "{reason}"
    );
    close(world, "c2", &known, Some("KB 2"))
        .await
        .refused(409, "contradiction_settled");
    assert_eq!(
        world.order(known["order_id"].as_str().unwrap()).await["state"],
        "cancelled"
    );
    world.audit().await;
}

async fn what_the_provider_refused_is_transferred_above_the_limit_when_another_approves(
    world: &World,
) {
    let known = refused(world, 10).await;
    let asked = waits(&close(world, "c1", &known, Some("KB 1")).await);
    assert_eq!(
        (&asked["act"], &asked["subject"], &asked["amount"]),
        (
            &json!("contradiction_transfer"),
            &known["id"],
            &json!(9_990)
        )
    );
    assert_eq!(state_of(world, &known).await, "open");
    decide(world, Role::Admin, "d1", &asked, "approve")
        .await
        .ok();
    assert_eq!(state_of(world, &known).await, "closed");
    assert_eq!(approved_lines(world, "contradiction.close").await, 1);
    world.audit().await;
}
