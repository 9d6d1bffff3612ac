//! Refunds that a person transfers: the account, in any spelling and of the payer; a transfer that fails; the due date.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, id_of},
    client::Answer,
    world::World,
};

const NUMBER: &str = "110-123 456-789";
const DIGITS: &str = "110123456789";

both_engines!(
    a_transfer_that_comes_back_goes_to_another_account,
    a_transfer_that_the_bank_refuses_is_not_paid_before_there_is_another_account,
    an_account_is_taken_in_the_spelling_of_people,
    a_holder_who_did_not_pay_is_asked_about,
    a_refund_that_the_provider_was_too_late_for_gets_its_account,
    a_transfer_is_not_made_of_money_that_its_bank_took_back,
    a_transfer_is_not_made_of_money_that_the_console_gave_back,
    what_is_due_is_told_and_listed,
);

fn account(number: &str, holder: &str) -> Value {
    json!({"bank": "088", "account_number": number, "holder": holder})
}

async fn a_transfer_that_comes_back_goes_to_another_account(world: &World) {
    let refund = world.by_hand().await;
    let path = format!("/v1/refunds/{}/paid", id_of(&refund));
    let evidence = json!({"evidence": "transfer 1"});
    let say_paid = async || {
        let gateway = world.gateway();
        let answer = gateway.post_under("paid-1", Role::Support, &path, &evidence);
        answer.await.ok()
    };
    let paid = say_paid().await;
    assert_eq!(
        world.number_of("SELECT refunded FROM payments").await,
        10_000
    );
    let bounced = world
        .at_refund(
            &refund,
            "bounced",
            &json!({"reason": "the account is closed"}),
        )
        .await
        .ok();
    assert_eq!(
        (&bounced["state"], &bounced["note"], &bounced["cancel_key"]),
        (
            &json!("bounced"),
            &json!("the account is closed"),
            &Value::Null
        ),
        "{bounced}"
    );
    assert_eq!(
        world.number_of("SELECT in_flight FROM payments").await,
        10_000
    );
    assert_eq!(world.balance("c1").await, 0);
    // The same request again gets the same answer, whatever happened to the refund since.
    assert_eq!(say_paid().await, paid);
    world.payout(&refund).await.refused(409, "refund_not_open");
    let body = json!({"refund_account": account("333 444 555 666", "홍길동")});
    let again = world.at_refund(&refund, "account", &body).await.ok();
    assert_eq!(again["state"], "by_hand", "{again}");
    assert_eq!(
        world.payout(&refund).await.ok()["account_number"],
        "333444555666"
    );
    let paid = world
        .at_refund(&refund, "paid", &json!({"evidence": "transfer 2"}))
        .await
        .ok();
    assert_eq!(
        (&paid["state"], &paid["cancel_key"]),
        (&json!("succeeded"), &json!("transfer 2"))
    );
    assert_eq!(
        world.number_of("SELECT refunded FROM payments").await,
        10_000
    );
    for (act, times) in [("refund.bounced", 1), ("refund.account", 1)] {
        let sql = format!("SELECT COUNT(*) FROM audit_log WHERE act = '{act}'");
        assert_eq!(world.number_of(&sql).await, times, "{act}");
    }
    let told = "SELECT COUNT(*) FROM events WHERE kind = 'refund.bounced'";
    assert_eq!(world.number_of(told).await, 1);
}

async fn a_transfer_that_the_bank_refuses_is_not_paid_before_there_is_another_account(
    world: &World,
) {
    let refund = world.by_hand().await;
    let reason = json!({"reason": "no such account"});
    world.at_refund(&refund, "bounced", &reason).await.ok();
    let evidence = json!({"evidence": "transfer 1"});
    world
        .at_refund(&refund, "paid", &evidence)
        .await
        .refused(409, "refund_not_open");
    world
        .at_refund(&refund, "bounced", &reason)
        .await
        .refused(409, "refund_not_open");
    let metrics = world.gateway().browse("/metrics").await;
    assert!(
        metrics.text.contains("credit_gateway_refunds_bounced 1"),
        "{}",
        metrics.text
    );
    let body = json!({"refund_account": account(NUMBER, "홍길동")});
    world.at_refund(&refund, "account", &body).await.ok();
    world.at_refund(&refund, "paid", &evidence).await.ok();
}

async fn an_account_is_taken_in_the_spelling_of_people(world: &World) {
    let refund = world.by_hand().await;
    assert_eq!(world.payout(&refund).await.ok()["account_number"], DIGITS);
    for bad in [
        "110.123.456",
        "1-2-3-4-5",
        "1101234567890123456789",
        "abcdefgh",
        "",
    ] {
        let body = json!({"refund_account": account(bad, "홍길동")});
        let refused = world.at_refund(&refund, "account", &body).await;
        let refused = refused.refused(422, "invalid_field");
        assert_eq!(refused["field"], "refund_account", "{bad}");
        assert!(
            refused["rule"].as_str().unwrap().contains("6 to 20 digits"),
            "{bad}: {refused}"
        );
    }
}

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

/// Requested on Wednesday, 8 April 2026: the third business day is Monday, the 13th.
async fn what_is_due_is_told_and_listed(world: &World) {
    let refund = world.by_hand().await;
    assert_eq!(refund["due_at"], "2026-04-14T00:00:00+09:00");
    let due_before = async |at: &str| {
        let path = format!("/v1/refunds?due_before={at}");
        let listed = world.gateway().get(Role::Support, &path).await.ok();
        listed["items"].as_array().unwrap().len()
    };
    assert_eq!(due_before("2026-04-14T00:00:00%2B09:00").await, 0);
    assert_eq!(due_before("2026-04-14T00:00:01%2B09:00").await, 1);
    let overdue = async || {
        let metrics = world.gateway().browse("/metrics").await;
        let line = metrics
            .text
            .lines()
            .find(|line| line.starts_with("credit_gateway_refund_overdue_seconds"));
        line.unwrap().to_owned()
    };
    assert_eq!(overdue().await, "credit_gateway_refund_overdue_seconds 0");
    world.set("2026-04-14T00:00:00+09:00");
    world.pass(TimeDelta::seconds(90));
    assert_eq!(overdue().await, "credit_gateway_refund_overdue_seconds 90");
    let evidence = json!({"evidence": "transfer 1"});
    world.at_refund(&refund, "paid", &evidence).await.ok();
    assert_eq!(overdue().await, "credit_gateway_refund_overdue_seconds 0");
}

impl World {
    async fn by_hand(&self) -> Value {
        let order = self.buy_by_transfer("c1", "direct-1000", "홍길동").await;
        let payment = order["payment_id"].as_str().unwrap();
        let refund = self
            .request_refund(payment, Some(account(NUMBER, "홍길동")))
            .await
            .ok();
        assert_eq!(refund["state"], "by_hand", "{refund}");
        refund
    }

    /// A refund that its provider refused for good as too late, and that a person handles.
    async fn too_late(&self, payment: &str) -> Value {
        let late = json!([{"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "cancel"}]);
        self.faults("toss", late).await;
        let refund = self.request_refund(payment, None).await.ok();
        let id = id_of(&refund);
        // The refund's state after the provider's final refusal.
        let flow = domain::books::refunds::ObserveRefund {
            customer: "c1".parse().unwrap(),
            refund: id.parse().unwrap(),
            outcome: domain::books::refunds::RefundOutcome::ByHand(domain::failure::Failure::new(
                "EXCEED_CANCELABLE_DATE",
                "too late",
            )),
        };
        let sent = async || self.refund_state(&id).await != "requested";
        self.wait_until("the refund is sent", sent).await;
        self.apps[0]
            .apply(domain::command::Command::new(
                flow,
                domain::actor::Actor::Provider("toss".parse().unwrap()),
            ))
            .await
            .unwrap();
        self.faults("toss", json!([])).await;
        refund
    }

    async fn at_refund(&self, refund: &Value, verb: &str, body: &Value) -> Answer {
        let path = format!("/v1/refunds/{}/{verb}", id_of(refund));
        self.gateway().post(Role::Support, &path, body).await
    }

    async fn payout(&self, refund: &Value) -> Answer {
        let path = format!("/v1/refunds/{}/payout", id_of(refund));
        self.gateway().get(Role::Support, &path).await
    }

    async fn number_of(&self, sql: &str) -> i64 {
        self.database.number(sql).await
    }
}
